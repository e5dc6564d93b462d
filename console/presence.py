"""Who is here and which case they look at: one row a user, written by the heartbeat every 15 seconds."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import CASE, PRESENCE
from bot.store import Store
from console.audience import Audience

HEARTBEAT = 15


def beat(
    store: Store, connection: Connection, audience: Audience, user: str, *, number: str | None, now: int
) -> frozenset[str]:
    """Writes the heartbeat; returns the cases whose onlookers have changed."""
    if number:
        number = connection.scalar(sa.select(CASE.c.number).where(CASE.c.number == number, audience.sees()))
    before = connection.scalar(sa.select(PRESENCE.c.case_number).where(PRESENCE.c.user == user))
    connection.execute(store.upsert(PRESENCE).values(user=user, at=now, case_number=number))
    return frozenset(n for n in (before, number) if n and before != number)


def leave(connection: Connection, user: str) -> None:
    connection.execute(PRESENCE.delete().where(PRESENCE.c.user == user))
