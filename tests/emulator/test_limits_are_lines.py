"""The limits, at the edge and one beyond it."""

import pytest

from emulator.measure import graphemes, utf16
from emulator.validate import check
from emulator.values import Refused
from tests.emulator.town import CALL, REPORT, bubble, button, menu, quick, words


def faults(*messages) -> list[str]:
    try:
        check("validate", {"messages": list(messages)})
    except Refused as refused:
        return [name for _, name in refused.details]
    return []


def template(**parts):
    return {"type": "template", "altText": "x", "template": parts}


def columns(*counts: int):
    return template(type="carousel", columns=[{"text": "x", "actions": [CALL] * count} for count in counts])


def carousel(*bubbles):
    return {"type": "flex", "altText": "x", "contents": {"type": "carousel", "contents": list(bubbles)}}


SMALL = bubble({"type": "text", "text": "x"})["contents"]
HERE = {"type": "location", "label": "x"}
PICTURE = "https://example.com/x.png"


def long_button(size: int):
    return {"type": "button", "action": {"type": "uri", "uri": "tel:191", "label": "ก" * size}}


@pytest.mark.parametrize(
    ("fits", "breaks"),
    [
        (words("ก" * 5000), words("ก" * 5001)),
        (words("😀" * 2500), words("😀" * 2501)),
        (words("x", quickReply=quick(*[CALL] * 13)), words("x", quickReply=quick(*[CALL] * 14))),
        (words("x", sender={"name": "ก" * 20}), words("x", sender={"name": "ก" * 21})),
        (bubble(button(CALL), alt="ก" * 1500), bubble(button(CALL), alt="ก" * 1501)),
        (bubble(long_button(40)), bubble(long_button(41))),
        (
            bubble({"type": "text", "text": "x", "color": "#12345678"}),
            bubble({"type": "text", "text": "x", "color": "red"}),
        ),
        (bubble({"type": "text", "contents": [{"type": "span", "text": "x"}]}), bubble({"type": "text"})),
        (bubble({"type": "image", "url": PICTURE}), bubble({"type": "image", "url": "http://example.com/x.png"})),
        (bubble({"type": "separator", "margin": "xl"}), bubble({"type": "separator", "margin": "huge"})),
        (bubble(*[{"type": "filler"}] * 2), bubble({"type": "icon", "url": PICTURE})),
        (carousel(*[SMALL] * 12), carousel(*[SMALL] * 13)),
        (carousel(SMALL, SMALL), carousel(SMALL, {**SMALL, "size": "nano"})),
        (
            template(type="buttons", text="ก" * 160, actions=[CALL] * 4),
            template(type="buttons", text="ก" * 161, actions=[CALL]),
        ),
        (
            template(type="buttons", title="x", text="ก" * 60, actions=[CALL]),
            template(type="buttons", title="x", text="ก" * 61, actions=[CALL]),
        ),
        (
            template(type="confirm", text="ก" * 240, actions=[CALL, REPORT]),
            template(type="confirm", text="ก", actions=[CALL]),
        ),
        (columns(2, 2), columns(2, 1)),
        (
            {"type": "location", "title": "x", "address": "x", "latitude": 13.7, "longitude": 100.5},
            {"type": "location", "title": "x", "address": "x", "latitude": 113.7, "longitude": 100.5},
        ),
        (
            words("x", quickReply=quick({"type": "location", "label": "x"})),
            bubble(button({"type": "location", "label": "x"})),
        ),
    ],
)
def test_a_message_at_the_limit_passes_and_one_beyond_is_refused(fits, breaks):
    assert faults(fits) == []
    assert len(faults(breaks)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"label": "ก" * 21},
        {"label": ""},
        {"data": "x" * 301},
        {"displayText": "x" * 301},
        {"typo": 1},
        {"type": "postbak"},
        {"data": None},
    ],
)
def test_an_action_with_one_mistake_is_refused_at_its_property(change):
    assert faults(words("x", quickReply=quick(REPORT))) == []
    (name,) = change
    assert faults(words("x", quickReply=quick({**REPORT, **change}))) == [
        f"messages[0].quickReply.items[0].action.{name}"
    ]


@pytest.mark.parametrize("uri", ["https://x.th/", "tel:1300", "line://nv/location", "https://line.me/R/nv/location/"])
def test_links_that_line_opens(uri):
    assert faults(bubble(button({**CALL, "uri": uri}))) == []


@pytest.mark.parametrize(
    "uri", ["javascript:alert(1)", "ftp://x.th", "1300", "https://", "https://a b", "tel:" + "1" * 1000]
)
def test_links_that_line_refuses(uri):
    assert faults(bubble(button({**CALL, "uri": uri}))) == ["/body/contents/0/action/uri"]


def test_sizes_of_bubbles_and_carousels():
    heavy = {"type": "text", "text": "x" * 2000}
    assert faults(bubble(*[heavy] * 15)) == []
    assert faults(bubble(*[heavy] * 16)) == ["/"]
    near = bubble(*[heavy] * 13)["contents"]
    assert faults(carousel(near)) == []
    assert faults(carousel(near, near)) == ["/"]


@pytest.mark.parametrize("count", [0, 6])
def test_one_to_five_messages(count):
    assert faults(*[words("x")] * count) == ["messages"]


@pytest.mark.parametrize(
    ("label", "counted"),
    [("แจ้งเหตุ", 6), ("น้ำ", 1), ("🚨แจ้ง", 4), ("👩‍👩‍👧", 1), ("🇹🇭🇹🇭", 2), ("👍🏽", 1), ("é", 1), ("ខ្ញុំ", 2)],
)
def test_labels_count_what_people_see(label, counted):
    assert graphemes(label) == counted


def test_texts_count_utf16_units():
    assert utf16("น้ำ😀") == 5


@pytest.mark.parametrize(
    "change",
    [
        {"chatBarText": "ก" * 15},
        {"name": "x" * 301},
        {"areas": menu(*[CALL] * 21)["areas"]},
        {"size": {"width": 799, "height": 400}},
        {"size": {"width": 800, "height": 552}},
        {"size": {"width": 2501, "height": 800}},
        {"areas": [{"bounds": {"x": 1, "y": 0, "width": 800, "height": 400}, "action": CALL}]},
        {"areas": [{"bounds": {"x": 0, "y": 0, "width": 8, "height": 4}, "action": {"type": "camera", "label": "x"}}]},
        {"selected": "yes"},
        {"colour": "red"},
    ],
)
def test_rich_menus(change):
    check("menu", menu(CALL, REPORT))
    with pytest.raises(Refused):
        check("menu", {**menu(CALL, REPORT), **change})


@pytest.mark.parametrize("wrong", [None, 3, "x", [], {"messages": {}}, {"messages": [3, None, [], {"type": []}]}])
def test_nonsense_is_refused_and_raises_nothing_else(wrong):
    with pytest.raises(Refused):
        check("validate", wrong)
