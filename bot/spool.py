"""Where signed bodies wait when the database is away: one sealed file for each group of bodies, on disk before the 200.

A file appears under its name only when it is whole (write, fsync, rename, fsync of the folder), so nothing is ever half
stored. It is sealed with the data key (AES-256-GCM): what people write is never plain on this disk either.
"""

import hmac
import itertools
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

log = logging.getLogger("ess.spool")
FORM = b"ess spool 1"
NONCE = 12
# What is read before it is stored: a commit's worth, so that whoever writes now waits for moments only.
MOST_READ, MOST_BYTES, LONGEST_READ = 500, 4 * 1024 * 1024, 0.05
# How long (s) a file that the disk does not give or does not let go is left alone.
AGAIN = 60.0
_decode = msgspec.msgpack.Decoder(list[tuple[int, bytes]])


@dataclass(frozen=True, slots=True)
class Spooled:
    """One signed body and when it was heard (ms)."""

    heard: int
    body: bytes


def on_one_disk(one: Path, other: Path) -> bool:
    """Two folders that exist."""
    return one.stat().st_dev == other.stat().st_dev


@dataclass(frozen=True, slots=True)
class Group:
    """The bodies of one file; none when there is nothing to be had from it now."""

    name: str
    bodies: Sequence[Spooled]


class Spool:
    """A folder of groups, oldest first. `put`, `first` and `probe` may raise OSError, from any thread.

    Taking out is one thread's: `look`, then `oldest` and `remove` until all that was seen is used up. One file that
    cannot be read holds up nobody.
    """

    def __init__(self, folder: Path, key: bytes, again: float = AGAIN) -> None:
        self._folder = folder
        self._key = key
        self._again = again
        self._cipher = AESGCM(key)
        self._number = itertools.count()
        self._puts = 0
        self._seen: deque[str] = deque()
        self._left_alone: dict[str, float] = {}
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._told = folder / "told"
        self._swept = 0
        self._us = f"{os.getpid():x}-{os.urandom(3).hex()}"
        self.waits = any(folder.glob("*.spool"))

    @property
    def used_up(self) -> bool:
        """Whether there is nothing left of what `look` has seen."""
        return not self._seen

    def put(self, group: Iterable[Spooled]) -> None:
        """Durable when it returns."""
        bodies = [(each.heard, each.body) for each in group]
        nonce = os.urandom(NONCE)
        data = nonce + self._cipher.encrypt(nonce, msgspec.msgpack.encode(bodies), FORM)
        self._write(f"{bodies[0][0]:015d}-{self._us}-{next(self._number):09d}.spool", data)
        with self._lock:
            self._puts += 1
            self.waits = True

    def look(self) -> bool:
        """Sees what lies there now; whether there is anything. Replicas of one machine may share the folder."""
        puts, now = self._puts, time.monotonic()
        self._left_alone = {name: until for name, until in self._left_alone.items() if until > now}
        try:
            with os.scandir(self._folder) as entries:
                names = [each.name for each in entries if each.name.endswith(".spool")]
        except FileNotFoundError:
            names = []
        except OSError as e:
            log.critical("the folder of the spool cannot be read", extra={"error": type(e).__name__})
            names = []
        self._seen = deque(sorted(name for name in names if name not in self._left_alone))
        with self._lock:
            # What was put meanwhile may not have been seen: it waits.
            self.waits = bool(self._seen) or self._puts != puts
        return bool(self._seen)

    def oldest(self, most: int = MOST_READ) -> list[Group]:
        """The groups that come next of what was seen: about so many bodies, or as many as can be had in a moment, but
        at least one group while there is any. They come again until they are removed.
        """
        until, size = time.monotonic() + LONGEST_READ, 0
        groups: list[Group] = []
        for name in self._seen:
            group = Group(name, self._read(name))
            groups.append(group)
            most -= len(group.bodies)
            size += sum(len(each.body) for each in group.bodies)
            if most <= 0 or size > MOST_BYTES or time.monotonic() > until:
                break
        return groups

    def remove(self, groups: Sequence[Group]) -> None:
        """The first ones of those that were seen: their bodies are stored elsewhere."""
        for group in groups:
            self._seen.remove(group.name)
            if not group.bodies:
                continue
            try:
                (self._folder / group.name).unlink(missing_ok=True)
            except OSError as e:
                self._leave_alone(group.name, e)

    def _read(self, name: str) -> Sequence[Spooled]:
        path = self._folder / name
        try:
            data = path.read_bytes()
            plain = self._cipher.decrypt(data[:NONCE], data[NONCE:], FORM)
            return [Spooled(heard, body) for heard, body in _decode.decode(plain)]
        except FileNotFoundError:
            # Somebody who shares the folder was quicker.
            return ()
        except OSError as e:
            # The disk, or a process without free file handles: the words are not given up, only passed over for now.
            self._leave_alone(name, e)
            return ()
        except (InvalidTag, ValueError):
            log.critical("a spooled file cannot be read and is set aside", extra={"file": name})
            try:
                path.rename(path.with_suffix(".damaged"))
            except OSError as e:
                self._leave_alone(name, e)
            return ()

    def _leave_alone(self, name: str, error: OSError) -> None:
        kind = type(error).__name__
        log.critical("a spooled file is passed over for a minute", extra={"file": name, "error": kind})
        self._left_alone[name] = time.monotonic() + self._again

    def first(self, user: str, now: int, within: int) -> bool:
        """Whether this person is told something for the first time in `within` ms, by all who share the folder.

        A mark is an empty file as old as what was said.
        """
        name = hmac.digest(self._key, user.encode(), "sha256").hex()[:32]
        path, part = self._told / name, self._told / f"{name}.{self._us}.part"
        with self._telling:
            for folder in (self._folder, self._told):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._sweep(now, within)
            try:
                told = _said_at(path.stat())
            except FileNotFoundError:
                told = None
            if told is not None and now - told < within:
                return False
            part.touch(mode=0o600)
            os.utime(part, ns=(now * 1_000_000, now * 1_000_000))
            try:
                if told is None:
                    # Who is quicker writes it; the other one reads it then.
                    os.link(part, path)
                else:
                    part.replace(path)
            except FileExistsError:
                return False
            finally:
                part.unlink(missing_ok=True)
        return True

    def _sweep(self, now: int, within: int) -> None:
        """Marks that mean nothing any more go, now and then."""
        if now - self._swept < within:
            return
        self._swept = now
        with os.scandir(self._told) as entries:
            for entry in entries:
                try:
                    if now - _said_at(entry.stat()) >= 2 * within:
                        Path(entry.path).unlink()
                except FileNotFoundError:  # another replica sweeps too
                    continue

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


def _said_at(mark: os.stat_result) -> int:
    return mark.st_mtime_ns // 1_000_000
