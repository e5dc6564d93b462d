"""Replicas tell each other what changed; who missed something looks at everything."""

import queue
from collections.abc import Iterator

import pytest

from bot.clock import SharedClock
from bot.store import MOST_NAMED, Store

pytestmark = pytest.mark.postgres
SOON = 5


class Heard:
    def __init__(self, url: str) -> None:
        from bot.hints import Hints

        self.changes: queue.SimpleQueue[frozenset[str]] = queue.SimpleQueue()
        self.waiting: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.store = Store(url)
        self.clock = SharedClock(0)
        self.hints = Hints(self.store, self.clock, self.changes.put, lambda: self.waiting.put(None))
        self.hints.start()
        assert self.changes.get(timeout=SOON) == frozenset(), "on a new LISTEN everything is looked at"
        self.waiting.get(timeout=SOON)


@pytest.fixture
def heard(postgres: str) -> Iterator[Heard]:
    made = Heard(postgres)
    yield made
    made.hints.stop()
    made.store.close()


@pytest.fixture
def other(postgres: str) -> Iterator[Store]:
    store = Store(postgres)
    yield store
    store.close()


def test_a_change_is_heard_after_the_commit_and_not_by_who_made_it(heard: Heard, other: Store):
    heard.store.write(lambda c: heard.store.hint(c, {"OWN"}, more=False))
    other.write(lambda c: other.hint(c, {"A", "B"}, more=True))
    assert heard.changes.get(timeout=SOON) == {"A", "B"}
    heard.waiting.get(timeout=SOON)


def test_what_is_rolled_back_is_not_heard(heard: Heard, other: Store):
    with other.writer.connect() as connection:
        other.hint(connection, {"GONE"}, more=False)
        connection.rollback()
    other.write(lambda c: other.hint(c, {"KEPT"}, more=False))
    assert heard.changes.get(timeout=SOON) == {"KEPT"}


def test_too_many_changes_mean_everything(heard: Heard, other: Store):
    other.write(lambda c: other.hint(c, {f"{n:09d}" for n in range(MOST_NAMED + 1)}, more=False))
    assert heard.changes.get(timeout=SOON) == frozenset()


def test_a_new_connection_is_made_when_one_is_lost(heard: Heard, other: Store):
    def end_the_listener(connection):
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ess hints'"
        )

    other.write(end_the_listener)
    assert heard.changes.get(timeout=SOON) == frozenset()


def test_the_clock_agrees_with_the_database(heard: Heard, other: Store):
    import sqlalchemy as sa

    from bot.store import NOW

    heard.waiting.empty()
    other.write(lambda c: other.hint(c, {"A"}, more=False))
    heard.changes.get(timeout=SOON)
    with other.read() as connection:
        assert abs(heard.clock.now() - connection.execute(sa.text(NOW)).scalar_one()) < 2_000
