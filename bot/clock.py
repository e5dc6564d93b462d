"""The one place that reads the machine's clock."""

import time
from typing import Protocol

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock(Protocol):
    """`now()` is ms since 1970 (UTC) and never goes backwards."""

    def now(self) -> int: ...


class SystemClock:
    """Start wall time plus the monotonic clock, so that a wall clock set back cannot stretch the ladder's gaps."""

    def __init__(self) -> None:
        self._offset = time.time_ns() - time.monotonic_ns()

    def now(self) -> int:
        return (self._offset + time.monotonic_ns()) // 1_000_000
