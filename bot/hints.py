"""Between replicas on PostgreSQL: what others have done, heard through LISTEN, and the time that all agree on.

Everything here is a hint. A replica that hears nothing looks for itself a moment later.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import JUMP, SharedClock
from bot.lives import take_over
from bot.store import CHANNEL, NOW, Store

log = logging.getLogger("ess.hints")
NAME = "ess hints"
AGREE_EVERY = 10
ROUND = 0.5
# Every so many rounds it is asked who lives.
LOOK = 4
LIVES = "ess lives "
AFTER_FAILURE = 1.0


@dataclass(slots=True)
class Hints:
    """A thread with one connection of its own. `changed` hears case numbers, none of them = look at everything."""

    store: Store
    clock: SharedClock
    changed: Callable[[frozenset[str]], None]
    waiting: Callable[[], None]
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="hints", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self.store.conninfo(), autocommit=True, application_name=NAME) as connection:
                    self._listen(connection)
            except psycopg.Error as e:
                log.warning("hints are away", extra={"error": type(e).__name__})
                self.store.claimant = None
                self._stopping.wait(AFTER_FAILURE)

    def _listen(self, connection: psycopg.Connection) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        lives = SessionLives(connection, self.store.name)
        self._come_alive(lives)
        suspects: frozenset[str] = frozenset()
        # Whatever was said before this moment was not heard.
        self.changed(frozenset())
        self.waiting()
        while not self._stopping.is_set():
            announce(self.clock.agree(lambda: database_time(connection)))
            for round_ in range(round(AGREE_EVERY / ROUND)):
                for heard in connection.notifies(timeout=ROUND):
                    self._hear(heard.payload)
                if self._stopping.is_set():
                    return
                if round_ % LOOK == 0:
                    self._come_alive(lives)
                    suspects = self._look(lives, suspects)

    def _come_alive(self, lives: "SessionLives") -> None:
        """Again and again: a connection of ours that was cut may hold the lock until the server notices."""
        if self.store.claimant is None and lives.begin():
            self.store.claimant = self.store.name

    def _look(self, lives: "SessionLives", suspects: frozenset[str]) -> frozenset[str]:
        """Who is dead at two looks is dead; at one, its connection may only have been cut with ours."""
        try:
            dead = take_over(self.store, self.clock, lives, sure=suspects)
        except SQLAlchemyError as e:
            log.warning("the claims of others cannot be read", extra={"error": type(e).__name__})
            return suspects
        if dead & suspects:
            self.waiting()
        return dead

    def _hear(self, payload: str) -> None:
        """Anybody who may write to this database may say anything on its channel."""
        who, _, rest = payload.partition(" ")
        more, _, named = rest.partition(" ")
        if who == self.store.name:
            return
        if more == "+":
            self.waiting()
        self.changed(frozenset(named.split()))


class SessionLives:
    """A lock that PostgreSQL holds for as long as this connection lasts."""

    def __init__(self, connection: psycopg.Connection, name: str) -> None:
        self._connection = connection
        self._name = name

    def begin(self) -> bool:
        return self._takes(self._name)

    def dead(self, names: Iterable[str]) -> frozenset[str]:
        found = frozenset(name for name in names if self._takes(name))
        for name in found:
            self._connection.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [LIVES + name])
        return found

    def end(self) -> None:
        self._connection.close()

    def _takes(self, name: str) -> bool:
        row = self._connection.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [LIVES + name]
        ).fetchone()
        return bool(row and row[0])


def database_time(connection: psycopg.Connection) -> int:
    row = connection.execute(NOW).fetchone()
    assert row is not None
    return int(row[0])


def announce(moved: int) -> None:
    """A jump is said once: it followed forwards, and the ladder takes one step; it is not followed backwards."""
    if abs(moved) > JUMP:
        log.error("the database's clock has jumped", extra={"milliseconds": moved})
