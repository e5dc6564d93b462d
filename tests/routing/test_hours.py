from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.times import THAILAND
from routing.directory import generated
from routing.hours import BadHours, Week, is_holiday, open_at, opens_next, read_hours

OFFICE = replace(generated()[0], hours="office")


def at(text: str) -> int:
    """Milliseconds of a moment in Bangkok."""
    return int(datetime.fromisoformat(text).replace(tzinfo=THAILAND).timestamp() * 1000)


@pytest.mark.parametrize(
    ("hours", "moment", "is_open"),
    [
        ("24h", "2026-11-22T03:00", True),
        ("", "2026-11-22T03:00", True),
        ("office", "2026-11-23T08:30", True),  # a Monday
        ("office", "2026-11-23T08:29", False),
        ("office", "2026-11-23T16:29", True),
        ("office", "2026-11-23T16:30", False),
        ("office", "2026-11-22T10:00", False),  # a Sunday
        ("office", "2026-04-14T10:00", False),  # Songkran, a Tuesday
        ("office", "2026-12-07T10:00", False),  # Monday in lieu of 5 December
        ("Mo-Fr 08:30-16:30", "2026-04-14T10:00", True),
        ("Mo-Fr 08:30-16:30; PH off", "2026-04-14T10:00", False),
        ("Mo-Su 20:00-06:00", "2026-11-23T02:00", True),
        ("Mo-Su 20:00-06:00", "2026-11-23T12:00", False),
        ("Su 20:00-06:00", "2026-11-23T05:59", True),  # Sunday's night reaches into Monday
        ("Su 20:00-06:00", "2026-11-23T06:00", False),
        ("Su 20:00-06:00", "2026-11-22T05:59", False),
        ("Mo,We 09:00-12:00,13:00-16:00", "2026-11-25T13:30", True),
        ("Mo,We 09:00-12:00,13:00-16:00", "2026-11-25T12:30", False),
        ("Fr-Mo 09:00-12:00", "2026-11-22T09:00", True),
        ("Mo 00:00-24:00", "2026-11-23T23:59", True),
        ("nonsense", "2026-11-22T03:00", True),  # never silenced by a mistake
    ],
)
def test_a_pattern_says_when_a_centre_is_open(hours, moment, is_open):
    assert open_at(replace(OFFICE, hours=hours), at(moment)) is is_open


def test_a_temporary_closure_ends_by_itself():
    closed = replace(OFFICE, hours="24h", closed_until=at("2026-11-23T12:00"))
    assert not open_at(closed, at("2026-11-23T11:59"))
    assert open_at(closed, at("2026-11-23T12:00"))
    assert opens_next(closed, at("2026-11-23T09:00")) == at("2026-11-23T12:00")


def test_the_next_opening_skips_weekends_and_holidays():
    assert opens_next(OFFICE, at("2026-12-04T17:00")) == at("2026-12-08T08:30")
    assert opens_next(OFFICE, at("2026-12-08T09:00")) == at("2026-12-08T09:00")


def test_public_holidays_come_with_their_substitutes():
    days = ("2026-01-01", "2026-04-13", "2026-06-01", "2026-12-07")
    assert all(is_holiday(datetime.fromisoformat(day).date()) for day in days)
    assert not is_holiday(datetime.fromisoformat("2026-11-23").date())


@pytest.mark.parametrize(
    "text",
    ["Mo", "08:30-16:30", "Mo-Fr 8:30-16:30", "Xx 08:00-09:00", "Mo 09:00-09:00", "Mo 10:00-25:00", "PH off", ";"],
)
def test_what_is_not_understood_is_named(text):
    assert isinstance(read_hours(text), BadHours)


@given(st.text(max_size=60), st.integers(0, 4_000_000_000_000))
def test_every_pattern_is_a_week_or_named_as_bad(text, now):
    assert isinstance(read_hours(text), Week | BadHours)
    assert open_at(replace(OFFICE, hours=text), now) in {True, False}
