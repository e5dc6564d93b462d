"""The first third of a turn: everything that the handlers of its lanes may see."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.asking import Among, ask
from bot.codes import code_hash
from bot.directory import Places
from bot.field import Field, shifts
from bot.pending import Pending, waiting_in
from bot.rows import BINDING, CASE, CODE, MESSAGE, NOT_CLOSED, PERSON, read_case, read_person
from bot.staffing import attendance
from handlers.events import AnyEvent, FieldActed, Fired, Redeemed, Said, Sent, Tapped, Unsent
from handlers.lane import Code, Lane, World
from handlers.officer import addressed
from handlers.postback import Assistance, Finished, OnDuty, PassOn, Step, TakeCase
from handlers.words import Word, code, command
from models.case import Case, CaseStatus
from models.changed import replace
from models.people import Binding, Officer, Person
from models.policy import Policy
from models.report import Report
from routing.route import Route, route


@dataclass(frozen=True, slots=True)
class Batch:
    """The lanes of one turn, what each has waiting in order, and the world around them."""

    world: World
    around: Field
    lanes: Mapping[str, Lane] = field(default_factory=dict)
    pending: Mapping[str, list[Pending]] = field(default_factory=dict)
    tries: Mapping[str, int] = field(default_factory=dict)


# Statements that never change are built once: at every turn that would cost as much as running them.
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


def load(connection: Connection, now: int, policy: Policy, places: Places, tries: Mapping[str, int]) -> Batch:
    """One query per table for all lanes of the batch."""
    names = list(tries)
    pending = waiting_in(connection, now, names)
    events = [p.event for waiting in pending.values() for p in waiting]
    people, cases = _people(connection, names), _cases(connection, now, policy, names)
    lanes = {name: Lane(name, people.get(name), cases.get(name, {})) for name in names}
    around = Field(connection, now)
    return Batch(_world(connection, now, policy, places, events, around), around, lanes, pending, tries)


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


def _route(places: Places, report: Report, now: int) -> Route:
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


def _known(connection: Connection, events: list[AnyEvent], also: set[str]) -> dict[str, str]:
    taps = (e.tap for e in events if isinstance(e, Tapped))
    numbers = {tap.number for tap in taps if isinstance(tap, TakeCase | PassOn | Step | Finished | Assistance)}
    numbers |= {number for e in events if isinstance(e, Said) and (number := addressed(e.text)[0])}
    numbers |= also
    if not numbers:
        return {}
    rows = connection.execute(sa.select(CASE.c.number, CASE.c.lane).where(CASE.c.number.in_(numbers)))
    return {row.number: row.lane for row in rows}


def _duties(
    connection: Connection, events: list[AnyEvent], officers: Mapping[str, Officer]
) -> dict[str, tuple[Case, ...]]:
    """The cases of officers who say or send something: it may belong to one of them."""
    asking = {e.user for e in events if e.user in officers and isinstance(e, Tapped | Said | Sent)}
    if not asking:
        return {}
    rows = connection.execute(
        sa.select(CASE.c.responder, CASE.c.state).where(CASE.c.responder.in_(asking), NOT_CLOSED).limit(50)
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
