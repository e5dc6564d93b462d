"""Over the push budget an operator's words wait; they go out in front of the answer to the person's next message.

Nothing twice, in order, at most five messages a reply, and never past the gate.
"""

import pytest
import sqlalchemy as sa

from bot.auditor import audit
from bot.month import count
from bot.rows import OUTBOX
from emulator.faults import FaultKind
from handlers.commands import Answer, Write
from models.times import DAY, MINUTE
from tests.duty_room import in_danger, leaps, th
from tests.resident import Resident
from tests.town import Town

PAST_THE_TOKEN = 56_000


def broke(town: Town, citizen: Resident) -> str:
    """A case whose conversation is somebody's, in a month whose budget is spent but for the alerts. Its number."""
    town.present("op1")
    officer = town.officer("TH-50")
    number = in_danger(citizen)
    officer.taps(th("button-take"))
    town.acts("op1", number, Answer())
    town.platform.quota.limit = 1000
    store, now = town.service.store, town.clock.now()
    store.write(lambda c: count(store, c, 850, now))
    town.service.slow.round()
    citizen.ignores_the_rest()
    return number


def solvent(town: Town) -> None:
    town.platform.quota.limit = 10_000
    town.clock.at += 11 * MINUTE
    town.service.slow.round()


def writes(town: Town, number: str, *texts: str) -> None:
    for text in texts:
        town.acts("op1", number, Write(text))


def heard(citizen: Resident, *texts: str) -> list[tuple[str, str]]:
    """These words as they were seen, in order, each with how it came."""
    seen = [(str(e.message.get("text", "")), e.via) for e in citizen.phone.received()]
    return [(text, via) for text, via in seen if text in texts]


def states(town: Town) -> list[str]:
    return [m["state"] for m in town.case()["messages"] if m["from"] == "op1"]


def test_they_come_before_the_new_answer_in_one_reply(town: Town):
    citizen = town.citizen()
    number = broke(town, citizen)
    writes(town, number, "หนึ่ง", "สอง")
    citizen.nothing_else_arrived()
    assert states(town) == ["pending", "pending"]
    before = len(town.platform.calls)
    citizen.taps("ข้าม")
    assert [c.endpoint for c in town.platform.calls[before:]] == ["reply"]
    *_, one, two, answer = citizen.phone.received()
    assert [one.message["text"], two.message["text"]] == ["หนึ่ง", "สอง"]
    assert answer.message["type"] == "flex"
    assert states(town) == ["sent", "sent"]
    assert town.case()["answered_at"] is not None
    solvent(town)
    leaps(town, 5)
    assert heard(citizen, "หนึ่ง", "สอง") == [("หนึ่ง", "reply"), ("สอง", "reply")]


def test_a_message_that_needs_no_answer_carries_them_too(town: Town):
    citizen = town.citizen()
    number = broke(town, citizen)
    citizen.taps("ข้าม")
    citizen.says("ฮัลโหล")
    town.clock.at += 2 * MINUTE  # whatever token there was is too old
    town.acts("op1", number, Answer())
    writes(town, number, "หนึ่ง", "สอง")
    citizen.ignores_the_rest()
    citizen.says("ยังอยู่ไหมคะ")
    assert heard(citizen, "หนึ่ง", "สอง") == [("หนึ่ง", "reply"), ("สอง", "reply")]
    assert states(town) == ["sent", "sent"]
    writes(town, number, "สาม")
    assert heard(citizen, "สาม") == []  # the token is used up


def test_five_messages_a_reply_and_the_rest_next_time(town: Town):
    citizen = town.citizen()
    number = broke(town, citizen)
    words = [f"ข้อ {n}" for n in range(1, 8)]
    writes(town, number, *words)
    town.clock.at += 2 * MINUTE
    town.settle()
    citizen.taps("ข้าม")
    first = [text for text, _ in heard(citizen, *words)]
    assert first == words[: len(first)]
    assert 0 < len(first) < 5
    citizen.says("ค่ะ")
    assert heard(citizen, *words) == [(text, "reply") for text in words]
    assert states(town) == ["sent"] * 7


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_reply_that_is_tried_again_brings_them_once(town: Town, when: str):
    citizen = town.citizen()
    number = broke(town, citizen)
    writes(town, number, "หนึ่ง")
    town.strikes(FaultKind.ERROR, "reply", times=1, when=when)
    citizen.taps("ข้าม")
    town.restarts()  # the next try is another process's
    town.service.slow.round()
    leaps(town, 1)
    assert heard(citizen, "หนึ่ง") == [("หนึ่ง", "reply")]
    assert states(town) == ["sent"]


def test_a_token_that_is_refused_puts_them_back_in_line(town: Town):
    citizen = town.citizen()
    number = broke(town, citizen)
    writes(town, number, "หนึ่ง", "สอง")
    town.strikes(FaultKind.INVALID_REPLY_TOKEN, "reply", times=1)
    citizen.taps("ข้าม")
    assert states(town) == ["pending", "pending"]
    solvent(town)
    leaps(town, 5)
    assert heard(citizen, "หนึ่ง", "สอง") == [("หนึ่ง", "push"), ("สอง", "push")]
    assert states(town) == ["sent", "sent"]


def test_a_service_that_was_away_past_the_token_loses_none(town: Town):
    citizen = town.citizen()
    number = broke(town, citizen)
    writes(town, number, "หนึ่ง")
    town.strikes(FaultKind.ERROR, "reply", times=None)
    citizen.taps("ข้าม")
    town.clock.at += PAST_THE_TOKEN
    town.heals()
    solvent(town)
    leaps(town, 5)
    assert heard(citizen, "หนึ่ง") == [("หนึ่ง", "push")]


def test_what_has_expired_does_not_ride(town: Town):
    citizen = town.citizen()
    number = broke(town, citizen)
    writes(town, number, "เก่า", "ใหม่")
    old = sa.update(OUTBOX).where(OUTBOX.c.message_id.is_not(None), OUTBOX.c.kind == "say").values(expires_at=0)
    first = sa.select(sa.func.min(OUTBOX.c.seq)).where(OUTBOX.c.why == "push budget").scalar_subquery()
    town.service.store.write(lambda c: c.execute(old.where(OUTBOX.c.seq == first)))
    citizen.taps("ข้าม")
    assert heard(citizen, "เก่า", "ใหม่") == [("ใหม่", "reply")]
    town.clock.at += DAY
    leaps(town, 1)
    assert heard(citizen, "เก่า") == []


def test_a_phone_that_turned_quiet_meanwhile_shows_none_of_them(town: Town):
    citizen = town.citizen()
    number = broke(town, citizen)
    writes(town, number, "หนึ่ง")
    citizen.says("พ่อตีแม่ทุกวัน")
    leaps(town, 2)
    assert heard(citizen, "หนึ่ง") == []
    assert states(town) == ["held"]
    citizen.says("อ่านต่อ")
    assert "หนึ่ง" in str(citizen.phone.received()[-1].message)


def test_riders_whose_carrier_is_gone_are_put_back(town: Town):
    citizen = town.citizen()
    number = broke(town, citizen)
    writes(town, number, "หนึ่ง")
    lost = sa.update(OUTBOX).where(OUTBOX.c.why == "push budget").values(status="riding", rides_on="nobody")
    town.service.store.write(lambda c: c.execute(lost))
    found = audit(town.service.store, town.service.policy, town.clock)
    assert [(f.kind, f.repaired) for f in found.findings] == [("rider_left_behind", True)]
    solvent(town)
    leaps(town, 1)
    assert heard(citizen, "หนึ่ง") == [("หนึ่ง", "push")]
