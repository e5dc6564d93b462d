"""Where signed bodies wait when the database is away: one sealed file for each group of bodies, on disk before the 200.

A file appears under its name only when it is whole (write, fsync, rename, fsync of the folder), so nothing is ever half
stored. It is sealed with the data key (AES-256-GCM): what people write is never plain on this disk either.
"""

import hmac
import itertools
import logging
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

log = logging.getLogger("ess.spool")
FORM = b"ess spool 1"
NONCE = 12
_decode = msgspec.msgpack.Decoder(list[tuple[int, bytes]])


@dataclass(frozen=True, slots=True)
class Spooled:
    """One signed body and when it was heard (ms)."""

    heard: int
    body: bytes


def on_one_disk(one: Path, other: Path) -> bool:
    """Two folders that exist."""
    return one.stat().st_dev == other.stat().st_dev


class Spool:
    """A folder of groups, oldest first. Every method but `waits` touches the disk and may raise OSError."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        self._cipher = AESGCM(key)
        self._number = itertools.count()
        self._lock = threading.Lock()
        self._us = f"{os.getpid():x}-{os.urandom(3).hex()}"
        self.waits = any(folder.glob("*.spool"))

    def put(self, group: Iterable[Spooled]) -> None:
        """Durable when it returns."""
        bodies = [(each.heard, each.body) for each in group]
        nonce = os.urandom(NONCE)
        data = nonce + self._cipher.encrypt(nonce, msgspec.msgpack.encode(bodies), FORM)
        with self._lock:
            self._write(f"{bodies[0][0]:015d}-{self._us}-{next(self._number):09d}.spool", data)
            self.waits = True

    def oldest(self) -> Path | None:
        """The group that comes next; replicas of one machine may share the folder."""
        with self._lock:
            found = min(self._folder.glob("*.spool"), default=None)
            self.waits = found is not None
        return found

    def read(self, path: Path) -> list[Spooled]:
        """The bodies of a group. What cannot be read is set aside under another name for a person to look at."""
        data = path.read_bytes()
        try:
            plain = self._cipher.decrypt(data[:NONCE], data[NONCE:], FORM)
            return [Spooled(heard, body) for heard, body in _decode.decode(plain)]
        except (InvalidTag, ValueError):
            log.critical("a spooled file cannot be read and is set aside", extra={"file": path.name})
            path.rename(path.with_suffix(".damaged"))
            return []

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def first(self, user: str, now: int, within: int) -> bool:
        """Whether this person is told something for the first time in `within` ms, by all who share the folder."""
        name = hmac.digest(self._key, user.encode(), "sha256").hex()[:32]
        path = self._folder / f"{name}.told"
        try:
            told = int(path.read_text())
        except FileNotFoundError:
            told = -within
        if now - told < within:
            return False
        # Who is quicker writes it; the other one reads it then.
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._folder / f"{name}.{self._us}.part"
        part.write_text(str(now))
        try:
            if told < 0:
                os.link(part, path)
            else:
                part.replace(path)
        except FileExistsError:
            return False
        finally:
            part.unlink(missing_ok=True)
        return True

    def probe(self) -> None:
        """Proves that a body could be stored now."""
        name = f"probe-{self._us}"
        self._write(name, b"ready")
        (self._folder / name).unlink(missing_ok=True)

    def _write(self, name: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._folder / f"{name}.part"
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.rename(self._folder / name)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
