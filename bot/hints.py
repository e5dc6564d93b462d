"""Between replicas on PostgreSQL: what others have done, heard through LISTEN, and the time that all agree on.

Everything here is a hint. A replica that hears nothing looks for itself a moment later.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg

from bot.clock import JUMP, SharedClock
from bot.store import CHANNEL, NOW, Store

log = logging.getLogger("ess.hints")
NAME = "ess hints"
AGREE_EVERY = 10
ROUND = 0.5
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
                self._stopping.wait(AFTER_FAILURE)

    def _listen(self, connection: psycopg.Connection) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        # Whatever was said before this moment was not heard.
        self.changed(frozenset())
        self.waiting()
        while not self._stopping.is_set():
            announce(self.clock.agree(lambda: database_time(connection)))
            for _ in range(round(AGREE_EVERY / ROUND)):
                for heard in connection.notifies(timeout=ROUND):
                    self._hear(heard.payload)
                if self._stopping.is_set():
                    return

    def _hear(self, payload: str) -> None:
        who, more, *numbers = payload.split(" ")
        if who == self.store.name:
            return
        if more == "+":
            self.waiting()
        self.changed(frozenset(filter(None, numbers)))


def database_time(connection: psycopg.Connection) -> int:
    row = connection.execute(NOW).fetchone()
    assert row is not None
    return int(row[0])


def announce(moved: int) -> None:
    """A jump is said once: it followed forwards, and the ladder takes one step; it is not followed backwards."""
    if abs(moved) > JUMP:
        log.error("the database's clock has jumped", extra={"milliseconds": moved})
