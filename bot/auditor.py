"""The auditor: a second pair of eyes that takes nobody's word. Every open case has a future step, every row of the
outbox a future try, every timer a live lane. It repairs what it can and raises the rest to people.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.notices import notice_row
from bot.riding import RIDING
from bot.rows import CASE, CASE_EVENT, INBOX, LANE, MARK, OUTBOX, PATH, TIMER, read_case
from bot.store import Store
from bot.superseding import SUPERSEDED
from handlers.climbing import climbing
from handlers.effects import Notify
from handlers.timers import OF_A_CHAT, Timer
from models.case import Case, CaseStatus
from models.field import SUPERVISOR, Path, PathKind
from models.incident import Priority
from models.policy import Ladder, Policy
from models.times import DAY, HOUR, MINUTE

MARKED = "auditor"
# What the auditor can find, and whether it repairs it: the proof breaks each of them on purpose.
KINDS = {
    "no_return": True,
    "no_consent": True,
    "not_raised": True,
    "no_review": True,
    "no_ladder": True,
    "no_lease": True,
    "no_clock": True,
    "no_heartbeat": True,
    "far_step": True,
    "stray_timer": True,
    "dead_timer": True,
    "late_timer": False,
    "stuck_lane": True,
    "row_without_a_try": True,
    "row_without_a_state": True,
    "rider_left_behind": True,
    "late_row": False,
    "late_event": False,
}
LONGEST_TRY = DAY
# The longest night between two duty hours: a long weekend.
CLOSED = 5 * DAY
LONGEST_BACK_OFF = 20 * MINUTE
STATES = ("pending", "held", "sent", "dropped", "expired", "refused", "opened", "cancelled", SUPERSEDED, RIDING)
ALIVE = (CaseStatus.OPEN.value, CaseStatus.UNREACHABLE.value, CaseStatus.CLOSING.value)
MANY = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it must be. `subject` is a case number, a row's id, a lane's kind; never a person's words."""

    kind: str
    subject: str
    repaired: bool


def finding(kind: str, subject: str) -> Finding:
    return Finding(kind, subject, KINDS[kind])


@dataclass(frozen=True, slots=True)
class Audit:
    """One look. All is well when nothing is left that the auditor could not repair."""

    at: int
    findings: tuple[Finding, ...]

    @property
    def well(self) -> bool:
        return all(f.repaired for f in self.findings)


def audit(store: Store, policy: Policy, now: int) -> Audit:
    """Looks at everything, repairs in the same transaction, and leaves its findings for the desk and `ess doctor`."""

    def work(connection: Connection) -> Audit:
        store.alone(connection, "audit")
        found = Audit(
            now,
            (
                *_cases(store, connection, now, policy),
                *_timers(connection, now, policy),
                *_outbox(connection, now, policy),
                *_inbox(connection, now, policy),
            ),
        )
        _raise(store, connection, found)
        return found

    return store.write(work)


def last_audit(connection: Connection) -> Audit | None:
    value = connection.scalar(sa.select(MARK.c.value).where(MARK.c.name == MARKED))
    if value is None:
        return None
    known = orjson.loads(value)
    return Audit(known["at"], tuple(Finding(*f) for f in known["findings"]))


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


def _cases(store: Store, connection: Connection, now: int, policy: Policy) -> Iterator[Finding]:
    """Every open case has a future step, near enough and in its own lane."""
    after = ""
    while True:
        rows = connection.execute(
            sa.select(CASE.c.number, CASE.c.lane, CASE.c.state)
            .where(CASE.c.status.in_(ALIVE), CASE.c.number > after)
            .order_by(CASE.c.number)
            .limit(MANY)
        ).all()
        if not rows:
            return
        after = rows[-1].number
        timers: dict[str, dict[str, Any]] = defaultdict(dict)
        numbers = [r.number for r in rows]
        for t in connection.execute(sa.select(TIMER).where(TIMER.c.subject.in_(numbers))):
            timers[t.subject][t.kind] = t
        for row in rows:
            known = timers[row.number]
            case = read_case(row.state)
            for kind, wanted in steps(case):
                if not any(w in known for w in wanted):
                    made = {"kind": wanted[0], "subject": row.number, "lane": row.lane, "due_at": now}
                    connection.execute(store.insert(TIMER).on_conflict_do_nothing(), [made])
                    yield _noted(connection, now, kind, row.number)
            strays = [k for k, timer in known.items() if timer.lane != row.lane]
            if strays:
                mine = sa.and_(TIMER.c.subject == row.number, TIMER.c.kind.in_(strays))
                connection.execute(sa.update(TIMER).where(mine).values(lane=row.lane, due_at=now))
                yield _noted(connection, now, "stray_timer", row.number)
            far = [k for k, timer in known.items() if timer.due_at > now + longest(policy, case, k)]
            if far:
                mine = sa.and_(TIMER.c.subject == row.number, TIMER.c.kind.in_(far))
                connection.execute(sa.update(TIMER).where(mine).values(due_at=now))
                yield _noted(connection, now, "far_step", row.number)


