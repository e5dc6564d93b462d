"""A database that hangs: this process can still store, in the spool, and says so within a second; nobody who asks waits
behind somebody else's asking.
"""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from starlette.requests import Request
from starlette.testclient import TestClient

from bot.app import create_app
from bot.health import Health
from bot.store import Store
from tests.faults.desk import body
from tests.town import Town

AWAY = "ready: the database is away, events are spooled\n"


@contextmanager
def hangs(town: Town) -> Iterator[None]:
    """Every write waits for somebody who does not go on."""
    store = Store(town.settings.database_url)
    with store.writer.connect() as holder:
        holder.exec_driver_sql("SELECT 1" if store.is_sqlite else "LOCK TABLE mark, inbox IN ACCESS EXCLUSIVE MODE")
        yield
        holder.rollback()
    store.close()


def asks(browser: TestClient, _: int = 0) -> tuple[float, str]:
    began = time.monotonic()
    said = browser.get("/readyz").text
    return time.monotonic() - began, said


def everybody_asks(browser: TestClient) -> tuple[list[str], str]:
    """What the quick ones hear, and the one who waited."""
    with ThreadPoolExecutor(8) as pool:
        *quick, slow = sorted(pool.map(lambda n: asks(browser, n), range(8)))
    assert quick[-1][0] < 0.8
    assert slow[0] < 2
    return [said for _, said in quick], slow[1]


def is_well_again(town: Town, browser: TestClient) -> None:
    """Once the last answer is there."""
    until = time.monotonic() + 20
    while asks(browser)[1] != "ready\n":
        assert time.monotonic() < until
        town.clock.at += 1_000


def test_one_asks_and_the_others_hear_what_was_known(town: Town):
    app = create_app(town.service, console=False)
    browser = TestClient(app)
    assert asks(browser)[1] == "ready\n"
    town.clock.at += 1_000
    with hangs(town):
        assert everybody_asks(browser) == (["ready\n"] * 7, AWAY)
        town.clock.at += 1_000
        took, said = asks(browser)
        assert said == AWAY
        assert took < 0.8, "who owes an answer is not asked again"
    is_well_again(town, browser)


def test_before_anything_is_known_the_others_hear_so(town: Town):
    browser = TestClient(create_app(town.service, console=False))
    with hangs(town):
        assert everybody_asks(browser) == (["not yet known\n"] * 7, AWAY)
    is_well_again(town, browser)


def test_once_an_event_has_waited_in_vain_the_spool_decides_at_once(town: Town):
    browser, accepter = TestClient(create_app(town.service, console=False)), town.service.accepter

    async def story() -> tuple[float, str]:
        accepter.start()
        with hangs(town):
            assert await accepter.accept(body("waits"))
            assert accepter.blindfolded
            answer = await asyncio.to_thread(asks, browser)
            town.settings.spool_dir.rename(town.settings.spool_dir.with_name("gone"))
            town.settings.spool_dir.write_text("no folder")
            town.clock.at += 1_000
            assert (await asyncio.to_thread(browser.get, "/readyz")).status_code == 503
            town.settings.spool_dir.unlink()
        await asyncio.to_thread(accepter.stop)
        return answer

    took, said = town.loop.run_until_complete(story())
    assert said == AWAY
    assert took < 0.8


def test_a_stop_does_not_wait_for_it_for_long(town: Town):
    health = Health(town.service)
    with hangs(town):
        assert health.readyz(Request({"type": "http"})).status_code == 200
        began = time.monotonic()
        health.close()
        assert time.monotonic() - began < 2
    health.close()
