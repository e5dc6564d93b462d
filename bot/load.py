"""The first third of a turn: which lanes have something to do, and everything their handlers may see."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.asking import Among, ask
from bot.directory import Places
from bot.field import Field, shifts
from bot.parse import read_event
from bot.rows import BINDING, CASE, CODE, INBOX, LANE, MESSAGE, PERSON, TIMER, read_case, read_person
from bot.staffing import attendance
from bot.store import Store
from handlers.events import INNER, AnyEvent, FieldActed, Fired, Redeemed, Said, Sent, Strange, Tapped, Unsent
from handlers.lane import Code, Known, Lane, World
from handlers.officer import addressed
from handlers.postback import Assistance, Finished, OnDuty, PassOn, Step, TakeCase
from handlers.words import Word, code, command
from models.case import Case, CaseStatus
from models.changed import replace
from models.people import Binding, Officer, Person
from models.policy import Policy
from routing.route import route

ROWS_A_LANE = 20
_inner: msgspec.json.Decoder[INNER] = msgspec.json.Decoder(INNER)


class Pending(msgspec.Struct, frozen=True):
    """One thing to handle: an inbox row (`seq`) or a due timer (`seq` None)."""

    event: AnyEvent
    seq: int | None


@dataclass(frozen=True, slots=True)
class Batch:
    """The lanes of one turn, what each has waiting in order, and the world around them."""

    world: World
    around: Field
    lanes: Mapping[str, Lane] = field(default_factory=dict)
    pending: Mapping[str, list[Pending]] = field(default_factory=dict)
    tries: Mapping[str, int] = field(default_factory=dict)


def due_lanes(connection: Connection, now: int, most: int) -> list[str]:
    """Lanes with something pending, the most urgent first; lanes that back off wait."""
    found = [*ask(connection, _WAITING, now=now, more=most * 4), *ask(connection, _DUE, now=now, most=most)]
    return list(dict.fromkeys(row.lane for row in found))[:most]


# Statements that never change are built once: at every turn that would cost as much as running them.
_READY = sa.func.coalesce(LANE.c.not_before, 0) <= sa.bindparam("now", type_=sa.BigInteger)
_WAITING = (
    sa.select(INBOX.c.lane)
    .outerjoin(LANE, LANE.c.id == INBOX.c.lane)
    .where(INBOX.c.done_at.is_(None), _READY)
    .order_by(INBOX.c.rank, INBOX.c.seq)
    .limit(sa.bindparam("more", type_=sa.Integer))
)
_DUE = (
    sa.select(TIMER.c.lane)
    .outerjoin(LANE, LANE.c.id == TIMER.c.lane)
    .where(TIMER.c.due_at <= sa.bindparam("now", type_=sa.BigInteger), _READY)
    .order_by(TIMER.c.due_at)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_TRIED = sa.select(LANE.c.id, LANE.c.tries).where(Among(LANE.c.id, "lanes"))
_PENDING = (
    sa.select(INBOX.c.seq, INBOX.c.id, INBOX.c.lane, INBOX.c.kind, INBOX.c.at, INBOX.c.heard, INBOX.c.body)
    .where(Among(INBOX.c.lane, "lanes"), INBOX.c.done_at.is_(None))
    .order_by(INBOX.c.seq)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_TIMERS = sa.select(TIMER).where(
    Among(TIMER.c.lane, "lanes"), TIMER.c.due_at <= sa.bindparam("now", type_=sa.BigInteger)
)
_KNOWN_PEOPLE = sa.select(PERSON.c.user, PERSON.c.name, PERSON.c.lang, PERSON.c.state).where(
    Among(PERSON.c.user, "users")
)
_LIVE_CASES = sa.select(CASE.c.lane, CASE.c.state).where(
    Among(CASE.c.lane, "lanes"),
    sa.or_(
        CASE.c.status != CaseStatus.CLOSED.value, CASE.c.last_heard > sa.bindparam("reopen_from", type_=sa.BigInteger)
    ),
)
_ACTIVE = sa.select(BINDING).where(Among(BINDING.c.to, "asked"), BINDING.c.active)


def locked(
    store: Store, connection: Connection, lanes: Iterable[str], most: int, *, wait: bool = False
) -> dict[str, int]:
    """The lanes that are ours for this transaction, at most `most`, with the tries of each.

    On SQLite the writer has them all. On PostgreSQL the lock is an advisory one of the transaction, so that a lane
    needs no row of its own (docs/adr/0005): who comes second leaves the lane to the first, or waits when told to.
    """
    names = list(lanes)
    if not names:
        return {}
    if not store.is_sqlite:
        names = _taken(connection, names, most, wait=wait)
    tried = {row.id: row.tries for row in ask(connection, _TRIED, lanes=names)}
    return {lane: tried.get(lane, 0) for lane in names[:most]}


def _taken(connection: Connection, names: list[str], most: int, *, wait: bool) -> list[str]:
    if wait:
        for name in sorted(names):
            connection.execute(_WAIT, {"name": name})
        return names
    return [row.lane for row in connection.execute(_TAKE, {"names": names, "most": most})]


# MATERIALIZED: the locks are tried in the order of urgency, and no further than the limit.
_TAKE = sa.text(
    "WITH one AS MATERIALIZED (SELECT lane, place FROM unnest(cast(:names AS text[])) WITH ORDINALITY AS u(lane, place)"
    " ORDER BY place) SELECT lane FROM one WHERE pg_try_advisory_xact_lock(hashtextextended(lane, 0)) LIMIT :most"
)
_WAIT = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def load(connection: Connection, now: int, policy: Policy, places: Places, tries: Mapping[str, int]) -> Batch:
    """One query per table for all lanes of the batch."""
    names = list(tries)
    pending = _pending(connection, now, names)
    events = [p.event for waiting in pending.values() for p in waiting]
    people, cases = _people(connection, names), _cases(connection, now, policy, names)
    lanes = {name: Lane(name, people.get(name), cases.get(name, {})) for name in names}
    around = Field(connection, now)
    return Batch(_world(connection, now, policy, places, events, around), around, lanes, pending, tries)


def _waiting(connection: Connection, lanes: list[str]) -> list[Any]:
    """One query for all lanes; each by itself when one of them floods the others out of it."""
    most = ROWS_A_LANE * max(4, len(lanes))
    rows = ask(connection, _PENDING, lanes=lanes, most=most)
    if len(rows) < most:
        return rows
    return [row for lane in lanes for row in ask(connection, _PENDING, lanes=[lane], most=ROWS_A_LANE)]


def _pending(connection: Connection, now: int, lanes: list[str]) -> dict[str, list[Pending]]:
    found: dict[str, list[Pending]] = defaultdict(list)
    for row in _waiting(connection, lanes):
        if len(found[row.lane]) < ROWS_A_LANE:
            found[row.lane].append(Pending(_event(row), row.seq))
    timers = ask(connection, _TIMERS, lanes=lanes, now=now)
    for timer in timers:
        fired = Fired(
            id=f"{timer.kind}:{timer.subject}:{timer.due_at}",
            at=timer.due_at,
            heard=timer.due_at,
            kind=timer.kind,
            subject=timer.subject,
        )
        found[timer.lane].append(Pending(fired, None))
    for waiting in found.values():
        waiting.sort(key=lambda p: (p.event.heard, p.seq or 0))
    return found


def _event(row: Any) -> AnyEvent:
    if row.kind == "inner":
        return _inner.decode(row.body)
    if row.kind == "strange":
        return Strange(id=row.id, at=row.at, heard=row.heard, kind="body")
    return read_event(row.id, row.at, row.heard, row.body)


def _people(connection: Connection, lanes: list[str]) -> dict[str, Person]:
    users = [lane.removeprefix("user:") for lane in lanes if lane.startswith("user:")]
    if not users:
        return {}
    rows = ask(connection, _KNOWN_PEOPLE, users=users)
    known = {f"user:{row.user}": _person(row) for row in rows}
    return {f"user:{user}": known.get(f"user:{user}") or Person(user) for user in users}


def _person(row: Row[Any]) -> Person:
    """The name is written by the profile fetch, beside the state."""
    person = read_person(row.state)
    lang = person.lang if person.chose_lang else row.lang
    return replace(person, name=row.name, lang=lang)


def _cases(connection: Connection, now: int, policy: Policy, lanes: list[str]) -> dict[str, dict[str, Case]]:
    rows = ask(connection, _LIVE_CASES, lanes=lanes, reopen_from=now - policy.reopen_for)
    found: dict[str, dict[str, Case]] = defaultdict(dict)
    for row in rows:
        case = read_case(row.state)
        found[row.lane][case.number] = case
    return found


def _world(
    connection: Connection, now: int, policy: Policy, places: Places, events: list[AnyEvent], around: Field
) -> World:
    desk = attendance(connection, now, policy)
    officers, groups = _bindings(connection, events)
    duties = _duties(connection, events, officers)
    return World(
        now=now,
        policy=policy,
        directory=places.directory,
        route=partial(_route, places),
        reach=around.reach,
        staffed=desk.staffed,
        seen=desk.seen,
        officers=officers,
        groups=groups,
        known=_known(connection, events, {c.number for held in duties.values() for c in held}),
        duties=duties,
        shifts=shifts(connection, _asking_shifts(events, officers), now),
        codes=_codes(connection, events),
        contents=_contents(connection, events),
    )


def _route(places: Places, report: Any, now: int) -> Any:
    return route(report, places.directory, places.atlas, now)


def _bindings(connection: Connection, events: list[AnyEvent]) -> tuple[dict[str, Officer], dict[str, Binding]]:
    """Officers are only asked for where an event could be theirs: a button of an alert, a list of duties, a group."""
    asked = {e.user for e in events if isinstance(e, Tapped | Said | Sent | Redeemed | FieldActed) and e.user}
    asked |= {e.group for e in events if e.group}
    asked |= {e.subject for e in events if isinstance(e, Fired)}
    if not asked:
        return {}, {}
    rows = ask(connection, _ACTIVE, asked=list(asked))
    officers = {r.to: Officer(r.to, r.name, r.office) for r in rows if not r.group}
    groups = {r.to: Binding(to=r.to, office=r.office, group=True, name=r.name, lang=r.lang) for r in rows if r.group}
    return officers, groups


def _known(connection: Connection, events: list[AnyEvent], also: set[str]) -> dict[str, Known]:
    taps = (e.tap for e in events if isinstance(e, Tapped))
    numbers = {tap.number for tap in taps if isinstance(tap, TakeCase | PassOn | Step | Finished | Assistance)}
    numbers |= {number for e in events if isinstance(e, Said) and (number := addressed(e.text)[0])}
    numbers |= also
    if not numbers:
        return {}
    rows = connection.execute(sa.select(CASE.c.number, CASE.c.lane).where(CASE.c.number.in_(numbers)))
    return {row.number: Known(row.lane, frozenset()) for row in rows}


def _duties(
    connection: Connection, events: list[AnyEvent], officers: Mapping[str, Officer]
) -> dict[str, tuple[Case, ...]]:
    """The cases of officers who say or send something: it may belong to one of them."""
    asking = {e.user for e in events if e.user in officers and isinstance(e, Tapped | Said | Sent)}
    if not asking:
        return {}
    rows = connection.execute(
        sa.select(CASE.c.responder, CASE.c.state)
        .where(CASE.c.responder.in_(asking), CASE.c.status != "closed")
        .limit(50)
    )
    found: dict[str, tuple[Case, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.responder] += (read_case(row.state),)
    return found


def _asking_shifts(events: list[AnyEvent], officers: Mapping[str, Officer]) -> dict[str, str]:
    asking = (e.user for e in events if e.user in officers and _asks_shift(e))
    return {user: officers[user].office for user in asking if user}


def _asks_shift(event: AnyEvent) -> bool:
    if isinstance(event, Tapped):
        return isinstance(event.tap, OnDuty)
    return isinstance(event, Said) and command(event.text) is Word.ON_DUTY


def code_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _codes(connection: Connection, events: list[AnyEvent]) -> dict[str, Code]:
    """Binding codes by their text (in a person's lane) and by their hash (in the office's lane)."""
    typed = {text: code_hash(text) for e in events if isinstance(e, Said) and (text := code(e.text))}
    hashes = {*typed.values(), *(e.code for e in events if isinstance(e, Redeemed))}
    if not hashes:
        return {}
    rows = connection.execute(sa.select(CODE).where(CODE.c.hash.in_(hashes)))
    by_hash = {r.hash: Code(r.hash, r.office, r.group, r.expires_at, r.used_by is not None) for r in rows}
    return {**by_hash, **{text: by_hash[h] for text, h in typed.items() if h in by_hash}}


def _contents(connection: Connection, events: list[AnyEvent]) -> dict[str, str]:
    asked = {e.line_id for e in events if isinstance(e, Unsent)}
    if not asked:
        return {}
    rows = connection.execute(sa.select(MESSAGE.c.line_id, MESSAGE.c.content).where(MESSAGE.c.line_id.in_(asked)))
    return {row.line_id: row.content for row in rows if row.content}
