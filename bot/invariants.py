"""What must always hold: every open case has a future step, every row of the outbox a future try, every timer a live
lane. Each look yields what does not hold and the statements that would put it right; it changes nothing itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.riding import RIDING
from bot.rows import CASE, CASE_EVENT, INBOX, LANE, NOT_CLOSED, OUTBOX, TIMER, read_case
from bot.superseding import SUPERSEDED
from handlers.climbing import climbing
from handlers.timers import OF_A_CHAT, Timer
from models.case import Case, CaseStatus
from models.incident import Priority
from models.policy import Ladder, Policy
from models.times import DAY, MINUTE

LONGEST_TRY = DAY
# The longest night between two duty hours: a long weekend.
CLOSED = 5 * DAY
LONGEST_BACK_OFF = 20 * MINUTE
STATES = ("pending", "held", "sent", "dropped", "expired", "refused", "opened", "cancelled", SUPERSEDED, RIDING)
ALIVE = (CaseStatus.OPEN.value, CaseStatus.UNREACHABLE.value, CaseStatus.CLOSING.value)
MANY = 500
# Written out, so that SQLite sees that its partial indexes serve the queries.
PENDING: sa.ColumnClause[str] = sa.literal_column("'pending'")
ABOARD: sa.ColumnClause[str] = sa.literal_column(f"'{RIDING}'")
# A step may have been set since we looked at the clock, or by another clock.
LATITUDE = MINUTE


@dataclass(frozen=True, slots=True)
class Suspect:
    """What does not hold: its kind, of what, and what puts it right (nothing: that is for people).

    `subject` is a case number, a row's id, a lane's kind; never a person's words.
    """

    kind: str
    subject: str
    mends: tuple[sa.Executable, ...] = ()


def steps(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The steps a case must have before it, each with the timers that may be it (the first one is the repair)."""
    match case.status:
        case CaseStatus.UNREACHABLE:
            yield "no_return", (Timer.RETURN,)
        case CaseStatus.CLOSING:
            yield "no_consent", (Timer.CONSENT,)
        case CaseStatus.OPEN if not case.raised:
            yield "not_raised", (Timer.RAISE,)
        case CaseStatus.OPEN:
            yield "no_review", (Timer.REVIEW,)
            if climbing(case):
                yield "no_ladder", (Timer.LADDER,)
            if case.at_scene:
                yield "no_lease", (Timer.LEASE, Timer.LEASE_TASK, Timer.LEASE_OVER)
            if case.waiting_since is not None:
                yield "no_clock", (Timer.TALK,)
            if case.answerer is not None:
                yield "no_heartbeat", (Timer.ANSWERING,)
        case _:
            return


def longest(policy: Policy, case: Case, kind: str) -> int:
    """How far ahead a timer of this kind may lie at the most: further is as good as lost."""
    clocks: dict[str, dict[Priority, Ladder]] = {Timer.LADDER: policy.ladders, Timer.TALK: policy.conversations}
    table = clocks.get(kind)
    if table is None:
        leases = (policy.lease_on_scene, policy.lease_on_the_way)
        return max(DAY, policy.review_after, policy.consent_within, policy.unreachable_again, *leases)
    # What becomes most urgent climbs by its own table from then on; in between, a step of the calmer one is still due.
    ladders = [table[case.priority]] if case.priority is Priority.P1 else table.values()
    return max(map(furthest, ladders))


def furthest(ladder: Ladder) -> int:
    return max(ladder.then_every, *(rung.after for rung in ladder.rungs)) + (CLOSED if ladder.hours else 0)


def living(connection: Connection) -> list[str]:
    """The numbers of all cases that are not closed; along the index of those, never past the closed ones."""
    return list(connection.scalars(sa.select(CASE.c.number).where(NOT_CLOSED)))


