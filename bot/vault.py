"""Files at rest: AES-256-GCM in chunks, so that neither writing nor reading needs the whole file in memory.

Each chunk is sealed under nonce = 8 random bytes of the file + its 4-byte number; the last chunk is marked in the
associated data, so that a file cut short is noticed
(the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 64 * 1024
TAG = 16
MAGIC = b"ESS1"
HEADER = len(MAGIC) + 8


class DamagedFileError(Exception):
    """The file is not ours, was changed, or was cut short."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a finished file is: its size in bytes and the SHA-256 of the plain bytes, in hex."""

    size: int
    sha256: str


class Vault:
    """A folder of encrypted files by name; the name is a content id and never a path."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(key)

    def path(self, name: str) -> Path:
        safe = hashlib.sha256(name.encode()).hexdigest()
        return self._folder / safe[:2] / safe

    def writer(self, name: str) -> "Writer":
        """Takes bytes piece by piece; nothing appears under the name before `finish()`."""
        return Writer(self.path(name), self._cipher)

    def read(self, name: str) -> Iterator[bytes]:
        """The plain bytes, chunk by chunk; FileNotFoundError or DamagedFileError before a wrong byte is given out."""
        with self.path(name).open("rb") as file:
            yield from _chunks(file, self._cipher)

    def erase(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)


class Writer:
    """Encrypts as it goes; `finish()` makes the file durable under its name, `abandon()` leaves nothing, also while
    another thread still writes.
    """

    def __init__(self, path: Path, cipher: AESGCM) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._part = path.with_suffix(f".{os.urandom(4).hex()}.part")
        self._file = self._part.open("wb")
        self._cipher = cipher
        self._nonce = os.urandom(8)
        self._number = 0
        self._held = b""
        self._hash = hashlib.sha256()
        self._size = 0
        self._lock = threading.Lock()
        self._file.write(MAGIC + self._nonce)

    @property
    def size(self) -> int:
        return self._size

    def write(self, data: bytes) -> None:
        with self._lock:
            self._hash.update(data)
            self._size += len(data)
            held, at = self._held + data, 0
            while len(held) - at > CHUNK:
                self._seal(held[at : at + CHUNK], last=False)
                at += CHUNK
            self._held = held[at:]

    def finish(self) -> Stored:
        with self._lock:
            self._seal(self._held, last=True)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self._path)
            return Stored(self._size, self._hash.hexdigest())

    def abandon(self) -> None:
        with self._lock:
            self._file.close()
            self._part.unlink(missing_ok=True)

    def _seal(self, data: bytes, *, last: bool) -> None:
        nonce = self._nonce + self._number.to_bytes(4)
        self._file.write(self._cipher.encrypt(nonce, data, b"last" if last else b"more"))
        self._number += 1


def sealed(path: Path, key: bytes) -> Writer:
    """A single file outside the vault, in the same form."""
    return Writer(path, AESGCM(key))


def unsealed(path: Path, key: bytes) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _chunks(file, AESGCM(key))


def _chunks(file: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    header = file.read(HEADER)
    if len(header) != HEADER or header[:4] != MAGIC:
        raise DamagedFileError("not a file of this vault")
    number, sealed = 0, file.read(CHUNK + TAG)
    while sealed:
        after = file.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(header[4:] + number.to_bytes(4), sealed, b"more" if after else b"last")
        except InvalidTag:
            raise DamagedFileError(f"chunk {number} is not what was written") from None
        number, sealed = number + 1, after
    if number == 0:
        raise DamagedFileError("cut short")
