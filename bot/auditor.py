"""The auditor: a second pair of eyes that takes nobody's word for what must hold (bot/invariants.py). It repairs what
it can and raises the rest to people.

It looks beside the others and holds nobody up: events and turns wait for the database's one writer only while something
is put right, and then for a few cases at a time.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from bot.clock import Clock
from bot.invariants import Suspect, cases, inbox, living, outbox, timers
from bot.notices import notice_row
from bot.pending import locked
from bot.rows import CASE, MARK, OUTBOX, PATH
from bot.store import Store
from handlers.effects import Notify
from models.field import SUPERVISOR, Path, PathKind
from models.policy import Policy
from models.times import HOUR

log = logging.getLogger("ess.auditor")
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
    "unreadable_case": False,
}
# How many cases are looked at, or put right, in one transaction.
PIECE = 100
MOST_TOLD = 500


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


def audit(store: Store, policy: Policy, clock: Clock, rest: Callable[[], object] = lambda: None) -> Audit:
    """Looks at everything, looks again at what seems wrong while nobody else can change it, repairs that, and leaves
    its findings for the desk and `ess doctor`. `rest` is called between pieces, and ends it by raising.
    """
    wrong: list[str] = []
    with store.read() as connection:
        alive = living(connection)
    for numbers in pieces(alive):
        with store.snapshot() as connection:
            wrong += sorted({each.subject for each in cases(connection, clock.now(), policy, numbers)})
        rest()
    found: list[Finding] = []
    for numbers in pieces(wrong):
        try:
            found += _put_right(store, clock, policy, numbers)
        except OperationalError as e:  # a lane that is busy for long: the next look finds it again
            log.warning("the auditor could not repair", extra={"error": type(e).__name__})
        rest()
    with store.snapshot() as connection:
        others = tuple(_others(connection, clock.now(), policy))

    def end(connection: Connection) -> Audit:
        store.alone(connection, "audit")
        now = clock.now()
        if any(KINDS[each.kind] for each in others):
            found.extend(_mended(connection, _others(connection, now, policy)))
        else:
            found.extend(finding(each.kind, each.subject) for each in others)
        audited = Audit(now, tuple(found))
        _raise(store, connection, audited)
        return audited

    return store.write(end)


def pieces(numbers: list[str]) -> Iterator[list[str]]:
    return (numbers[first : first + PIECE] for first in range(0, len(numbers), PIECE))


def _put_right(store: Store, clock: Clock, policy: Policy, numbers: list[str]) -> list[Finding]:
    """These cases are looked at once more, their lanes held: what a turn was just about to do is no finding."""

    def work(connection: Connection) -> list[Finding]:
        store.alone(connection, "audit")
        lanes = connection.scalars(sa.select(CASE.c.lane).where(CASE.c.number.in_(numbers)).distinct()).all()
        locked(store, connection, lanes, len(lanes), wait=True)
        return list(_mended(connection, cases(connection, clock.now(), policy, numbers)))

    return store.write(work)


def _others(connection: Connection, now: int, policy: Policy) -> Iterator[Suspect]:
    yield from timers(connection, now, policy)
    yield from outbox(connection, now, policy)
    yield from inbox(connection, now, policy)


def _mended(connection: Connection, suspects: Iterator[Suspect]) -> Iterator[Finding]:
    for each in list(suspects):
        for mend in each.mends:
            connection.execute(mend)
        yield finding(each.kind, each.subject)


def last_audit(connection: Connection) -> Audit | None:
    value = connection.scalar(sa.select(MARK.c.value).where(MARK.c.name == MARKED))
    if value is None:
        return None
    known = orjson.loads(value)
    return Audit(known["at"], tuple(Finding(*f) for f in known["findings"]))


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
    value = {
        "at": found.at,
        "told": told,
        "findings": [[f.kind, f.subject, f.repaired] for f in found.findings[:MOST_TOLD]],
    }
    connection.execute(store.upsert(MARK), [{"name": MARKED, "value": orjson.dumps(value).decode()}])
