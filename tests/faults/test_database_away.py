"""With the database away the webhook still stores; what waited comes back in order, once, and nobody is told twice."""

import asyncio
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.schema import create_tables
from bot.spool import Spool, Spooled
from bot.store import Store
from tests.cluster import Cluster
from tests.faults.desk import KEY, Desk, body, founded, until

EIGHT = [f"e{n}" for n in range(8)]


@pytest.fixture(scope="module")
def mortal() -> Iterator[Cluster]:
    """A PostgreSQL that these tests may stop and kill."""
    cluster = Cluster()
    yield cluster
    cluster.close()


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_postgresql_ends_under_load_and_comes_back(mortal: Cluster, tmp_path: Path, how: str):
    desk = Desk(mortal.database(), tmp_path)
    names = [f"e{n:03}" for n in range(120)]

    async def send(name: str) -> bool:
        return await desk.accepter.accept(body(name, user=f"U{name}"))

    first = [asyncio.create_task(send(name)) for name in names[:40]]
    await asyncio.gather(*first[:10])
    await asyncio.to_thread(mortal.stop if how == "stop" else mortal.kill)
    answers = [*await asyncio.gather(*first), *await asyncio.gather(*map(send, names[40:80]))]
    assert all(answers), "every event was stored somewhere before it was answered"
    assert desk.accepter.away
    assert desk.spool.waits
    await asyncio.to_thread(mortal.start)
    await until(lambda: not desk.accepter.away and not desk.spool.waits)
    assert all(await asyncio.gather(*map(send, names[80:])))
    stored = desk.ids()
    assert sorted(stored) == sorted(names), "each once"
    assert [n for n in stored if n in names[40:80]] == names[40:80], "in the order in which they came"
    await desk.close()


@pytest.fixture
def no_room() -> Iterator[Callable[[int | None], None]]:
    """Says how long a file may get: a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size: int | None) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft if size is None else size, hard))

    yield limit
    limit(None)


async def test_the_disk_of_the_database_is_full(tmp_path: Path, no_room: Callable[[int | None], None]):
    url = f"sqlite:///{tmp_path}/full.db"
    founded(url)
    desk = Desk(url, tmp_path)
    assert await desk.accepter.accept(body("before"))
    no_room((tmp_path / "full.db-wal").stat().st_size)
    answers = [await desk.accepter.accept(body(f"e{n}", text="ก" * 2_000)) for n in range(8)]
    assert all(answers)
    assert desk.spool.waits
    no_room(None)
    await until(lambda: not desk.accepter.away and not desk.spool.waits)
    assert desk.ids() == ["before", *(f"e{n}" for n in range(8))]
    await desk.close()


async def test_when_nothing_can_be_written_line_is_told(tmp_path: Path, no_room: Callable[[int | None], None]):
    url = f"sqlite:///{tmp_path}/full.db"
    founded(url)
    desk = Desk(url, tmp_path)
    no_room(1)
    assert not await desk.accepter.accept(body("lost")), "5xx: LINE sends it again"
    no_room(None)
    await until(lambda: not desk.accepter.away)
    assert desk.ids() == []
    assert await desk.accepter.accept(body("lost"))
    assert desk.ids() == ["lost"]
    await desk.close()


async def test_a_slow_disk_costs_a_second_and_no_event(tmp_path: Path):
    """Somebody holds the database's only writer: a stand-in for a disk that does not answer."""
    url = f"sqlite:///{tmp_path}/slow.db"
    store = Store(url)
    create_tables(store)
    desk = Desk(url, tmp_path)
    with store.writer.connect() as holder:
        holder.exec_driver_sql("SELECT 1")
        began = asyncio.get_running_loop().time()
        assert await desk.accepter.accept(body("slow"))
        assert asyncio.get_running_loop().time() - began < 2, "LINE waits two seconds"
        assert desk.spool.waits
        holder.rollback()
    await until(lambda: not desk.spool.waits)
    assert desk.ids() == ["slow"]
    await desk.close()
    store.close()


