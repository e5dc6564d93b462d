"""The spool's disk errs or is slow while the database is well: the service goes on, and says which file it is."""

import asyncio
import logging
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.accept import PATIENCE, Accepter
from bot.schema import create_tables
from bot.spool import Spool, Spooled
from bot.store import Store
from tests.faults.desk import KEY, Desk, body, founded, until

UNREADABLE = "000000000000001-a-1.spool"


async def test_a_file_that_cannot_be_read_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    """A folder under a file's name: reading it is an OSError, whoever the tests run as."""
    url = f"sqlite:///{tmp_path}/errs.db"
    founded(url)
    (tmp_path / "spool" / UNREADABLE).mkdir(parents=True)
    Spool(tmp_path / "spool", KEY).put([Spooled(2, body("theirs"))])
    desk = Desk(url, tmp_path)
    await until(lambda: desk.ids() == ["theirs"] and not desk.spool.waits)
    assert await desk.accepter.accept(body("ours"))
    assert not desk.accepter.away
    assert desk.accepter.sheltered == 0, "straight to the database"
    assert desk.ids() == ["theirs", "ours"]
    said = [r for r in caplog.records if r.levelno == logging.CRITICAL]
    assert [r.file for r in said] == [UNREADABLE]
    assert str(tmp_path) not in caplog.text
    await desk.close()


async def test_two_services_share_a_folder_and_none_takes_the_other_for_a_database_that_is_away(
    database: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    founded(database)
    spool = Spool(tmp_path / "spool", KEY)
    names = [f"e{n:03}" for n in range(300)]
    for n, name in enumerate(names):
        spool.put([Spooled(1_000 + n, body(name, user=f"U{n}"))])
    one, two = Desk(database, tmp_path), Desk(database, tmp_path)
    await until(lambda: not one.spool.waits and not two.spool.waits)
    assert sorted(one.ids()) == names, "each once"
    assert [r.message for r in caplog.records if r.levelno >= logging.ERROR] == []
    await one.close()
    await two.close()


class HangingDisk(Spool):
    """Nothing is written before somebody says so."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, KEY)
        self.goes_on = threading.Event()

    def put(self, group: Iterable[Spooled]) -> None:
        assert self.goes_on.wait(20)
        super().put(group)


async def test_a_slow_disk_of_the_spool_holds_up_only_those_who_have_to_wait_for_it(tmp_path: Path):
    """The database hung for a moment: what waited is on its way to the spool, whose disk hangs now."""
    url = f"sqlite:///{tmp_path}/slow.db"
    store = Store(url)
    create_tables(store)
    desk = Desk(url, tmp_path)
    await asyncio.to_thread(desk.accepter.stop)
    spool = HangingDisk(tmp_path / "spool")
    desk.spool, desk.accepter = spool, Accepter(desk.store, desk.clock, lambda: None, spool)
    blind: list[Spooled] = []
    desk.accepter.blind = blind.append
    desk.accepter.start()
    with store.writer.connect() as holder:
        holder.exec_driver_sql("SELECT 1")
        first = asyncio.create_task(desk.accepter.accept(body("first")))
        await until(lambda: desk.accepter.blindfolded)
        holder.rollback()
    assert await first, "the database has it, though the spool has not"
    await until(lambda: not desk.accepter.blindfolded)
    behind = asyncio.create_task(desk.accepter.accept(body("second")))
    loop = asyncio.get_running_loop()
    until_late = loop.time() + 2 * PATIENCE
    n = 0
    while loop.time() < until_late:
        assert await desk.accepter.accept(body(f"other{n}", user=f"V{n}"))
        assert not desk.accepter.blindfolded, "the database is well"
        n += 1
    assert not behind.done(), "neither overtaken nor lost: LINE sends it again"
    spool.goes_on.set()
    assert await behind
    await until(lambda: not spool.waits)
    assert sorted(desk.ids()) == sorted(["first", "second", *(f"other{each}" for each in range(n))])
    assert not blind
    await desk.close()
    store.close()
