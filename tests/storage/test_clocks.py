"""Replicas share the database's time; no clock of ours goes backwards, and the ladder's gaps hold."""

from bot.clock import SharedClock, SystemClock, later
from models.times import HOUR, MINUTE


class Ticks:
    """A monotonic clock that stands still until it is moved (ms)."""

    def __init__(self) -> None:
        self.at = 5_000

    def __call__(self) -> int:
        return self.at * 1_000_000


def test_two_machines_ten_seconds_apart_agree():
    ticks = Ticks()
    ahead, behind = SharedClock(110_000, ticks), SharedClock(90_000, ticks)
    for clock in (ahead, behind):
        clock.agree(lambda: 100_000)
    assert behind.now() == 100_000
    ticks.at += 10_000
    assert ahead.now() == behind.now() == 110_000


def test_a_small_step_back_is_waited_out():
    ticks = Ticks()
    clock = SharedClock(100_000, ticks)
    assert clock.now() == 100_000
    assert clock.agree(lambda: 97_000) == -3_000
    assert clock.now() == 100_000
    ticks.at += 4_000
    assert clock.now() == 101_000


def test_an_hour_back_is_not_followed_and_time_goes_on():
    ticks = Ticks()
    clock = SharedClock(10 * HOUR, ticks)
    assert clock.agree(lambda: 9 * HOUR) == -HOUR
    ticks.at += MINUTE
    assert clock.now() == 10 * HOUR + MINUTE


def test_an_hour_forward_is_followed():
    ticks = Ticks()
    clock = SharedClock(10 * HOUR, ticks)
    assert clock.agree(lambda: 11 * HOUR) == HOUR
    assert clock.now() == 11 * HOUR


def test_after_a_start_with_the_clock_set_back_time_goes_on_from_the_newest_event():
    clock = SystemClock()
    before = clock.now()
    clock.not_before(before + HOUR)
    assert before + HOUR <= clock.now() < before + HOUR + MINUTE


def test_one_odd_row_from_next_year_moves_no_clock():
    assert later(1_000, 1_000 + 400 * 24 * HOUR) == 0
    assert later(1_000, 500) == 0
