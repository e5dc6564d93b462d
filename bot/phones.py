"""Links from an officer's 1:1 card to the case page: one tap binds one phone to one session (`phone_session`)."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import BINDING, PHONE_LINK, SESSION
from models.policy import Policy


@dataclass(frozen=True, slots=True)
class Bound:
    """Whom a link let in, and for what."""

    officer: str
    name: str
    office: str
    number: str


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_link(now: int, policy: Policy, officer: str, number: str) -> tuple[str, dict[str, Any]]:
    """A token of 256 random bits and its row. The office is the officer's own at the moment of use."""
    token = secrets.token_urlsafe(32)
    row = {
        "hash": digest(token),
        "officer": officer,
        "number": number,
        "office": "",
        "made_at": now,
        "expires_at": now + policy.phone_link_lives,
        "used_at": None,
    }
    return token, row


def spend(connection: Connection, token: str, now: int) -> Bound | None:
    """Once, in time, and only while the officer is still bound to an office."""
    mine = sa.and_(PHONE_LINK.c.hash == digest(token), PHONE_LINK.c.used_at.is_(None), PHONE_LINK.c.expires_at > now)
    officer = sa.and_(BINDING.c.to == PHONE_LINK.c.officer, BINDING.c.active, sa.not_(BINDING.c.group))
    found = connection.execute(
        sa.select(PHONE_LINK.c.officer, PHONE_LINK.c.number, BINDING.c.name, BINDING.c.office)
        .join(BINDING, officer)
        .where(mine)
    ).one_or_none()
    if found is None:
        return None
    used = sa.update(PHONE_LINK).where(mine).values(used_at=now, office=found.office)
    if connection.execute(used).rowcount != 1:
        return None
    return Bound(found.officer, found.name, found.office, found.number)


def alive(connection: Connection, token: str, now: int) -> bool:
    """Whether a tap on the page's button would let in. Looking spends nothing: link scanners look."""
    query = sa.select(PHONE_LINK.c.hash).where(
        PHONE_LINK.c.hash == digest(token), PHONE_LINK.c.used_at.is_(None), PHONE_LINK.c.expires_at > now
    )
    return connection.execute(query).first() is not None


def user_of(officer: str) -> str:
    """The console's name of a LINE user: not their LINE id, which would show in every log."""
    return f"line:{hashlib.sha256(officer.encode()).hexdigest()[:10]}"


def revoke(connection: Connection, officer: str) -> None:
    """Who is unbound reads no case any more: links not yet used are worth nothing, and the phone's session ends."""
    connection.execute(sa.delete(PHONE_LINK).where(PHONE_LINK.c.officer == officer, PHONE_LINK.c.used_at.is_(None)))
    connection.execute(sa.delete(SESSION).where(SESSION.c.user == user_of(officer)))
