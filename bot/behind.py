"""Whose earlier words still lie in the spool: their next ones go there too, so that nobody is overtaken by themselves.
Everybody else goes straight to the database.
"""

import threading
from array import array
from collections.abc import Callable, Collection

from bot.spool import Spool

# Lanes are kept by their hash, so that an outage of days takes no more memory than one of seconds. Who shares one with
# somebody waits with them, for as long as it takes to empty the spool.
PLACES = 1 << 16


class Behind:
    """What is on its way into the spool has a number, in the order in which it arrives there. A lane is behind until
    everything up to its last number is out of the spool, whoever took it out; after a start everybody is, because
    nobody knows whose words were left there.
    """

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._last = array("Q", bytes(8 * PLACES))
        self._coming = self._arrived = 0
        # Up to these numbers everything was seen in the folder, and is out of it.
        self._seen = self._out = -1 if spool.waits else 0
        self._lock = threading.Lock()

    @property
    def anybody(self) -> bool:
        return self._coming > self._out

    def holds(self, lanes: Collection[str]) -> bool:
        return self._out < 0 or any(self._last[hash(lane) % PLACES] > self._out for lane in lanes)

    def coming(self, lanes: Collection[str], send: Callable[[], None]) -> None:
        """A body of these lanes is sent on its way into the spool."""
        with self._lock:
            self._coming += 1
            for lane in lanes:
                self._last[hash(lane) % PLACES] = self._coming
            send()

    def arrived(self, count: int) -> None:
        """The next ones, so many, are in the spool now, or were refused."""
        with self._lock:
            self._arrived += count

    def look(self) -> None:
        """Looks into the spool again. All that was seen there before has to be in the database."""
        with self._lock:
            arrived = self._arrived
        self._out, self._seen = self._seen, arrived
        if not self._spool.look():
            self._out = arrived
