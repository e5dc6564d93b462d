"""A receipt rides on a reply; whatever happens to that reply, it arrives, and once. The one cell that real LINE leaves
ambiguous is a reply that was taken while its answer was lost for longer than the token lives: vital words are then
pushed, because a double beats silence."""

import pytest

from emulator.faults import FaultKind
from tests.town import CHIANG_MAI, Resident, Town

TELLING = "5 นาที"
MINUTES = 4
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
    (FaultKind.INVALID_REPLY_TOKEN, "before"),
]


def almost_done(town: Town) -> Resident:
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.says("1")
    citizen.sends_location(*CHIANG_MAI)
    citizen.says("2")
    citizen.ignores_the_rest()
    return citizen


def receipts(citizen: Resident) -> int:
    return sum(TELLING in str(entry.message) for entry in citizen.phone.received())


@pytest.mark.parametrize(("kind", "when"), FAULTS, ids=lambda v: str(getattr(v, "value", v)))
def test_it_arrives_once(town: Town, kind: FaultKind, when: str) -> None:
    citizen = almost_done(town)
    town.strikes(kind, "reply", times=1, when=when)
    citizen.says("เขาเมามาก")
    town.passes(minutes=MINUTES)
    assert receipts(citizen) == 1


def test_a_reply_taken_with_its_answer_lost_past_the_tokens_life_may_be_seen_twice(town: Town) -> None:
    """The only double: every answer of LINE is lost for a minute after it took the reply."""
    citizen = almost_done(town)
    town.strikes(FaultKind.RESET, "reply", times=None, when="after")
    citizen.says("เขาเมามาก")
    town.clock.at += 56_000
    town.heals()
    town.passes(minutes=1)
    assert receipts(citizen) == 2
