"""A button packs into LINE's 300 characters and unpacks to itself; anything else to nothing, never to an error."""

import inspect
from enum import Enum
from itertools import product
from typing import Any, get_args, get_type_hints

from hypothesis import given
from hypothesis import strategies as st

from handlers.postback import LONGEST, VALUES, AnyTap, Choose, Insist, pack, unpack
from models.case import case_number
from models.report import Slot

NUMBER = case_number("a")
WORDS = {"number": [NUMBER], "lang": ["th", "en", "my", "lo", "km", "ms"]}


def values(name: str, kind: Any) -> list[Any]:
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return list(kind)
    return [False, True] if kind is bool else WORDS[name]


def every() -> list[AnyTap]:
    """Each button with each value of its fields."""
    made: list[AnyTap] = []
    for kind in get_args(AnyTap):
        if kind in {Choose, Insist}:
            made += [kind(slot, value) for slot in Slot for value in sorted(VALUES[slot])]
            continue
        hints = {n: t for n, t in get_type_hints(kind).items() if n in kind.__struct_fields__}
        made += [kind(*chosen) for chosen in product(*(values(n, t) for n, t in hints.items()))]
    return made


EVERY = every()


def test_each_unpacks_to_itself():
    assert {type(tap) for tap in EVERY} == set(get_args(AnyTap))
    for tap in EVERY:
        assert unpack(pack(tap)) == tap
        assert len(pack(tap)) <= LONGEST


def test_no_two_buttons_look_the_same():
    assert len({pack(tap) for tap in EVERY}) == len(EVERY)


PIECES = st.sampled_from(
    ["choose", "take", "step", "safe", "insist", "skip", "danger", "finish", NUMBER, "yes", "place"]
)


@given(st.one_of(st.text(max_size=400), st.lists(st.one_of(PIECES, st.text(max_size=5))).map(":".join)))
def test_unpacking_is_total_and_gives_nothing_we_would_not_pack(data: str):
    tap = unpack(data)
    assert tap is None or unpack(pack(tap)) == tap


def test_known_forgeries_are_nothing():
    forged = (
        *("", ":", "choose", "choose:", "choose:incident", "choose:incident:murder", "choose:story:x", "skip:nowhere"),
        *("take:0000-0000", f"take:{NUMBER}:x", "take:K7M4-2RXX", "step:K7M4-2RX9", "lang:xx", "danger:maybe"),
        *("begin:now", "choose:place:TH-99", "choose:place:TH-1", "choose:in_danger:YES", "x" * 301),
        *("finish:" + NUMBER + ":escaped", "choose:incident:assault\0"),
    )
    assert [data for data in forged if unpack(data) is not None] == []
