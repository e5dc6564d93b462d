"""Users of the console: passwords and the second step. How often somebody may try is `throttle.py`."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import pyotp
import sqlalchemy as sa
from pwdlib import PasswordHash
from sqlalchemy.engine import Connection

from bot.ledger import enter
from bot.rows import SESSION, USER
from bot.store import Store
from console import presence, sessions
from console.sessions import digest
from models.people import Role

HASHER = PasswordHash.recommended()
SHORTEST_PASSWORD = 10
STEP_SECONDS = 30


class SignInProblem(StrEnum):
    """Why somebody was not let in. A wrong name and a wrong password are told apart to nobody."""

    WRONG = "wrong"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Account:
    """One user, as the administrator's page lists them."""

    name: str
    role: Role
    province: str | None
    active: bool
    two_steps: bool
    sessions: int


class WeakPasswordError(ValueError):
    """The password is too short."""


@cache
def decoy() -> str:
    """Something to verify against when there is no such user, so that both answers take the same time."""
    return HASHER.hash(secrets.token_urlsafe(16))


class Doorkeeper:
    """Checks names, passwords and codes. Hashing takes some 170 ms of a thread: call it from a plain `def` route."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def let_in(self, name: str, password: str, code: str, now: int) -> SignInProblem | str:
        """A new session's token, or why there is none."""
        with self.store.read() as connection:
            user = connection.execute(sa.select(USER).where(USER.c.name == name)).one_or_none()
        spare = decoy()
        right = HASHER.verify(password, user.password if user is not None and user.active else spare)
        if user is None or not user.active or not right:
            return SignInProblem.WRONG  # and nothing is written: a slower answer would say that there is such a user
        step = second_step(user, code, now)
        if step is None:
            return SignInProblem.CODE
        return self.store.write(lambda c: open_session(c, name, step, now) or SignInProblem.CODE)


@dataclass(frozen=True, slots=True)
class Step:
    """A second step that was right: the time step to remember, or the recovery code to strike out."""

    totp: int | None = None
    recovery: str | None = None


def second_step(user: Any, code: str, now: int) -> Step | None:
    """A right code for the user, or an empty step for a user without one. A used time step is never right again."""
    if not user.totp:
        return Step()
    code = "".join(code.split())
    today = now // 1000 // STEP_SECONDS
    for step in (today, today - 1, today + 1):
        expected = pyotp.TOTP(user.totp).at(step * STEP_SECONDS)
        if step > user.totp_step and secrets.compare_digest(expected.encode(), code.encode()):
            return Step(totp=step)
    hashed = digest(code.lower())
    return Step(recovery=hashed) if hashed in user.recovery.split() else None


def open_session(connection: Connection, name: str, step: Step, now: int) -> str | None:
    """A session for a user whose step still holds; None when the same code was used a moment before."""
    if step.totp is not None:
        fresh = sa.and_(USER.c.name == name, USER.c.totp_step < step.totp)
        if connection.execute(USER.update().where(fresh).values(totp_step=step.totp)).rowcount != 1:
            return None
    if step.recovery is not None:
        left = (connection.scalar(sa.select(USER.c.recovery).where(USER.c.name == name)) or "").split()
        if step.recovery not in left:
            return None
        left.remove(step.recovery)
        connection.execute(USER.update().where(USER.c.name == name).values(recovery=" ".join(left)))
    sessions.sweep(connection, now)
    presence.back(connection, name)
    return sessions.begin(connection, name, now)


def checked(password: str) -> str:
    """The hash of a password that is long enough (NIST SP 800-63B: length, no rules about characters)."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPasswordError
    return HASHER.hash(password)


def add_user(
    store: Store, name: str, role: Role, password: str, now: int, *, province: str | None = None, by: str = "ess"
) -> None:
    """Adds a user, or gives an existing one this role and password. Their open sessions end."""
    hashed = checked(password)

    def work(connection: Connection) -> None:
        fresh: dict[str, Any] = {
            "role": role.value,
            "province": province,
            "password": hashed,
            "active": True,
        }
        new = store.insert(USER).values(
            name=name, totp=None, totp_step=0, recovery="", failures=0, locked_until=0, **fresh
        )
        connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=fresh))
        sessions.end_all(connection, name)
        enter(connection, now, by, f"user {role}: {name}")

    store.write(work)


def set_active(connection: Connection, name: str, *, active: bool, by: str, now: int) -> None:
    """Lets a user in again, or shuts them out at once: their sessions end in the same commit."""
    connection.execute(USER.update().where(USER.c.name == name).values(active=active))
    if not active:
        sessions.end_all(connection, name)
        presence.leave(connection, name)
    enter(connection, now, by, f"user {'activated' if active else 'deactivated'}: {name}")


def sign_out_everywhere(connection: Connection, name: str, *, by: str, now: int) -> None:
    sessions.end_all(connection, name)
    presence.leave(connection, name)
    enter(connection, now, by, f"sessions revoked: {name}")


def accounts(connection: Connection, now: int) -> tuple[Account, ...]:
    """Every user by name, with the number of their open sessions (a small table: people who work here)."""
    open_ones = sa.select(sa.func.count()).where(SESSION.c.user == USER.c.name, sessions.alive(now)).scalar_subquery()
    query = sa.select(USER, open_ones.label("open_sessions")).order_by(USER.c.active.desc(), USER.c.name)
    return tuple(
        Account(r.name, Role(r.role), r.province, r.active, bool(r.totp), r.open_sessions)
        for r in connection.execute(query)
    )


def colleagues(connection: Connection) -> tuple[str, ...]:
    """Who can be given a conversation: everyone active who is not an officer."""
    query = sa.select(USER.c.name).where(USER.c.active, USER.c.role != Role.OFFICER.value).order_by(USER.c.name)
    return tuple(connection.scalars(query))
