"""One office as its page shows it: who is bound, codes still open, its rota, and what is changed there."""

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot import phones
from bot.drills import DestinationState, state_of
from bot.field import everybody
from bot.ledger import enter
from bot.rows import AUDIT, BINDING, CASE, CODE, DUTY, NOT_CLOSED, OUTBOX, READINESS
from models.field import DutyKind, DutyLine, Reach
from models.policy import Policy

FEW = 5


@dataclass(frozen=True, slots=True)
class Bound:
    """A destination of an office. `handle` stands for its LINE id, which no page shows; `holds` are open cases."""

    handle: str
    to: str
    bound_at: int
    state: DestinationState
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenCode:
    """A one-time code that nobody has used yet; the code itself is known to nobody any more."""

    group: bool
    expires_at: int


@dataclass(frozen=True, slots=True)
class RotaLine:
    """A line of the rota under its number; `name` is the officer's, empty when they are bound no more."""

    seq: int
    line: DutyLine
    name: str


def handle(to: str) -> str:
    return hashlib.sha256(to.encode()).hexdigest()[:16]


def bound(connection: Connection, office: str, policy: Policy, now: int) -> tuple[Bound, ...]:
    reached = {d.to for d in everybody(connection, now).get(office, Reach()).destinations}
    rows = connection.execute(_active(office).order_by(BINDING.c.bound_at)).all()
    ready = {r.to: r for r in connection.execute(sa.select(READINESS).where(READINESS.c.to.in_([r.to for r in rows])))}
    return tuple(
        Bound(
            handle(r.to), r.to, r.bound_at, state_of(r, ready.get(r.to), reached, policy, now), _held(connection, r.to)
        )
        for r in rows
    )


def _active(office: str) -> sa.Select[Any]:
    return sa.select(BINDING).where(BINDING.c.office == office, BINDING.c.active)


def _held(connection: Connection, officer: str) -> tuple[str, ...]:
    query = sa.select(CASE.c.number).where(NOT_CLOSED, CASE.c.responder == officer).limit(FEW)
    return tuple(connection.scalars(query))


def codes(connection: Connection, office: str, now: int) -> tuple[OpenCode, ...]:
    query = sa.select(CODE).where(CODE.c.office == office, CODE.c.used_by.is_(None), CODE.c.expires_at > now)
    return tuple(OpenCode(r.group, r.expires_at) for r in connection.execute(query.order_by(CODE.c.expires_at)))


def rota(connection: Connection, office: str) -> tuple[RotaLine, ...]:
    query = sa.select(DUTY, BINDING.c.name).outerjoin(
        BINDING, sa.and_(BINDING.c.to == DUTY.c.officer, BINDING.c.active)
    )
    return tuple(
        RotaLine(
            r.seq, DutyLine(r.office, r.officer, DutyKind(r.kind), r.rank, r.hours, r.since, r.until), r.name or ""
        )
        for r in connection.execute(query.where(DUTY.c.office == office).order_by(DUTY.c.seq))
    )


def unbind(connection: Connection, office: str, which: str, now: int, actor: str) -> bool:
    """No alert goes there any more, and its links to case pages are worth nothing; what it holds stays with it."""
    found = next((r for r in connection.execute(_active(office)) if handle(r.to) == which), None)
    if found is None:
        return False
    connection.execute(sa.update(BINDING).where(BINDING.c.to == found.to).values(active=False))
    phones.revoke(connection, found.to)
    enter(connection, now, actor, f"destination unbound: {office}", name=found.name, group=found.group)
    return True


def add_duty(connection: Connection, line: DutyLine, now: int, actor: str) -> None:
    values = {name: getattr(line, name) for name in ("office", "officer", "rank", "hours", "since", "until")}
    connection.execute(sa.insert(DUTY), [{**values, "kind": line.kind.value}])
    enter(connection, now, actor, f"duty added: {line.office}", after=line)


def remove_duty(connection: Connection, office: str, seq: int, now: int, actor: str) -> bool:
    known = next((each for each in rota(connection, office) if each.seq == seq), None)
    if known is None:
        return False
    connection.execute(sa.delete(DUTY).where(DUTY.c.seq == seq))
    enter(connection, now, actor, f"duty removed: {office}", before=known.line)
    return True


def outcome(connection: Connection, row: str) -> tuple[str, str] | None:
    """What became of a row of the outbox, and why: how a path's test ended."""
    found = connection.execute(sa.select(OUTBOX.c.status, OUTBOX.c.why).where(OUTBOX.c.id == row)).one_or_none()
    return (found.status, found.why or "") if found else None


@dataclass(frozen=True, slots=True)
class OfficeChange:
    """A line of an office's history: a key of the catalogues' group `office-event`."""

    at: int
    actor: str
    what: str


def recent(connection: Connection, office: str, most: int = 10) -> tuple[OfficeChange, ...]:
    """The latest changes of an office's codes, destinations and rota."""
    whats = [f"{what}: {office}" for what in ("code made", "destination unbound", "duty added", "duty removed")]
    query = sa.select(AUDIT.c.at, AUDIT.c.actor, AUDIT.c.what).where(AUDIT.c.what.in_(whats))
    found = connection.execute(query.order_by(AUDIT.c.seq.desc()).limit(most))
    return tuple(OfficeChange(r.at, r.actor, r.what.partition(":")[0].replace(" ", "-")) for r in found)
