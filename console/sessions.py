"""Who is signed in: an opaque token in a cookie, its SHA-256 in the database."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from starlette.datastructures import URL
from starlette.responses import Response

from bot.rows import SESSION, USER
from handlers.commands import Actor
from models.people import Role
from models.times import HOUR, MINUTE

# An open console sends its heartbeat while nobody touches it: a quiet night must not end in a log-in page when the
# alarm should sound. So "idle" means that no browser has asked for half an hour, and a shift is the absolute limit.
IDLE = 30 * MINUTE
ABSOLUTE = 13 * HOUR
SEEN_EVERY = MINUTE

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A user with a live session."""

    name: str
    role: Role
    province: str | None
    session: str
    seen_at: int

    @property
    def actor(self) -> Actor:
        return Actor(self.name, self.role, self.province)

    @property
    def supervises(self) -> bool:
        return self.role in {Role.SUPERVISOR, Role.ADMIN}


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin(connection: Connection, user: str, now: int, until: int | None = None) -> str:
    """A new session's token: 256 random bits, kept nowhere but in the browser. `until`: an officer's bound phone."""
    token = secrets.token_urlsafe(32)
    connection.execute(SESSION.insert().values(hash=digest(token), user=user, made_at=now, seen_at=now, until=until))
    return token


def alive(now: int) -> sa.ColumnElement[bool]:
    signed = sa.and_(SESSION.c.until.is_(None), SESSION.c.seen_at > now - IDLE, SESSION.c.made_at > now - ABSOLUTE)
    return sa.or_(signed, SESSION.c.until > now)


def signed_in(connection: Connection, token: str, now: int) -> SignedIn | None:
    query = (
        sa.select(USER.c.name, USER.c.role, USER.c.province, SESSION.c.hash, SESSION.c.seen_at)
        .join(USER, USER.c.name == SESSION.c.user)
        .where(SESSION.c.hash == digest(token), USER.c.active, alive(now))
    )
    row = connection.execute(query).one_or_none()
    return SignedIn(row.name, Role(row.role), row.province, row.hash, row.seen_at) if row else None


def still_alive(connection: Connection, hashes: Collection[str], now: int) -> frozenset[str]:
    """Which of these sessions still hold: the live stream asks, so that a revoked one ends within seconds."""
    query = (
        sa.select(SESSION.c.hash)
        .join(USER, USER.c.name == SESSION.c.user)
        .where(SESSION.c.hash.in_(hashes), USER.c.active, alive(now))
    )
    return frozenset(connection.scalars(query))


def seen(connection: Connection, session: str, now: int) -> None:
    connection.execute(SESSION.update().where(SESSION.c.hash == session).values(seen_at=now))


def end(connection: Connection, session: str) -> None:
    connection.execute(SESSION.delete().where(SESSION.c.hash == session))


def end_all(connection: Connection, user: str, *, but: str = "") -> None:
    connection.execute(SESSION.delete().where(SESSION.c.user == user, SESSION.c.hash != but))


def sweep(connection: Connection, now: int) -> None:
    """Sessions past their limits leave the table."""
    connection.execute(SESSION.delete().where(sa.not_(alive(now))))


def is_plain(url: URL) -> bool:
    """Whether this is http on the machine itself, where a `__Host-` cookie (https only) cannot be set."""
    return url.scheme == "http" and (url.hostname or "") in LOOPBACK


def cookie_name(url: URL) -> str:
    return "ess-session" if is_plain(url) else "__Host-ess-session"


def give_cookie(response: Response, url: URL, token: str) -> None:
    options: dict[str, Any] = {"httponly": True, "samesite": "lax", "path": "/", "secure": not is_plain(url)}
    response.set_cookie(cookie_name(url), token, max_age=ABSOLUTE // 1000, **options)


def take_cookie(response: Response, url: URL) -> None:
    response.delete_cookie(cookie_name(url), path="/", httponly=True, samesite="lax", secure=not is_plain(url))