def _noted(connection: Connection, now: int, kind: str, number: str) -> Finding:
    """A repair stands in the case's own log."""
    data = orjson.dumps({"what": kind})
    event = {"case_number": number, "at": now, "kind": "auditor_repaired", "actor": "", "data": data}
    connection.execute(sa.insert(CASE_EVENT), [event])
    return finding(kind, number)


def _timers(connection: Connection, now: int, policy: Policy) -> Iterator[Finding]:
    """Every timer has a live lane: a case that exists, and a lane that is not put off for ever."""
    orphans = connection.execute(
        sa.select(TIMER.c.kind, TIMER.c.subject)
        .outerjoin(CASE, CASE.c.number == TIMER.c.subject)
        .where(CASE.c.number.is_(None), TIMER.c.kind.not_in(OF_A_CHAT))
        .limit(MANY)
    ).all()
    for row in orphans:
        connection.execute(sa.delete(TIMER).where(TIMER.c.kind == row.kind, TIMER.c.subject == row.subject))
        yield finding("dead_timer", row.subject)
    put_off = sa.and_(LANE.c.not_before > now + LONGEST_BACK_OFF)
    stuck = connection.execute(sa.update(LANE).where(put_off).values(not_before=now, tries=0)).rowcount
    if stuck:
        yield finding("stuck_lane", str(stuck))
    late = sa.select(TIMER.c.kind, TIMER.c.subject).where(TIMER.c.due_at < now - policy.late_after)
    for row in connection.execute(late.order_by(TIMER.c.due_at).limit(MANY)):
        yield finding("late_timer", row.subject)


def _outbox(connection: Connection, now: int, policy: Policy) -> Iterator[Finding]:
    """Every row that waits has a future try, and soon; every other row has an end that we know."""
    never = sa.and_(OUTBOX.c.status == "pending", OUTBOX.c.due_at > now + LONGEST_TRY)
    for ident in connection.scalars(sa.select(OUTBOX.c.id).where(never).limit(MANY)).all():
        connection.execute(sa.update(OUTBOX).where(OUTBOX.c.id == ident).values(due_at=now))
        yield finding("row_without_a_try", ident)
    strange = sa.and_(OUTBOX.c.status.not_in(STATES), OUTBOX.c.done_at.is_(None))
    for ident in connection.scalars(sa.select(OUTBOX.c.id).where(strange).limit(MANY)).all():
        connection.execute(sa.update(OUTBOX).where(OUTBOX.c.id == ident).values(status="pending", due_at=now))
        yield finding("row_without_a_state", ident)
    boat = OUTBOX.alias("boat")
    sails = sa.exists().where(boat.c.id == OUTBOX.c.rides_on, boat.c.status == "pending")
    stranded = sa.and_(OUTBOX.c.status == RIDING, ~sails)
    for ident in connection.scalars(sa.select(OUTBOX.c.id).where(stranded).limit(MANY)).all():
        back = sa.update(OUTBOX).where(OUTBOX.c.id == ident)
        connection.execute(back.values(status="pending", rides_on=None, due_at=now))
        yield finding("rider_left_behind", ident)
    late = sa.select(OUTBOX.c.id).where(OUTBOX.c.status == "pending", OUTBOX.c.due_at < now - policy.late_after)
    for ident in connection.scalars(late.order_by(OUTBOX.c.due_at).limit(MANY)).all():
        yield finding("late_row", ident)


def _inbox(connection: Connection, now: int, policy: Policy) -> Iterator[Finding]:
    late = sa.select(INBOX.c.id).where(INBOX.c.done_at.is_(None), INBOX.c.heard < now - policy.late_after)
    for ident in connection.scalars(late.order_by(INBOX.c.seq).limit(MANY)).all():
        yield finding("late_event", ident)


def _raise(store: Store, connection: Connection, found: Audit) -> None:
    """Kept for the desk; the supervisors hear of what is left, at most once an hour."""
    known = connection.scalar(sa.select(MARK.c.value).where(MARK.c.name == MARKED))
    told = orjson.loads(known).get("told", 0) if known else 0
    left = sorted({f.kind for f in found.findings if not f.repaired})
    if left and found.at - told >= HOUR:
        told = found.at
        rows: list[dict[str, Any]] = []
        for r in connection.execute(sa.select(PATH).where(PATH.c.active, PATH.c.owner == SUPERVISOR)):
            notify = Notify(SUPERVISOR, "auditor", f"auditor:{found.at}", note=", ".join(left))
            rows.append(notice_row(found.at, notify, Path(r.id, r.owner, PathKind(r.kind), r.name)))
        if rows:
            connection.execute(sa.insert(OUTBOX), rows)
    value = {"at": found.at, "told": told, "findings": [[f.kind, f.subject, f.repaired] for f in found.findings[:MANY]]}
    connection.execute(store.upsert(MARK), [{"name": MARKED, "value": orjson.dumps(value).decode()}])
