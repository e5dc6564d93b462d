"""Who is at 1300 now: an open console, nobody on a break, and no officer who reads a case on a phone."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.asking import ask
from bot.rows import CASE, NOT_CLOSED, PRESENCE, REST, USER
from models.case import CaseStatus
from models.people import Role
from models.policy import Policy
from models.times import MINUTE

PRESENT_FOR = 5 * MINUTE
# What an operator may ask for, in minutes.
BREAKS = (5, 15, 30, 60)

_SEEN = (
    sa.select(PRESENCE.c.user, PRESENCE.c.at, USER.c.role, REST.c.since, REST.c.until)
    .outerjoin(USER, USER.c.name == PRESENCE.c.user)
    .outerjoin(REST, REST.c.user == PRESENCE.c.user)
    .where(PRESENCE.c.at > sa.bindparam("since", type_=sa.BigInteger))
)
_ROLL = (
    sa.select(USER.c.name, REST.c.until)
    .outerjoin(PRESENCE, PRESENCE.c.user == USER.c.name)
    .outerjoin(REST, REST.c.user == USER.c.name)
    .where(USER.c.active, USER.c.role != Role.OFFICER.value)
    .where(
        sa.or_(
            PRESENCE.c.at > sa.bindparam("from", type_=sa.BigInteger),
            REST.c.until > sa.bindparam("now", type_=sa.BigInteger),
        )
    )
    .order_by(USER.c.name)
)

# Without first words of a human.
_UNANSWERED = (
    sa.select(CASE.c.number)
    .where(NOT_CLOSED, CASE.c.status == CaseStatus.OPEN.value, CASE.c.answered_at.is_(None))
    .limit(sa.bindparam("most", type_=sa.Integer))
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Whether 1300 is present, and each console's last sign of life (ms). A break has none: leases run out in it."""

    staffed: bool
    seen: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of 1300. `until` is the end of their break in ms, None while they are present."""

    name: str
    until: int | None = None


def attendance(connection: Connection, now: int, policy: Policy) -> Attendance:
    staffed, seen = False, {}
    for row in ask(connection, _SEEN, since=now - PRESENT_FOR):
        resting = row.until is not None and row.until > now
        seen[row.user] = min(row.at, row.since) if resting else row.at
        staffed |= not resting and row.role != Role.OFFICER and row.at > now - policy.operator_away
    return Attendance(staffed, seen)


def is_busy(connection: Connection, policy: Policy) -> bool:
    """Whether more reports wait for a human's first words than the policy calls many. Of the open ones it reads
    as many as it must to know.
    """
    waiting = connection.execute(_UNANSWERED, {"most": policy.many_waiting + 1}).all()
    return len(waiting) > policy.many_waiting


def roll(connection: Connection, now: int, policy: Policy) -> tuple[Colleague, ...]:
    """Who is present, then who is on a break and until when, each by name."""
    rows = connection.execute(_ROLL, {"from": now - policy.operator_away, "now": now})
    found = [Colleague(r.name, r.until if r.until is not None and r.until > now else None) for r in rows]
    return tuple(sorted(found, key=lambda each: each.until is not None))


def resting(connection: Connection, user: str) -> int | None:
    """The end (ms) of a break that its owner has not ended yet; it may have passed."""
    return connection.scalar(sa.select(REST.c.until).where(REST.c.user == user))
