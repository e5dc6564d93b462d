"""Whatever is missing is found and put back: steps of open cases, tries of rows, lanes of timers."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.auditor import audit
from bot.rows import CASE, INBOX, LANE, OUTBOX, TIMER
from handlers.commands import Answer, Close, NoField, Unreachable, Write
from models.case import Outcome
from models.policy import DAY, HOUR
from tests.duty_room import in_danger, leaps, notes, opens_path, pages, receiver, th
from tests.town import Town

FAR = 10 * DAY


def looks(town: Town) -> dict[str, bool]:
    found = audit(town.service.store, town.service.policy, town.clock.now())
    return {f.kind: f.repaired for f in found.findings}


def breaks(town: Town, statement: sa.Update | sa.Delete | sa.Insert) -> None:
    town.service.store.write(lambda c: c.execute(statement))


def test_a_busy_day_has_nothing_to_find(town: Town):
    town.present("op1")
    officer = town.officer("TH-50")
    number = in_danger(town.citizen())
    assert looks(town) == {}
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("อยู่ที่ไหนคะ"))
    assert looks(town) == {}
    officer.taps(th("button-take"))
    assert looks(town) == {}
    leaps(town, 30)
    assert looks(town) == {}
    other = in_danger(town.citizen("อื่น"))
    town.acts("op1", other, Unreachable())
    assert looks(town) == {}
    third = in_danger(town.citizen("สาม"))
    town.acts("op1", third, NoField("ปลอดภัยแล้ว"))
    town.acts("op1", third, Close(Outcome.ADVISED))
    assert looks(town) == {}
    town.acts("op2", third, Answer())
    leaps(town, 60)
    assert looks(town) == {}


@pytest.mark.parametrize(("kind", "timer"), [("no_ladder", "ladder"), ("no_clock", "talk"), ("no_review", "review")])
def test_a_lost_step_is_put_back_and_taken(town: Town, kind: str, timer: str):
    town.present("op1")
    officer = town.officer("TH-50")
    number = in_danger(town.citizen())
    breaks(town, sa.delete(TIMER).where(TIMER.c.kind == timer))
    assert looks(town) == {kind: True}
    assert "auditor_repaired" in notes(town, number)
    before = len(pages(town, officer))
    leaps(town, 6)
    assert len(pages(town, officer)) > before
    assert looks(town) == {}


def test_a_lost_lease_is_put_back(town: Town):
    officer = town.officer("TH-50")
    in_danger(town.citizen())
    officer.taps(th("button-take"))
    breaks(town, sa.delete(TIMER).where(TIMER.c.kind == "lease"))
    assert looks(town) == {"no_lease": True}


def test_a_timer_in_the_wrong_lane_and_one_of_no_case(town: Town):
    town.officer("TH-50")
    in_danger(town.citizen())
    breaks(town, sa.update(TIMER).where(TIMER.c.kind == "ladder").values(lane="user:Unobody"))
    breaks(town, sa.insert(TIMER).values(kind="ladder", subject="2222-2222", lane="x", due_at=town.clock.at + HOUR))
    assert looks(town) == {"stray_timer": True, "dead_timer": True}
    assert looks(town) == {}


def test_rows_without_a_try_and_lanes_put_off_for_ever(town: Town):
    town.present("op1")
    officer = town.officer("TH-50")
    in_danger(town.citizen())
    breaks(town, sa.update(OUTBOX).where(OUTBOX.c.kind == "alert").values(status="pending", due_at=town.clock.at + FAR))
    lane = town.scalar(sa.select(CASE.c.lane))
    store = town.service.store
    store.write(lambda c: c.execute(store.upsert(LANE), [{"id": lane, "tries": 9, "not_before": town.clock.at + FAR}]))
    assert looks(town) == {"stuck_lane": True, "row_without_a_try": True}
    assert officer.phone.received()


def test_what_cannot_be_repaired_reaches_people_and_silences_the_dead_mans_ping(town: Town, tmp_path: Path):
    with receiver() as boss:
        opens_path(town, "supervisor", boss)
        ping = tmp_path / "alive"
        object.__setattr__(town.settings, "deadman_url", str(ping))
        town.service.slow.audit(town.clock.now())
        assert ping.read_text().strip() == str(town.clock.now())
        stuck = {"id": "x", "lane": "user:Ux", "kind": "line", "rank": 9, "at": 0, "heard": 0, "body": b"{}"}
        breaks(town, sa.insert(INBOX).values(parked=False, **stuck))
        ping.unlink()
        assert looks(town) == {"late_event": False}
        town.service.slow.audit(town.clock.now())
        assert not ping.exists()
        town.settle()
        assert "auditor" in boss.kinds
