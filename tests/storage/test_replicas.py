"""Two replicas on one PostgreSQL: a lane has one owner at a time, a row one sender, and nobody waits for the other."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.net.post import ALERTS, IN_FLIGHT
from bot.outbox import claim_due
from bot.outgoing import row
from bot.pending import locked
from bot.rows import OUTBOX
from bot.settling import settle
from bot.store import Store
from bot.tries import Accepted, Claimed, TryLater
from handlers.effects import Initiative
from tests.town import START, Town

pytestmark = pytest.mark.postgres
HOUR = 3_600_000


@pytest.fixture
def stores(postgres: str) -> Iterator[tuple[Store, Store]]:
    one, two = Store(postgres), Store(postgres)
    yield one, two
    one.close()
    two.close()


def claims(store: Store, now: int) -> list[str]:
    return [c.id for c in store.write(lambda c: claim_due(store, c, now, IN_FLIGHT, ALERTS))]


def waits(store: Store, *recipients: str) -> list[str]:
    rows = [row(START, "brief", to, b"[]", 1, vital=True, expires_at=START + HOUR) for to in recipients]
    store.write(lambda c: c.execute(sa.insert(OUTBOX), rows))
    return [each["id"] for each in rows]


def test_a_lane_belongs_to_one_replica_until_it_commits(stores: tuple[Store, Store]):
    one, two = stores
    with one.writer.begin() as first, two.writer.begin() as second:
        assert list(locked(one, first, ["a", "b"], 2)) == ["a", "b"]
        assert list(locked(two, second, ["a", "b", "c"], 2)) == ["c"]
    with two.writer.begin() as second:
        assert list(locked(two, second, ["a", "b", "c"], 2)) == ["a", "b"]


def test_lanes_are_taken_in_the_order_of_urgency_and_no_more_than_asked(stores: tuple[Store, Store]):
    one, two = stores
    with one.writer.begin() as first, two.writer.begin() as second:
        assert list(locked(one, first, ["z", "y", "x"], 1)) == ["z"]
        assert list(locked(two, second, ["z", "y", "x"], 2)) == ["y", "x"]


def test_an_operators_act_waits_for_the_lane(stores: tuple[Store, Store]):
    one, two = stores
    got = threading.Event()

    def act(connection: sa.Connection) -> None:
        assert list(locked(two, connection, ["a"], 1, wait=True)) == ["a"]
        got.set()

    with one.writer.begin() as first:
        locked(one, first, ["a"], 1)
        waiter = threading.Thread(target=two.write, args=(act,))
        waiter.start()
        assert not got.wait(0.05)
    waiter.join()
    assert got.is_set()


def test_a_row_is_claimed_by_one_replica_only(stores: tuple[Store, Store]):
    one, two = stores
    everything = waits(one, *(f"U{n}" for n in range(40)))
    with one.writer.begin() as first:
        taken = [c.id for c in claim_due(one, first, START, 15, 0)]
        others = claims(two, START)
    assert sorted(taken + others) == sorted(everything)
    assert claims(one, START) == claims(two, START) == []


def test_a_person_hears_one_thing_after_the_other_on_any_replica(stores: tuple[Store, Store]):
    one, two = stores
    first, second, third = waits(one, "U1", "U1", "U1")
    assert claims(one, START) == [first]
    assert claims(two, START) == []
    claimed = born(first)
    one.write(lambda c: settle(one, c, START, [(claimed, TryLater("rate limit", 2_000))]))
    assert claims(two, START) == [], "what comes first is waited for"
    assert claims(two, START + 2_000) == [first]
    two.write(lambda c: settle(two, c, START, [(born(first, tries=2), Accepted("r"))]))
    assert claims(one, START + 2_000) == [second]
    assert third not in claims(two, START + 2_000)


def test_who_sleeps_past_the_lease_undoes_nothing(stores: tuple[Store, Store]):
    one, two = stores
    (only,) = waits(one, "U1")
    claims(one, START)
    assert claims(two, START + 11_000) == [only]
    one.write(lambda c: settle(one, c, START + 12_000, [(born(only), TryLater("TimeoutError"))]))
    assert claims(one, START + 15_000) == [], "the second replica still holds its lease"
    two.write(lambda c: settle(two, c, START + 15_000, [(born(only, tries=2), Accepted("r", "push"))]))
    one.write(lambda c: settle(one, c, START + 16_000, [(born(only), TryLater("TimeoutError"))]))
    with one.read() as connection:
        assert connection.execute(sa.select(OUTBOX.c.status)).scalar_one() == "sent"


def born(ident: str, tries: int = 1) -> Claimed:
    made = row(START, "brief", "U1", b"[]", 1, vital=True)
    fields = {name: made[name] for name in made if name in Claimed.__slots__}
    return Claimed(**{**fields, "id": ident, "tries": tries, "initiative": Initiative.ANSWER})


def test_two_towns_turn_one_flood_together(postgres: str, tmp_path: Path):
    """Many people's words, turned by four threads of two replicas at once: each once, each person's in order."""
    town = Town(tmp_path, database=postgres)
    other = town.opens()
    people = [town.platform.person(f"p{n}", follows=False) for n in range(12)]
    for word in ("แจ้งเหตุ", "1", "เชียงใหม่", "ไม่ใช่", "ข้าม"):
        for person in people:
            town.clock.at += 1
            person.says(word)
    both = [turns(service.turner.turn) for service in (town.service, other) for _ in range(2)]
    for each in both:
        each.join()
    town.settle()
    cases = town.cases()
    assert len(cases) == 12
    assert all([m["text"] for m in c["messages"]] == ["แจ้งเหตุ", "1", "เชียงใหม่", "ไม่ใช่", "ข้าม"] for c in cases)
    town.loop.run_until_complete(other.close())
    town.closes()


def turns(turn: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        for _ in range(30):
            turn()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
