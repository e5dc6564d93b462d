"""Whatever is missing is found and put back: steps of open cases, tries of rows, lanes of timers."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.auditor import KINDS, audit, last_audit
from bot.rows import CASE, INBOX, LANE, OUTBOX, TIMER, encode, read_case
from bot.slow import StoppedError
from handlers.commands import Answer, Close, NoField, Unreachable, Write
from models.case import Outcome
from models.changed import replace
from models.times import DAY, HOUR
from tests.duty_room import in_danger, leaps, notes, opens_path, pages, receiver, th
from tests.resident import Resident
from tests.town import Town

FAR = 10 * DAY


def looks(town: Town) -> dict[str, bool]:
    found = audit(town.service.store, town.service.policy, town.clock)
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


def test_nobody_waits_while_it_looks(town: Town):
    """Whoever writes during a look would wait for ever, were the database held."""
    in_danger(town.citizen())
    heard = []

    def meanwhile() -> None:
        heard.append(in_danger(town.citizen(f"คนที่ {len(heard)}")))

    found = audit(town.service.store, town.service.policy, town.clock, meanwhile)
    assert heard
    assert found.findings == ()


def test_what_is_put_right_before_the_second_look_is_no_finding(town: Town):
    town.present("op1")
    number = in_danger(town.citizen())
    breaks(town, sa.delete(TIMER).where(TIMER.c.kind == "ladder"))

    def meanwhile() -> None:
        town.acts("op1", number, NoField("ปลอดภัยแล้ว"))

    found = audit(town.service.store, town.service.policy, town.clock, meanwhile)
    assert found.findings == ()


def loses(kind: str) -> Callable[[Town], sa.Delete]:
    return lambda _: sa.delete(TIMER).where(TIMER.c.kind == kind)


def puts(row: dict[str, object], *where: sa.ColumnElement[bool]) -> Callable[[Town], sa.Update]:
    """Wrong values in the alert's row."""
    return lambda _: sa.update(OUTBOX).where(OUTBOX.c.kind == "alert", *where).values(**row)


def moves(kind: str, by: int) -> Callable[[Town], sa.Update]:
    return lambda town: sa.update(TIMER).where(TIMER.c.kind == kind).values(due_at=town.clock.at + by)


def forgets_who_was_told(town: Town) -> sa.Update:
    case = replace(read_case(town.scalar(sa.select(CASE.c.state))), raised={})
    return sa.update(CASE).values(state=encode(case))


def puts_off(town: Town) -> sa.Insert:
    lane = {"id": town.scalar(sa.select(CASE.c.lane)), "tries": 9, "not_before": town.clock.at + FAR}
    return town.service.store.upsert(LANE).values(**lane)


def never_handles(town: Town) -> sa.Insert:
    stuck = {"id": "x", "lane": "user:Ux", "kind": "line", "rank": 9, "at": 0, "heard": 0, "body": b"{}"}
    return sa.insert(INBOX).values(parked=False, **stuck)


def taken(town: Town, officer: Resident, number: str) -> None:
    officer.taps(th("button-take"))


def answered(town: Town, officer: Resident, number: str) -> None:
    town.acts("op1", number, Answer())


def lost(town: Town, officer: Resident, number: str) -> None:
    town.acts("op1", number, Unreachable())


def closing(town: Town, officer: Resident, number: str) -> None:
    town.acts("op1", number, NoField("ปลอดภัยแล้ว"))
    town.acts("op1", number, Close(Outcome.ADVISED))


def nothing_more(town: Town, officer: Resident, number: str) -> None:
    """A case that has only been raised."""


# Every invariant: what has happened to the case before, and how it is then broken.
SEEDS = {
    "no_ladder": (nothing_more, loses("ladder")),
    "no_clock": (nothing_more, loses("talk")),
    "no_review": (nothing_more, loses("review")),
    "no_lease": (taken, loses("lease")),
    "no_heartbeat": (answered, loses("answering")),
    "no_return": (lost, loses("return")),
    "no_consent": (closing, loses("consent")),
    "not_raised": (nothing_more, forgets_who_was_told),
    "far_step": (nothing_more, moves("ladder", FAR)),
    "late_timer": (nothing_more, moves("ladder", -HOUR)),
    "stray_timer": (nothing_more, lambda _: sa.update(TIMER).where(TIMER.c.kind == "ladder").values(lane="user:Ux")),
    "dead_timer": (
        nothing_more,
        lambda town: sa.insert(TIMER).values(kind="ladder", subject="2222-2222", lane="x", due_at=town.clock.at + HOUR),
    ),
    "stuck_lane": (nothing_more, puts_off),
    "row_without_a_try": (nothing_more, puts({"status": "pending", "due_at": 2**50})),
    "row_without_a_state": (nothing_more, puts({"status": "mislaid", "done_at": None})),
    "rider_left_behind": (nothing_more, puts({"status": "riding", "rides_on": "nobody"})),
    "late_row": (nothing_more, puts({"status": "pending", "due_at": 0})),
    "late_event": (nothing_more, never_handles),
    "unreadable_case": (nothing_more, lambda _: sa.update(CASE).values(state=b"{}")),
}


def test_every_invariant_has_a_seed():
    assert SEEDS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", SEEDS)
def test_every_seeded_fault_is_found(tmp_path: Path, database: str, kind: str):
    """Repaired at once, and the town goes on; or said to people for as long as it lasts."""
    town = Town(tmp_path, database=database)
    town.present("op1")
    officer = town.officer("TH-50")
    number = in_danger(town.citizen())
    before, breaking = SEEDS[kind]
    before(town, officer, number)
    assert looks(town) == {}
    breaks(town, breaking(town))
    assert looks(town) == {kind: KINDS[kind]}
    assert looks(town) == ({} if KINDS[kind] else {kind: False})
    if kind in {"no_ladder", "no_clock", "no_review", "not_raised", "far_step", "stray_timer"}:
        assert "auditor_repaired" in notes(town, number)
        heard = len(pages(town, officer))
        leaps(town, 6)
        assert len(pages(town, officer)) > heard
        assert looks(town) == {}
    town.closes()


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


def test_a_stop_ends_a_look_and_leaves_no_findings(town: Town):
    in_danger(town.citizen())
    town.service.slow.stop()
    with pytest.raises(StoppedError):
        town.service.slow.audit(town.clock.now())
    with town.service.store.read() as connection:
        assert last_audit(connection) is None
