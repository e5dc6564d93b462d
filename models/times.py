"""Times are ms since 1970 (UTC); people read them on Thailand's clock (UTC+7, no summer time)."""

from datetime import datetime, timedelta, timezone

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
THAILAND = timezone(timedelta(hours=7), "Asia/Bangkok")


def local(at: int) -> datetime:
    """A moment in ms as the wall clock of Thailand shows it."""
    return datetime.fromtimestamp(at / 1000, THAILAND)
