"""Who is here and which case they look at: one row a user, written by the heartbeat every 15 seconds."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import CASE, PRESENCE, REST
from bot.store import Store
from console.audience import Audience
from models.times import SECOND

HEARTBEAT = 15


@dataclass(frozen=True, slots=True)
class Beat:
    """The cases whose onlookers have changed, and whether the user was not here before."""

    changed: frozenset[str]
    arrived: bool


def beat(store: Store, connection: Connection, audience: Audience, user: str, *, number: str | None, now: int) -> Beat:
    """Writes the heartbeat."""
    if number:
        number = connection.scalar(sa.select(CASE.c.number).where(CASE.c.number == number, audience.sees()))
    old = connection.execute(sa.select(PRESENCE.c.at, PRESENCE.c.case_number).where(PRESENCE.c.user == user)).first()
    before = old.case_number if old else None
    connection.execute(store.upsert(PRESENCE).values(user=user, at=now, case_number=number))
    changed = frozenset(n for n in (before, number) if n and before != number)
    return Beat(changed, arrived=old is None or old.at < now - 2 * HEARTBEAT * SECOND)


def back(connection: Connection, user: str) -> None:
    """Their break, if any, is over."""
    connection.execute(REST.delete().where(REST.c.user == user))


def leave(connection: Connection, user: str) -> None:
    """They are gone: neither present nor on a break, and what they hold runs out with its lease."""
    connection.execute(PRESENCE.delete().where(PRESENCE.c.user == user))
    back(connection, user)
