"""What a user does to their own account: a new password, and the second step on and off. Each needs the password."""

import re
import secrets
from dataclasses import dataclass
from typing import Any

import pyotp
import segno
import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.engine import Connection

from bot.ledger import enter
from bot.rows import USER
from bot.store import Store
from console import sessions
from console.accounts import HASHER, Step, checked, second_step
from console.sessions import SignedIn, digest

ISSUER = "ESS Help Me"
RECOVERY_CODES = 10
OURS = re.compile("[A-Z2-7]{32}")  # base32 (RFC 4648) of twenty bytes


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for an authenticator app: to scan, and to type where there is no camera."""

    secret: str
    picture: Markup

    @property
    def spelled(self) -> str:
        return " ".join(self.secret[n : n + 4] for n in range(0, len(self.secret), 4))


def offer(name: str, secret: str = "") -> Offer:
    """A new secret, or the one that the form brings back. The picture is drawn here: nobody else may see it."""
    known = secret if OURS.fullmatch(secret) else pyotp.random_base32()
    code = segno.make(pyotp.TOTP(known).provisioning_uri(name=name, issuer_name=ISSUER), error="m")
    return Offer(known, Markup(code.svg_inline(scale=4, border=3, dark="#000", light="#fff")))  # noqa: S704 - our own drawing


def has_second_step(connection: Connection, name: str) -> bool:
    return bool(connection.scalar(sa.select(USER.c.totp).where(USER.c.name == name)))


def knows_password(store: Store, who: SignedIn, password: str) -> Any | None:
    """The user's row when the password is theirs. Takes some 170 ms of a thread."""
    with store.read() as connection:
        user = connection.execute(sa.select(USER).where(USER.c.name == who.name)).one()
    return user if HASHER.verify(password, user.password) else None


def change_password(store: Store, who: SignedIn, password: str, now: int) -> None:
    """A new password; every other session of the user ends. WeakPasswordError when it is too short."""
    hashed = checked(password)

    def work(connection: Connection) -> None:
        connection.execute(USER.update().where(USER.c.name == who.name).values(password=hashed))
        sessions.end_all(connection, who.name, but=who.session)
        enter(connection, now, who.name, f"password changed: {who.name}")

    store.write(work)


def turn_on(store: Store, who: SignedIn, secret: str, code: str, now: int) -> tuple[str, ...]:
    """Ten recovery codes, shown this once; none when the code is not of that secret. Only their hashes are kept."""
    asked = second_step(_Asked(secret), code, now)
    if asked is None or asked.totp is None:
        return ()
    codes = tuple(f"{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _ in range(RECOVERY_CODES))
    hashed = " ".join(digest(each) for each in codes)
    values = {"totp": secret, "totp_step": asked.totp, "recovery": hashed}

    def work(connection: Connection) -> None:
        connection.execute(USER.update().where(USER.c.name == who.name).values(**values))
        sessions.end_all(connection, who.name, but=who.session)
        enter(connection, now, who.name, f"second step on: {who.name}")

    store.write(work)
    return codes


@dataclass(frozen=True, slots=True)
class _Asked:
    """A user as the second step sees them, before anything is stored."""

    totp: str
    totp_step: int = 0
    recovery: str = ""


def turn_off(store: Store, who: SignedIn, step: Step, now: int) -> bool:
    """Whether the second step was on and its code still held; it is then off."""
    mine = USER.c.name == who.name
    fresh = mine if step.totp is None else sa.and_(mine, USER.c.totp_step < step.totp)

    def work(connection: Connection) -> bool:
        off = USER.update().where(fresh, USER.c.totp.is_not(None)).values(totp=None, recovery="")
        if connection.execute(off).rowcount != 1:
            return False
        enter(connection, now, who.name, f"second step off: {who.name}")
        return True

    return store.write(work)
