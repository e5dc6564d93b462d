"""Every look at a case or a file of it is recorded, and supervisors read the record on the case's page."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import LOOK
from models.times import MINUTE

# A page that refreshes itself is one look: the next line is written when a quarter of an hour has passed.
ONE_LOOK = 15 * MINUTE
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked at what (`case`, or `file:` and its content id), and when (ms)."""

    at: int
    user: str
    what: str


def is_new(connection: Connection, user: str, number: str | None, what: str, now: int) -> bool:
    """Whether this look is to be recorded; `number` is None for what belongs to no case."""
    recent = sa.select(LOOK.c.seq).where(
        LOOK.c.case_number == number, LOOK.c.user == user, LOOK.c.what == what, LOOK.c.at > now - ONE_LOOK
    )
    return connection.execute(recent.limit(1)).first() is None


def record(connection: Connection, user: str, number: str | None, what: str, now: int) -> None:
    connection.execute(LOOK.insert().values(at=now, user=user, case_number=number, what=what))


def looks(connection: Connection, number: str) -> tuple[Look, ...]:
    """The newest looks at a case, newest first."""
    query = sa.select(LOOK.c.at, LOOK.c.user, LOOK.c.what).where(LOOK.c.case_number == number)
    return tuple(Look(*r) for r in connection.execute(query.order_by(LOOK.c.seq.desc()).limit(SHOWN)))
