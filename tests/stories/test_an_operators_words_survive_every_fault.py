"""A push carries its retry key from the first try on: whatever LINE does, it arrives, and once."""

import pytest

from emulator.faults import FaultKind
from handlers.commands import Answer, Write
from tests.town import Town

FAULTS = [
    (FaultKind.ERROR, "before"),
    (FaultKind.ERROR, "after"),
    (FaultKind.RESET, "before"),
    (FaultKind.RESET, "after"),
    (FaultKind.GARBAGE, "before"),
    (FaultKind.GARBAGE, "after"),
    (FaultKind.RATE_LIMIT, "before"),
    (FaultKind.MONTHLY_LIMIT, "before"),
    (FaultKind.INVALID_TOKEN, "before"),
    (FaultKind.EXPIRED_TOKEN, "before"),
    (FaultKind.FORBIDDEN, "before"),
]
TOKENS_ARE_GONE = 61
IDS = [f"{kind.value} {when}" for kind, when in FAULTS]


@pytest.mark.parametrize(("kind", "when"), FAULTS, ids=IDS)
@pytest.mark.parametrize("times", [1, 3])
def test_an_operators_words(town: Town, kind: FaultKind, when: str, times: int):
    citizen = town.citizen()
    number = citizen.reports()
    town.passes(seconds=TOKENS_ARE_GONE, step=20)
    town.acts("op1", number, Answer())
    town.strikes(kind, "push", times=times, when=when)
    town.acts("op1", number, Write("เราอยู่ตรงนี้ค่ะ"))
    town.passes(minutes=5, step=5)
    words = [e for e in citizen.phone.received() if "เราอยู่ตรงนี้ค่ะ" in str(e.message)]
    assert [e.via for e in words] == ["push"]
    keys = {c.retry_key for c in town.platform.calls if c.endpoint == "push" and "เราอยู่ตรงนี้ค่ะ".encode() in c.body}
    assert len(keys) == 1
    case = town.case()
    assert [m["state"] for m in case["messages"] if m["from"] == "op1"] == ["sent"]
    assert case["answered_at"] is not None


def test_what_line_refuses_for_good_is_seen_by_an_operator(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    town.passes(seconds=TOKENS_ARE_GONE, step=20)
    town.acts("op1", number, Answer())
    town.platform.chats.people.pop(citizen.phone.user_id)
    town.acts("op1", number, Write("ไม่ถึง"))
    case = town.case()
    assert "undelivered" in case["signals"]
    assert [m["state"] for m in case["messages"] if m["from"] == "op1"] == ["undelivered"]
    assert case["answered_at"] is None


def test_one_person_hears_in_order_and_the_others_do_not_wait(town: Town):
    first, other = town.citizen("หนึ่ง"), town.citizen("สอง")
    numbers = first.reports(), other.reports()
    town.passes(seconds=TOKENS_ARE_GONE, step=20)
    for number in numbers:
        town.acts("op1", number, Answer())
    first.ignores_the_rest()
    other.ignores_the_rest()
    town.strikes(FaultKind.ERROR, "push", times=1)
    town.acts("op1", numbers[0], Write("หนึ่ง"))
    town.acts("op1", numbers[0], Write("สอง"))
    town.acts("op1", numbers[1], Write("ถึงคนอื่น"))
    first.nothing_else_arrived()
    other.expects("ถึงคนอื่น")
    town.passes(seconds=20)
    said = [e.message["text"] for e in first.phone.received() if e.message["type"] == "text" and "sender" in e.message]
    assert said == ["หนึ่ง", "สอง"]
