"""Whose earlier words still lie in the spool: their next ones go there too, so that nobody is overtaken by themselves.
Everybody else goes straight to the database.
"""

import threading
from collections.abc import Collection

from bot.spool import Spool


class Behind:
    """Lanes with something in the spool or on its way there; after a start all, because nobody knows whose it is."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._lanes: set[str] = set()
        self._everybody = spool.waits
        self._coming = 0
        self._lock = threading.Lock()

    @property
    def anybody(self) -> bool:
        return self._everybody or bool(self._lanes)

    def holds(self, lanes: Collection[str]) -> bool:
        return self._everybody or not self._lanes.isdisjoint(lanes)

    def coming(self, lanes: Collection[str]) -> None:
        """A body of these lanes is on its way into the spool."""
        with self._lock:
            self._coming += 1
            self._lanes.update(lanes)

    def arrived(self, count: int) -> None:
        """So many are in the spool now, or were refused."""
        with self._lock:
            self._coming -= count

    def look(self) -> None:
        """Forgets everybody once the spool is empty and nothing is on its way there."""
        with self._lock:
            if not self._coming and not self._spool.waits:
                self._lanes.clear()
                self._everybody = False
