"""With the database away the webhook still stores; what waited comes back in order, once, and nobody is told twice."""

import asyncio
import json
import resource
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from bot.accept import Accepter
from bot.net.blind import MOST_WAITING, Blind, answerable
from bot.net.line import Line
from bot.rows import INBOX
from bot.schema import create_tables
from bot.settings import Settings
from bot.spool import Spool, Spooled
from bot.store import Store
from emulator.platform import Platform
from emulator.serve import Served
from tests.cluster import Cluster
from tests.town import SECRET, TOKEN, TestClock

KEY = b"k" * 32


class Desk:
    """An accepter over a store, in the running loop, and what it has stored."""

    def __init__(self, url: str, folder: Path) -> None:
        self.store = Store(url)
        self.clock = TestClock()
        self.spool = Spool(folder / "spool", KEY)
        self.accepter = Accepter(self.store, self.clock, lambda: None, self.spool)
        self.accepter.start()

    async def close(self) -> None:
        await asyncio.to_thread(self.accepter.stop)
        self.store.close()

    def ids(self) -> list[str]:
        with self.store.read() as connection:
            return list(connection.execute(sa.select(INBOX.c.id).order_by(INBOX.c.seq)).scalars())


def body(name: str, *, text: str = "ช่วยด้วย", user: str = "U1") -> bytes:
    event = {
        "type": "message",
        "webhookEventId": name,
        "timestamp": 1_795_000_000_000,
        "mode": "active",
        "replyToken": f"token-{name}",
        "source": {"type": "user", "userId": user},
        "message": {"type": "text", "id": "1", "text": text},
    }
    return json.dumps({"destination": "U", "events": [event]}).encode()


async def until(true: Callable[[], object], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - threads make it true, and they know no event of this loop
            await asyncio.sleep(0.01)


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
    store = Store(url)
    create_tables(store)
    store.close()
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
    store = Store(url)
    create_tables(store)
    store.close()
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
    store = Store(database)
    create_tables(store)
    store.close()
    desk = Desk(database, tmp_path)
    answers = await asyncio.gather(*(desk.accepter.accept(body(name)) for name in ("a", "b\x00d", "c")))
    assert answers == [True, True, True]
    assert {"a", "c"} < set(desk.ids())
    assert len(desk.ids()) == 3
    await desk.close()


async def test_a_person_is_told_whom_to_call_once_in_ten_minutes(tmp_path: Path):
    clock = TestClock()
    platform = Platform(clock=clock.seconds, channel_secret=SECRET, channel_token=TOKEN)
    bodies: list[bytes] = []
    platform.connect(lambda raw, _: bodies.append(raw) or 200)
    with Served(platform) as served:
        line = Line(Settings(access_token=TOKEN, api_base=served.url))
        away = True
        blind = Blind(line, clock, Spool(tmp_path / "spool", KEY), lambda: away, grace=0)
        one, two = platform.person("หนึ่ง"), platform.person("สอง")
        bodies.clear()

        def hears(person, count: int) -> bool:
            return len(person.received()) == count

        for person in (one, one, two):
            person.says("ช่วยด้วย")
        for each in bodies:
            blind.soon(Spooled(clock.now(), each))
        await until(lambda: hears(one, 1) and hears(two, 1))
        (entry,) = one.received()
        said = str(entry.message)
        assert "tel:191" in said
        assert "tel:1300" in said
        assert entry.message["altText"] == "ข้อความใหม่", "nothing for a lock screen"
        clock.at += 9 * 60_000
        bodies.clear()
        one.says("ฮัลโหล")
        ((user, token),) = answerable(bodies[0])
        await blind.tell(user, token)
        clock.at += 2 * 60_000
        bodies.clear()
        two.says("ฮัลโหล")
        blind.soon(Spooled(clock.now(), bodies[0]))
        await until(lambda: hears(two, 2))
        away = False
        blind.soon(Spooled(clock.now(), bodies[0]))
        await asyncio.sleep(0)
        assert hears(one, 1)
        line.close()


async def test_who_floods_us_takes_neither_memory_nor_anybody_elses_reply(tmp_path: Path):
    """Of a body only who spoke and the newest token is kept until they are answered."""
    clock = TestClock()
    platform = Platform(clock=clock.seconds, channel_secret=SECRET, channel_token=TOKEN)
    bodies: list[bytes] = []
    platform.connect(lambda raw, _: bodies.append(raw) or 200)

    class Body(Spooled):
        """One that can be watched."""

    with Served(platform) as served:
        line = Line(Settings(access_token=TOKEN, api_base=served.url))
        blind = Blind(line, clock, Spool(tmp_path / "spool", KEY), lambda: True, grace=0.1)
        flood, other = platform.person("ท่วม", follows=False), platform.person("อื่น", follows=False)
        flood.says("หนึ่ง")
        first = Body(clock.now(), bodies.pop())
        kept = weakref.ref(first)
        for _ in range(MOST_WAITING):
            blind.soon(first)
        flood.says("สอง")
        ((_, newest),) = answerable(bodies[0])
        blind.soon(Spooled(clock.now(), bodies.pop()))
        other.says("ช่วยด้วย")
        blind.soon(Spooled(clock.now(), bodies.pop()))
        del first
        assert kept() is None
        await until(lambda: len(flood.received()) == len(other.received()) == 1)
        assert newest in {json.loads(call.body)["replyToken"] for call in platform.calls}
        line.close()


async def comes_back_from_read_only(desk: Desk, read_only: Callable[[bool], None]) -> None:
    assert await desk.accepter.accept(body("before"))
    await asyncio.to_thread(read_only, True)
    assert all([await desk.accepter.accept(body(f"e{n}", user=f"U{n % 2}")) for n in range(8)])
    assert desk.accepter.away
    assert desk.spool.waits
    assert desk.ids() == ["before"], "nothing is half stored"
    await asyncio.to_thread(read_only, False)
    await until(lambda: not desk.accepter.away and not desk.spool.waits)
    assert desk.ids() == ["before", *(f"e{n}" for n in range(8))]
    assert await desk.accepter.accept(body("after"))
    assert not desk.spool.waits
    await desk.close()


async def test_the_file_of_the_database_is_read_only(tmp_path: Path):
    """What SQLite says then is the same, whoever the tests run as: attempt to write a readonly database."""
    url = f"sqlite:///{tmp_path}/readonly.db"
    store = Store(url)
    create_tables(store)
    store.close()
    desk = Desk(url, tmp_path)

    def read_only(yes: bool) -> None:
        writer = desk.store.writer.raw_connection()
        writer.cursor().execute(f"PRAGMA query_only={'ON' if yes else 'OFF'}")
        writer.close()

    await comes_back_from_read_only(desk, read_only)


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

    await comes_back_from_read_only(desk, read_only)
