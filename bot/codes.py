"""One-time binding codes: made for an office, shown once, kept only as a SHA-256."""

import hashlib
import secrets

import sqlalchemy as sa

from bot.clock import Clock
from bot.rows import CODE
from bot.store import Store
from handlers.words import CODE_ALPHABET, CODE_LENGTH
from models.policy import Policy


def new_code(store: Store, clock: Clock, policy: Policy, office: str, *, group: bool) -> str:
    """Ten characters that bind one person (or, with `group`, one group) to the office while `code_lives` lasts."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    row = {
        "hash": code_hash(code),
        "office": office,
        "group": group,
        "expires_at": clock.now() + policy.code_lives,
        "used_by": None,
    }
    store.write(lambda c: c.execute(sa.insert(CODE), [row]))
    return code


def code_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
