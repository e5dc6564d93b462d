"""The one place that reads the machine's clock."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from models.times import HOUR, MINUTE

# A clock that has moved further than this is announced; a shorter step back is waited out.
JUMP = MINUTE
# Up to this far ahead of us, the newest row of the database says what time it is: the wall clock was set back.
LONGEST_STEP_BACK = 2 * HOUR


class Clock(Protocol):
    """`now()` is ms since 1970 (UTC) and never goes backwards."""

    def now(self) -> int: ...


class SystemClock:
    """Start wall time plus the monotonic clock, so that a wall clock set back cannot stretch the ladder's gaps."""

    def __init__(self) -> None:
        self._offset = time.time_ns() - time.monotonic_ns()

    def now(self) -> int:
        return (self._offset + time.monotonic_ns()) // 1_000_000

    def not_before(self, newest: int) -> None:
        """Goes on from the newest time that the database holds, when the wall clock was set back meanwhile."""
        self._offset += later(self.now(), newest) * 1_000_000


class SharedClock:
    """The database's time, so that replicas agree: asked now and then, carried by the monotonic clock in between.

    A step forward is followed. A small step back is waited out; a larger one is not followed, because the gaps of the
    ladder hold only on a clock that goes on.
    """

    def __init__(self, now: int | None = None, monotonic: Callable[[], int] = time.monotonic_ns) -> None:
        """Begins with the wall clock when it is not told the time: a database that is away can be asked later."""
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._offset = (time.time_ns() // 1_000_000 if now is None else now) - self._ticks()
        self._last = 0

    def now(self) -> int:
        with self._lock:
            self._last = max(self._last, self._offset + self._ticks())
            return self._last

    def agree(self, read: Callable[[], int]) -> int:
        """Asks for the time; how far it has moved away from ours (ms), for who announces a jump."""
        before = self._ticks()
        told = read()
        with self._lock:
            moved = told - (self._offset + (before + self._ticks()) // 2)
            if moved > -JUMP:
                self._offset += moved
        return moved

    def not_before(self, newest: int) -> None:
        moved = later(self.now(), newest)
        with self._lock:
            self._offset += moved

    def _ticks(self) -> int:
        return self._monotonic() // 1_000_000


def later(now: int, newest: int) -> int:
    """How many ms to add to `now`: none when the newest time known lies so far ahead that it is the odd one."""
    return newest - now if 0 < newest - now <= LONGEST_STEP_BACK else 0