async def test_nobody_is_overtaken_by_their_own_next_words(tmp_path: Path):
    """One person's words lie in the spool when the database is back; the next ones wait behind them, others do not."""
    url = f"sqlite:///{tmp_path}/order.db"
    store = Store(url)
    create_tables(store)
    spool = Spool(tmp_path / "spool", KEY)
    for n in range(30):
        spool.put([Spooled(1_794_999_999_000 + n, body(f"early{n:02}", user="U1"))])
    desk = Desk(url, tmp_path)
    answers = await asyncio.gather(*(desk.accepter.accept(body(f"late{n:02}", user="U1")) for n in range(30)))
    assert all(answers)
    await until(lambda: not desk.spool.waits and len(desk.ids()) == 60)
    assert desk.ids() == [f"early{n:02}" for n in range(30)] + [f"late{n:02}" for n in range(30)]
    assert await desk.accepter.accept(body("now", user="U1"))
    assert not desk.spool.waits, "and then everybody is quick again"
    await desk.close()
    store.close()


async def test_what_another_process_left_in_the_spool_is_taken_along(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/shared.db"
    store = Store(url)
    create_tables(store)
    desk = Desk(url, tmp_path)
    assert await desk.accepter.accept(body("ours"))
    Spool(tmp_path / "spool", KEY).put([Spooled(1, body("theirs"))])
    await until(lambda: desk.ids() == ["ours", "theirs"])
    await desk.close()
    store.close()


async def test_one_event_that_the_database_refuses_does_not_cost_the_others(database: str, tmp_path: Path):
    founded(database)
    desk = Desk(database, tmp_path)
    answers = await asyncio.gather(*(desk.accepter.accept(body(name)) for name in ("a", "b\x00d", "c")))
    assert answers == [True, True, True]
    assert {"a", "c"} < set(desk.ids())
    assert len(desk.ids()) == 3
    await desk.close()


async def stored_around(desk: Desk, read_only: Callable[[bool], None]) -> list[str]:
    """What is in the database at last, when it took no writes for eight events between two others."""
    assert await desk.accepter.accept(body("before"))
    await asyncio.to_thread(read_only, True)
    assert all([await desk.accepter.accept(body(f"e{n}", user=f"U{n % 2}")) for n in range(8)])
    assert desk.accepter.away
    assert desk.spool.waits
    assert desk.ids() == ["before"], "nothing is half stored"
    await asyncio.to_thread(read_only, False)
    await until(lambda: not desk.accepter.away and not desk.spool.waits)
    assert desk.ids() == ["before", *EIGHT]
    assert await desk.accepter.accept(body("after"))
    assert not desk.spool.waits
    found = desk.ids()
    await desk.close()
    return found


async def test_the_file_of_the_database_is_read_only(tmp_path: Path):
    """What SQLite says then is the same, whoever the tests run as: attempt to write a readonly database."""
    url = f"sqlite:///{tmp_path}/readonly.db"
    founded(url)
    desk = Desk(url, tmp_path)

    def read_only(yes: bool) -> None:
        writer = desk.store.writer.raw_connection()
        writer.cursor().execute(f"PRAGMA query_only={'ON' if yes else 'OFF'}")
        writer.close()

    assert await stored_around(desk, read_only) == ["before", *EIGHT, "after"]


@pytest.mark.postgres
async def test_postgresql_becomes_a_replica_that_takes_no_writes(mortal: Cluster, tmp_path: Path):
    url = mortal.database()
    desk = Desk(url, tmp_path)

    def read_only(yes: bool) -> None:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f"ALTER SYSTEM SET default_transaction_read_only = {'on' if yes else 'off'}")
            admin.execute("SELECT pg_reload_conf()")
        # Whoever begins now is told the new setting a moment after the reload.
        with psycopg.connect(url, autocommit=True) as asks:
            while asks.execute("SHOW default_transaction_read_only").fetchone() != ("on" if yes else "off",):
                asks.execute("SELECT pg_sleep(0.01)")

    assert await stored_around(desk, read_only) == ["before", *EIGHT, "after"]
