"""Readiness drills: a silent test alert with one tap, weekly for each destination that nothing real has proved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.field import everybody, rotas
from bot.notices import notice_row
from bot.outgoing import BACKGROUND, row
from bot.readiness import fail
from bot.render import render
from bot.rows import BINDING, OUTBOX, READINESS
from bot.store import Store
from handlers.effects import Notify
from handlers.screens import Drill
from models.field import SUPERVISOR, Destination, Reach, Scope
from models.policy import Policy
from models.times import DAY, HOUR
from routing.duty import ranks
from routing.province import provinces

DRILL = "drill"
MONTH = 30 * DAY
SHIFT_BEGINS = HOUR
# How many destinations are asked, or turn red, in one transaction.
PIECE = 50


class Light(StrEnum):
    """green: confirmed lately; asked: waits for its answer; due: not proved lately; red: did not answer."""

    GREEN = "green"
    ASKED = "asked"
    DUE = "due"
    RED = "red"


@dataclass(frozen=True, slots=True)
class DestinationState:
    """One destination on the board. Times and the delay of the last answer in ms."""

    name: str
    group: bool
    on_duty: bool
    light: Light
    confirmed_at: int | None
    asked_at: int | None
    delay: int | None
    failures: int


@dataclass(frozen=True, slots=True)
class OfficeState:
    """One province on the board; an office without destinations or paths is reached by 1300's telephone only."""

    office: str
    name_th: str
    name_en: str
    destinations: tuple[DestinationState, ...]
    paths: int
    on_duty: int

    @property
    def light(self) -> Light | None:
        """The best of its destinations on duty; None where there is nobody."""
        here = [d.light for d in self.destinations if d.on_duty]
        return min(here, key=list(Light).index, default=None)


def board(connection: Connection, policy: Policy, now: int) -> tuple[OfficeState, ...]:
    """All 77 provinces, in the order of their codes."""
    reached = everybody(connection, now)
    known = {r.to: r for r in connection.execute(sa.select(READINESS))}
    bound: dict[str, list[Any]] = {}
    for binding in connection.execute(sa.select(BINDING).where(BINDING.c.active).order_by(BINDING.c.bound_at)):
        bound.setdefault(binding.office, []).append(binding)
    found = []
    for code, province in provinces().items():
        here = {d.to for d in reached.get(code, Reach()).destinations}
        states = tuple(state_of(b, known.get(b.to), here, policy, now) for b in bound.get(code, []))
        on_duty = sum(1 for s in states if s.on_duty and not s.group)
        paths = len(reached.get(code, Reach()).paths)
        found.append(OfficeState(code, province.name_th, province.name_en, states, paths, on_duty))
    return tuple(found)


def state_of(binding: Row[Any], ready: Row[Any] | None, here: set[str], policy: Policy, now: int) -> DestinationState:
    confirmed = ready.confirmed_at if ready else None
    asked = ready.asked_at if ready else None
    if ready and ready.red_since is not None:
        light = Light.RED
    elif confirmed is not None and confirmed > now - policy.drill_every - policy.drill_answer:
        light = Light.GREEN
    else:
        light = Light.ASKED if asked is not None and (confirmed is None or asked > confirmed) else Light.DUE
    return DestinationState(
        binding.name,
        binding.group,
        binding.to in here,
        light,
        confirmed,
        asked,
        ready.delay if ready else None,
        ready.failures if ready else 0,
    )


