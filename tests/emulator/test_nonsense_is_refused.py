"""Whatever JSON comes, the answer is yes or a refusal with a property, never an exception of ours."""

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.measure import graphemes, utf16
from emulator.screen import buttons_in, lock_screen, quick_replies_of, words_of
from emulator.validate import BODIES, check
from emulator.values import Refused
from tests.emulator.town import CALL, REPORT, bubble, button, quick, words

NAMES = st.sampled_from(
    [
        "type",
        "text",
        "label",
        "action",
        "actions",
        "contents",
        "template",
        "altText",
        "quickReply",
        "items",
        "data",
        "uri",
        "layout",
        "size",
        "areas",
        "bounds",
    ]
)
KINDS = st.sampled_from(
    [
        "text",
        "flex",
        "template",
        "bubble",
        "carousel",
        "box",
        "button",
        "postback",
        "uri",
        "confirm",
        "buttons",
        "image",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | KINDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)
GOOD = {"messages": [bubble(button(REPORT), button(CALL), quickReply=quick(CALL)), words("x")]}


def refusal_of(kind, body) -> Refused | None:
    try:
        check(kind, body)
    except Refused as refused:
        return refused
    return None


@given(kind=st.sampled_from(sorted(BODIES)), body=JSON)
def test_any_json(kind, body):
    refusal = refusal_of(kind, body)
    assert refusal is None or refusal.status == 400
    assert refusal is None or all(message and isinstance(name, str) for message, name in refusal.details)


@settings(max_examples=300)
@given(data=st.data())
def test_a_good_message_with_one_part_replaced(data):
    """What passes can be drawn, tapped and shown on the lock screen."""

    def spoil(node, depth):
        if depth == 0 or not isinstance(node, dict | list) or not node:
            return data.draw(JSON)
        if isinstance(node, list):
            at = data.draw(st.integers(0, len(node) - 1))
            return [spoil(one, depth - 1) if index == at else one for index, one in enumerate(node)]
        name = data.draw(st.sampled_from(sorted(node)))
        return {**node, name: spoil(node[name], depth - 1)}

    body = spoil(GOOD, data.draw(st.integers(1, 9)))
    if refusal_of("validate", body):
        return
    for message in body["messages"]:
        assert lock_screen("bot", message)
        assert words_of(message) is not None
        buttons_in("1", message)
        quick_replies_of("1", message)


@given(text=st.text())
def test_counting(text):
    assert graphemes(text) <= len(text) <= utf16(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
