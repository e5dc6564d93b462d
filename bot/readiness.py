"""Whether destinations answer: who has confirmed what lately, and who is red."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import READINESS
from bot.store import Store


def confirm(store: Store, connection: Connection, now: int, confirmed: Iterable[str]) -> None:
    """An acknowledgement of a drill or of a real alert: the destination is green again."""
    for to in dict.fromkeys(confirmed):
        asked = connection.scalar(sa.select(READINESS.c.asked_at).where(READINESS.c.to == to))
        last = connection.scalar(sa.select(READINESS.c.confirmed_at).where(READINESS.c.to == to))
        answers = asked is not None and (last is None or last < asked)
        values = {"to": to, "confirmed_at": now, "failures": 0, "red_since": None}
        delay = {"delay": now - asked} if answers and asked is not None else {}
        fresh = {"asked_at": None, "delay": None, **values, **delay}
        statement = store.upsert(READINESS, *(c for c in (values | delay) if c != "to"))
        connection.execute(statement, [fresh])


def fail(store: Store, connection: Connection, now: int, to: str) -> bool:
    """A drill without an answer, or a push that cannot arrive. True when the destination turns red by it."""
    row = connection.execute(sa.select(READINESS).where(READINESS.c.to == to)).one_or_none()
    turns = row is None or row.red_since is None
    values = {
        "to": to,
        "asked_at": row.asked_at if row else None,
        "confirmed_at": row.confirmed_at if row else None,
        "delay": row.delay if row else None,
        "failures": (row.failures if row else 0) + 1,
        "red_since": now if turns or row is None else row.red_since,
    }
    connection.execute(store.upsert(READINESS), [values])
    return turns