def drill(store: Store, policy: Policy, now: int) -> int:
    """Asks who is due and turns red who did not answer; supervisors hear of a new red one. How many were asked.

    It looks beside the others, and writes only where something is due. Whoever has been asked, has answered or was
    unbound since that look is left for the next one: another replica may have looked at the same moment.
    """
    with store.read() as connection:
        reached = everybody(connection, now)
        known = {r.to: r for r in connection.execute(sa.select(READINESS))}
        late = list(_unanswered(reached, known, policy, now))
        due = list(_due(connection, reached, known, policy, now))
    bosses = reached.get(SUPERVISOR, Reach()).paths

    def turn_red(connection: Connection, piece: list[Destination]) -> int:
        red = [to for to in _as_seen(store, connection, piece, known) if fail(store, connection, now, to.to)]
        told = [Notify(SUPERVISOR, "red", f"red:{to.to}:{now}", note=to.office) for to in red]
        rows = [notice_row(now, each, path) for each in told for path in bosses]
        if rows:
            connection.execute(sa.insert(OUTBOX), rows)
        return len(red)

    def ask(connection: Connection, piece: list[Destination]) -> int:
        asked = _as_seen(store, connection, piece, known)
        if asked:
            fresh = {"confirmed_at": None, "delay": None, "failures": 0, "red_since": None}
            marks = [{"to": to.to, "asked_at": now, **fresh} for to in asked]
            connection.execute(store.upsert(READINESS, "asked_at"), marks)
            connection.execute(sa.insert(OUTBOX), [drawn[to.to] for to in asked])
        return len(asked)

    for piece in _pieces(late):
        store.write(partial(turn_red, piece=piece))
    asked = 0
    for piece in _pieces(due):
        drawn = {to.to: drill_row(now, to) for to in piece}
        asked += store.write(partial(ask, piece=piece))
    return asked


def _pieces(found: list[Destination]) -> Iterator[list[Destination]]:
    return (found[first : first + PIECE] for first in range(0, len(found), PIECE))


def _as_seen(
    store: Store, connection: Connection, piece: list[Destination], known: Mapping[str, Any]
) -> list[Destination]:
    """Those of whom nothing has changed since the look; nobody else drills until the commit."""
    store.alone(connection, "drill")
    names = [to.to for to in piece]
    bound = set(connection.scalars(sa.select(BINDING.c.to).where(BINDING.c.to.in_(names), BINDING.c.active)))
    now_known = {r.to: r for r in connection.execute(sa.select(READINESS).where(READINESS.c.to.in_(names)))}
    return [to for to in piece if to.to in bound and now_known.get(to.to) == known.get(to.to)]


def drill_row(now: int, to: Destination) -> dict[str, Any]:
    """Silent, the last of everything, and worthless after an hour."""
    made = row(now, DRILL, to.to, render((Drill(to.office),), to.lang), BACKGROUND, silent=True, vital=True)
    return {**made, "office": to.office, "recipients": to.members, "expires_at": now + HOUR}


def _due(
    connection: Connection, reached: Mapping[str, Reach], known: Mapping[str, Any], policy: Policy, now: int
) -> Iterator[Destination]:
    begun = _begun(connection, reached, now) if policy.drill_at_shift else frozenset()
    for office, reach in sorted(reached.items()):
        if office == SUPERVISOR:
            continue
        for to in reach.of(Scope.ALL):
            last = known.get(to.to)
            seen = max(last.asked_at or 0, last.confirmed_at or 0) if last else 0
            if seen <= now - policy.drill_every or (to.to in begun and seen <= now - SHIFT_BEGINS):
                yield to


def _begun(connection: Connection, reached: Mapping[str, Reach], now: int) -> frozenset[str]:
    """Officers on duty now who were not an hour ago."""
    rota = rotas(connection)
    found: set[str] = set()
    for office, lines in rota.items():
        officers = [d.to for d in reached.get(office, Reach()).destinations if not d.group]
        found |= set(officers) - ranks(lines, officers, now - SHIFT_BEGINS).keys()
    return frozenset(found)


def _unanswered(
    reached: Mapping[str, Reach], known: Mapping[str, Any], policy: Policy, now: int
) -> Iterator[Destination]:
    for to in (to for reach in reached.values() for to in reach.destinations):
        last = known.get(to.to)
        if last is None or last.asked_at is None or last.red_since is not None:
            continue
        waits = last.confirmed_at is None or last.confirmed_at < last.asked_at
        if waits and last.asked_at <= now - policy.drill_answer:
            yield to


def cost_a_month(store: Store, policy: Policy) -> int:
    """Recipients that LINE would count for drills in a month, if nothing real ever confirmed a destination."""
    with store.read() as connection:
        members = connection.scalar(sa.select(sa.func.sum(BINDING.c.members)).where(BINDING.c.active)) or 0
        shifts = sum(map(len, rotas(connection).values())) if policy.drill_at_shift else 0
    return round(members * MONTH / policy.drill_every) + shifts * 30
