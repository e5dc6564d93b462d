"""A lane whose event fails: it waits longer each time, and at last goes on without that event."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.decided import Decided
from bot.rows import INBOX, LANE, TIMER
from bot.store import Store
from bot.unsent import was_taken_back
from models.times import MINUTE

BACK_OFF = 500
LONGEST_BACK_OFF = 10


def set_back(store: Store, connection: Connection, lane: str, now: int, tries: int) -> None:
    """The lane waits, longer with every try, some eight minutes at most; after none not at all."""
    wait = now + BACK_OFF * 2 ** min(tries, LONGEST_BACK_OFF) if tries else 0
    connection.execute(store.upsert(LANE), [{"id": lane, "tries": tries, "not_before": wait}])


def park(store: Store, connection: Connection, decided: Decided, now: int) -> None:
    """Back off, or after the last try keep the event whole for an operator and let the lane go on."""
    lane, failed = decided.after.id, decided.failed
    set_back(store, connection, lane, now, 0 if decided.parked else decided.tries + 1)
    if not decided.parked or failed is None:
        return
    if failed.seq is not None:
        values: dict[str, Any] = {"done_at": now, "parked": True}
        if was_taken_back(decided.after.person, failed.event):
            values["body"] = b""
        connection.execute(sa.update(INBOX).where(INBOX.c.seq == failed.seq).values(**values))
    else:
        # A timer is never given up: "every open case has a future step". It comes again in a minute.
        late = sa.and_(TIMER.c.lane == lane, TIMER.c.due_at <= failed.event.at)
        connection.execute(sa.update(TIMER).where(late).values(due_at=now + MINUTE))
