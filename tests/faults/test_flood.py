"""Overload: a flood of one delays nobody else, and what does not fit into memory goes to the disk."""

import asyncio
from pathlib import Path

from bot.accept import MOST_BYTES, Accepter
from bot.pace import CALM
from bot.parse import LATER, ORDINARY
from bot.schema import create_tables
from bot.spool import Spool, Spooled
from bot.store import Store
from models.times import HOUR
from tests.faults.desk import KEY, Desk, body, until
from tests.town import TestClock, Town

FLOOD = 400


def test_who_calls_after_a_flood_of_somebody_else_is_answered_in_the_first_turn(database: str, tmp_path: Path):
    town = Town(tmp_path, database=database)
    flood, caller = town.platform.person("ท่วม", follows=False), town.platform.person("เร่งด่วน", follows=False)
    for n in range(FLOOD):
        flood.says(f"ข้อความ {n}")
    caller.says("แจ้งเหตุ")
    turned = town.service.turner.turn()
    assert turned.handled < 30, "of one lane a turn takes twenty rows"
    assert town.service.poster is not None
    town.service.poster.take(turned.born)
    town.loop.run_until_complete(town.service.poster.step())
    caller.expects("เกิดอะไรขึ้น")
    town.settle(rounds=300)
    assert town.service.turner.turn().handled == 0, "the flood is handled too, behind everybody else"
    town.closes()


def test_a_flood_is_ranked_behind_everybody_else_also_while_the_spool_comes_back(tmp_path: Path):
    store = Store(f"sqlite:///{tmp_path}/flood.db")
    create_tables(store)
    clock, spool = TestClock(), Spool(tmp_path / "spool", KEY)
    accepter = Accepter(store, clock, lambda: None, spool)
    ranks = []
    for n in range(CALM + 1):
        ranks += [row["rank"] for row in accepter.rows(body(f"now{n}"))]
        spool.put([Spooled(clock.now() - HOUR, body(f"then{n}"))])
        accepter.look()
        assert accepter.drain()
    assert ranks == [ORDINARY] * CALM + [LATER]
    store.close()


async def test_what_does_not_fit_into_memory_goes_to_the_disk(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/busy.db"
    store = Store(url)
    create_tables(store)
    desk = Desk(url, tmp_path)
    large = "ก" * 300_000
    count = MOST_BYTES // len(body("x", text=large)) + 20
    with store.writer.connect() as holder:
        holder.exec_driver_sql("SELECT 1")
        answers = await asyncio.gather(*(desk.accepter.accept(body(f"e{n}", text=large)) for n in range(count)))
        assert all(answers), "stored on disk, though the database takes nothing"
        assert desk.accepter.sheltered == count
        holder.rollback()
    await until(lambda: not desk.spool.waits and desk.accepter.waiting == 0)
    assert sorted(desk.ids()) == sorted(f"e{n}" for n in range(count))
    await desk.close()
    store.close()
