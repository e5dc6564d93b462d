"""Small secrets at rest: addresses of paths, sealed under the data key with AES-256-GCM."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class UnreadableSecretError(Exception):
    """Sealed under another key, for another use, or changed."""


def seal(key: bytes, use: str, text: str) -> bytes:
    """`use` (the row's own id) is bound in: a sealed value moved to another row cannot be opened there."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), use.encode())


def unseal(key: bytes, use: str, sealed: bytes) -> str:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], use.encode()).decode()
    except (InvalidTag, ValueError) as e:
        raise UnreadableSecretError(use) from e


def signing_key(key: bytes, use: str) -> bytes:
    """A key of its own for each use, so that a signature for one is none for another."""
    return hmac.new(key, f"ess:{use}".encode(), hashlib.sha256).digest()