def cases(connection: Connection, now: int, policy: Policy, numbers: Collection[str]) -> Iterator[Suspect]:
    """Each of these, unless it is closed, has a future step, near enough and in its own lane."""
    alive = sa.select(CASE.c.number, CASE.c.lane, CASE.c.state).where(
        CASE.c.number.in_(numbers), CASE.c.status.in_(ALIVE)
    )
    timers: dict[str, dict[str, Any]] = defaultdict(dict)
    # By kind too: so the key serves the query.
    theirs = sa.select(TIMER).where(TIMER.c.kind.in_(list(Timer)), TIMER.c.subject.in_(numbers))
    for each in connection.execute(theirs):
        timers[each.subject][each.kind] = each
    for row in connection.execute(alive.order_by(CASE.c.number)):
        known = timers[row.number]
        try:
            case = read_case(row.state)
        except msgspec.DecodeError:  # ValidationError is one
            yield Suspect("unreadable_case", row.number)
            continue
        for kind, wanted in steps(case):
            if not any(w in known for w in wanted):
                step = {"kind": wanted[0], "subject": row.number, "lane": row.lane, "due_at": now}
                yield _noted(now, kind, row.number, sa.insert(TIMER).values(**step))
        mine = sa.update(TIMER).where(TIMER.c.subject == row.number)
        strays = [k for k, timer in known.items() if timer.lane != row.lane]
        if strays:
            back = mine.where(TIMER.c.kind.in_(strays)).values(lane=row.lane, due_at=now)
            yield _noted(now, "stray_timer", row.number, back)
        far = [k for k, timer in known.items() if timer.due_at > now + longest(policy, case, k) + LATITUDE]
        if far:
            yield _noted(now, "far_step", row.number, mine.where(TIMER.c.kind.in_(far)).values(due_at=now))


def _noted(now: int, kind: str, number: str, mend: sa.Executable) -> Suspect:
    """A repair stands in the case's own log."""
    data = orjson.dumps({"what": kind})
    event = {"case_number": number, "at": now, "kind": "auditor_repaired", "actor": "", "data": data}
    return Suspect(kind, number, (mend, sa.insert(CASE_EVENT).values(**event)))


def timers(connection: Connection, now: int, policy: Policy) -> Iterator[Suspect]:
    """Every timer has a live lane: a case that exists, and a lane that is not put off for ever."""
    orphans = connection.execute(
        sa.select(TIMER.c.kind, TIMER.c.subject)
        .outerjoin(CASE, CASE.c.number == TIMER.c.subject)
        .where(CASE.c.number.is_(None), TIMER.c.kind.not_in(OF_A_CHAT))
        .limit(MANY)
    ).all()
    for row in orphans:
        gone = sa.delete(TIMER).where(TIMER.c.kind == row.kind, TIMER.c.subject == row.subject)
        yield Suspect("dead_timer", row.subject, (gone,))
    put_off = LANE.c.not_before > now + LONGEST_BACK_OFF
    stuck = len(connection.execute(sa.select(LANE.c.id).where(put_off).limit(MANY)).all())
    if stuck:
        yield Suspect("stuck_lane", str(stuck), (sa.update(LANE).where(put_off).values(not_before=now, tries=0),))
    late = sa.select(TIMER.c.kind, TIMER.c.subject).where(TIMER.c.due_at < now - policy.late_after)
    for row in connection.execute(late.order_by(TIMER.c.due_at).limit(MANY)):
        yield Suspect("late_timer", row.subject)


def outbox(connection: Connection, now: int, policy: Policy) -> Iterator[Suspect]:
    """Every row that waits has a future try, and soon; every other row has an end that we know."""
    never = sa.and_(OUTBOX.c.status == PENDING, OUTBOX.c.due_at > now + LONGEST_TRY)
    for ident in _ids(connection, never):
        yield Suspect("row_without_a_try", ident, (_row(ident).values(due_at=now),))
    for ident in _ids(connection, sa.and_(OUTBOX.c.done_at.is_(None), OUTBOX.c.status.not_in(STATES))):
        yield Suspect("row_without_a_state", ident, (_row(ident).values(status="pending", due_at=now),))
    boat = OUTBOX.alias("boat")
    sails = sa.exists().where(boat.c.id == OUTBOX.c.rides_on, boat.c.status == PENDING)
    for ident in _ids(connection, sa.and_(OUTBOX.c.status == ABOARD, ~sails)):
        back = _row(ident).values(status="pending", rides_on=None, due_at=now)
        yield Suspect("rider_left_behind", ident, (back,))
    late = sa.and_(OUTBOX.c.status == PENDING, OUTBOX.c.due_at < now - policy.late_after)
    for ident in _ids(connection, late):
        yield Suspect("late_row", ident)


def _ids(connection: Connection, which: sa.ColumnElement[bool]) -> list[str]:
    return list(connection.scalars(sa.select(OUTBOX.c.id).where(which).limit(MANY)))


def _row(ident: str) -> sa.Update:
    return sa.update(OUTBOX).where(OUTBOX.c.id == ident)


def inbox(connection: Connection, now: int, policy: Policy) -> Iterator[Suspect]:
    late = sa.select(INBOX.c.id).where(INBOX.c.done_at.is_(None), INBOX.c.heard < now - policy.late_after)
    for ident in connection.scalars(late.order_by(INBOX.c.rank, INBOX.c.seq).limit(MANY)):
        yield Suspect("late_event", ident)
