"""Who is killed while messages are on their way leaves claims: they go out at once, and the living keep theirs."""

import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from bot.hints import SessionLives
from bot.lives import FileLives, come_alive, take_over
from bot.net.post import ALERTS, IN_FLIGHT
from bot.outbox import claim_due
from bot.outgoing import REPLY, row
from bot.rows import OUTBOX
from bot.settling import settle
from bot.store import Store
from bot.tries import TryLater
from tests.faults.fleet import ROOT
from tests.town import START, TestClock, Town

HOUR = 3_600_000
# Another process: it lives, claims whatever there is, and says so.
OTHER = """
import sys
import psycopg
from bot.hints import SessionLives
from bot.lives import FileLives
from bot.outbox import claim_due
from bot.store import Store
store = Store(sys.argv[1])
if store.is_sqlite:
    lives = FileLives(store)
else:
    lives = SessionLives(psycopg.connect(store.conninfo(), autocommit=True), store.name)
assert lives.begin()
store.claimant = store.name
print(len(store.write(lambda c: claim_due(store, c, int(sys.argv[2]), 200, 100))), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def store(database: str, tmp_path: Path):
    town = Town(tmp_path, database=database)
    yield town.service.store
    town.closes()


def waits(store: Store, count: int) -> None:
    rows = [row(START, "brief", f"U{n}", b"[]", REPLY, vital=True, expires_at=START + HOUR) for n in range(count)]
    store.write(lambda c: c.execute(OUTBOX.insert(), rows))


def other(store: Store) -> subprocess.Popen[str]:
    """A process that has claimed everything."""
    url = store.url.set(drivername=store.url.get_backend_name()).render_as_string(hide_password=False)
    made = subprocess.Popen(
        [sys.executable, "-c", OTHER, url, str(START)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert made.stdout is not None
    assert made.stdout.readline() == "3\n"
    return made


def looks(store: Store, clock: TestClock) -> None:
    """As a process that begins on SQLite, and as a replica that goes on with PostgreSQL."""
    if store.is_sqlite:
        lives = come_alive(store, clock)
        assert lives is not None
        lives.end()
        return
    with psycopg.connect(store.conninfo(), autocommit=True) as connection:
        own = SessionLives(connection, store.name)
        assert own.begin()
        suspects = take_over(store, clock, own, sure=frozenset())
        take_over(store, clock, own, sure=suspects)


def claims(store: Store, now: int) -> int:
    return len(store.write(lambda c: claim_due(store, c, now, IN_FLIGHT, ALERTS)))


def test_the_claims_of_a_killed_process_are_due_at_once(store: Store):
    waits(store, 3)
    process, clock = other(store), TestClock()
    looks(store, clock)
    assert claims(store, START) == 0, "it lives, and what it has claimed is its own"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    looks(store, clock)
    assert claims(store, START) == 3


def test_what_waits_for_a_later_try_belongs_to_nobody(store: Store):
    waits(store, 1)
    store.claimant = "gone"
    (claimed,) = store.write(lambda c: claim_due(store, c, START, 1, 0))
    store.write(lambda c: settle(store, c, START, [(claimed, TryLater("rate limit", 60_000))]))
    looks(store, TestClock())
    assert claims(store, START) == 0, "nobody's death shortens LINE's own pause"


def test_a_file_that_nobody_locks_is_swept(tmp_path: Path):
    store = Store(f"sqlite:///{tmp_path}/one.db")
    lives = FileLives(store)
    left = tmp_path / "one.db.lives-0dead0"
    left.touch()
    assert lives.begin()
    assert lives.dead([store.name, "0dead0", "never"]) == {"0dead0", "never"}
    assert not left.exists()
    lives.end()
    assert list(tmp_path.glob("*.lives-*")) == []
    store.close()
