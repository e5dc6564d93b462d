"""When a centre is open: `24h`, `office`, or a weekly pattern such as `Mo-Fr 08:30-16:30; Sa 09:00-12:00; PH off`.

The pattern is the small part of OpenStreetMap's opening_hours that offices need. A span may pass midnight
(`20:00-06:00`); without `PH off` public holidays are ordinary days. Times are Asia/Bangkok, which has no summer time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from models.centre import Centre
from models.times import DAY, MINUTE, local

ALWAYS = "24h"
OFFICE = "office"
OFFICE_PATTERN = "Mo-Fr 08:30-16:30; PH off"

_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_RULE = re.compile(r"([a-z]{2}(?:-[a-z]{2})?(?:,[a-z]{2}(?:-[a-z]{2})?)*)\s+(\S+)")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Week:
    """Opening spans of one week in minutes from Monday 00:00; `holidays` says whether it is open on public holidays."""

    spans: tuple[tuple[int, int], ...]
    holidays: bool = True


@dataclass(frozen=True, slots=True)
class BadHours:
    """The part of the text that is not understood."""

    part: str


def read_hours(text: str) -> Week | BadHours:
    """The week that a pattern describes."""
    pattern = text.strip()
    if pattern.lower() == ALWAYS or not pattern:
        return Week(((0, 7 * 1440),))
    if pattern.lower() == OFFICE:
        pattern = OFFICE_PATTERN
    spans: list[tuple[int, int]] = []
    holidays = True
    for part in filter(None, (p.strip() for p in pattern.lower().split(";"))):
        if re.fullmatch(r"ph\s+off", part):
            holidays = False
            continue
        found = _rule(part)
        if found is None:
            return BadHours(part)
        spans.extend(found)
    return Week(tuple(spans), holidays) if spans else BadHours(text)


def _rule(part: str) -> list[tuple[int, int]] | None:
    matched = _RULE.fullmatch(part)
    days = _days(matched[1]) if matched else None
    if matched is None or days is None:
        return None
    times = [_SPAN.fullmatch(span) for span in matched[2].split(",")]
    found: list[tuple[int, int]] = []
    for time in times:
        if time is None:
            return None
        start, end = int(time[1]) * 60 + int(time[2]), int(time[3]) * 60 + int(time[4])
        if end > 1440 or start == end:
            return None
        length = (end - start) % 1440 or 1440
        found.extend((day * 1440 + start, day * 1440 + start + length) for day in days)
    return found


def _days(text: str) -> list[int] | None:
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first not in _DAYS or (last and last not in _DAYS):
            return None
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        days.extend((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return days


@lru_cache(maxsize=512)
def _week(text: str) -> Week:
    found = read_hours(text)
    # A pattern that is not understood never silences a centre: imports refuse it, an old row counts as always open.
    return found if isinstance(found, Week) else Week(((0, 7 * 1440),))


def closed_for_now(centre: Centre, now: int) -> bool:
    """Whether the centre is temporarily closed; `now` in ms since 1970."""
    return centre.closed_until is not None and now < centre.closed_until


def open_at(centre: Centre, now: int) -> bool:
    """Whether the centre is open at a moment in ms since 1970: its hours, public holidays and temporary closure."""
    if closed_for_now(centre, now):
        return False
    if centre.hours == ALWAYS:
        return True
    return within(centre.hours, now)


def within(hours: str, now: int) -> bool:
    """Whether a pattern covers a moment in ms since 1970; public holidays count as the pattern says."""
    week = _week(hours)
    moment = local(now)
    minute = moment.weekday() * 1440 + moment.hour * 60 + moment.minute
    for start, end in week.spans:
        # A span of Sunday night reaches into Monday: look one week back as well.
        for at in (minute, minute + 7 * 1440):
            if start <= at < end:
                day = moment.date() - timedelta(days=(at // 1440) - start // 1440)
                if week.holidays or not is_holiday(day):
                    return True
    return False


def is_holiday(day: date) -> bool:
    """Whether a day is a public or government holiday of Thailand, substitutes included (library `holidays`)."""
    return day in _holidays(day.year)


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    # A fifth of a second to import: only a centre that keeps office hours needs it.
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays("TH", years=year, categories=("public", "government")))


def opens_next(centre: Centre, now: int) -> int | None:
    """The next moment, within four weeks and to the half hour, at which the centre is open; None when there is none."""
    return _first(lambda at: open_at(centre, at), max(now, centre.closed_until or 0))


def next_within(hours: str, now: int) -> int | None:
    """The next moment, within four weeks and to the half hour, that a pattern covers; None when there is none."""
    return _first(lambda at: within(hours, at), now)


def _first(holds: Callable[[int], bool], start: int) -> int | None:
    if holds(start):
        return start
    step = 30 * MINUTE
    first = (start // step + 1) * step
    return next((at for at in range(first, first + 28 * DAY, step) if holds(at)), None)
