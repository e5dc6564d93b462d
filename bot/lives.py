"""Which processes live. What a dead one had claimed is due at once; without this it would wait for its lease to end.

A process that lives holds a lock that ends with it, however it ends: on SQLite of a file beside the database, on
PostgreSQL of a session of its own (bot/hints.py). Who cannot hold one claims without a name, and its leases run out as
ever. A process that is wrongly taken for dead loses a claim and no more: the row keeps its retry key, and LINE takes a
reply token once.
"""

import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.rows import OUTBOX
from bot.store import Store

if sys.platform != "win32":  # leases run out there
    import fcntl

log = logging.getLogger("ess.lives")


class Lives(Protocol):
    """Who has begun lives until `end`, or until its process dies."""

    def begin(self) -> bool: ...

    def dead(self, names: Iterable[str]) -> frozenset[str]: ...

    def end(self) -> None: ...


class FileLives:
    """A locked file for each process, beside the SQLite database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._file: int | None = None

    def _path(self, name: str) -> Path:
        return Path(f"{self._store.url.database}.lives-{name}")

    def begin(self) -> bool:
        if sys.platform == "win32":
            return False
        path = self._path(self._store.name)
        # Locked before it has its name: nobody sees one of us unlocked.
        early = path.with_name(f"{path.name}.part")
        try:
            self._file = os.open(early, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            early.rename(path)
        except OSError as e:
            log.warning("no file can tell that this process lives", extra={"error": type(e).__name__})
            return False
        return True

    def dead(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(name for name in names if self._ended(self._path(name)))

    def _ended(self, path: Path) -> bool:
        try:
            file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
        except OSError:
            return False
        finally:
            os.close(file)
        return True

    def end(self) -> None:
        if self._file is not None:
            self._path(self._store.name).unlink(missing_ok=True)
            os.close(self._file)
            self._file = None


# Written out, so that SQLite sees that its partial index serves the query.
_CLAIMED = (OUTBOX.c.status == sa.literal_column("'pending'"), OUTBOX.c.claimed_by.is_not(None))


def claimants(connection: Connection, now: int) -> frozenset[str]:
    """Who holds claims that have not run out."""
    found = sa.select(OUTBOX.c.claimed_by).where(*_CLAIMED, OUTBOX.c.due_at > now).distinct()
    return frozenset(connection.execute(found).scalars())


def release(connection: Connection, now: int, names: Iterable[str]) -> int:
    """What these have claimed is due now; how many rows."""
    theirs = sa.and_(*_CLAIMED, OUTBOX.c.claimed_by.in_(list(names)), OUTBOX.c.due_at > now)
    return connection.execute(sa.update(OUTBOX).where(theirs).values(due_at=now, claimed_by=None)).rowcount


def take_over(store: Store, clock: Clock, lives: Lives, sure: frozenset[str] | None = None) -> frozenset[str]:
    """Releases what dead processes have claimed: all of them, or those of `sure`. Returns who was found dead."""
    now = clock.now()
    with store.read() as connection:
        others = claimants(connection, now) - {store.name}
    dead = lives.dead(others)
    ended = dead if sure is None else dead & sure
    if ended:
        rows = store.write(lambda c: release(c, now, ended))
        log.warning("what a dead process had claimed goes out now", extra={"count": rows})
    return dead


def come_alive(store: Store, clock: Clock) -> FileLives | None:
    """At the start of a service: the lock of this process on SQLite, and whatever the one before left in hand."""
    if not store.is_sqlite:
        return None
    lives = FileLives(store)
    if not lives.begin():
        return None
    store.claimant = store.name
    try:
        take_over(store, clock, lives)
    except SQLAlchemyError as e:
        log.warning("the claims of others cannot be read yet", extra={"error": type(e).__name__})
    return lives
