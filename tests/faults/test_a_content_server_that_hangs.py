"""Files that do not come, or slowly, or meet a slow disk: nobody's words wait for them, and none is fetched twice."""

import asyncio
import threading
from pathlib import Path

import sqlalchemy as sa

from bot.net.post import FETCHES, IN_FLIGHT
from bot.outgoing import background_row
from bot.rows import CONTENT, OUTBOX
from bot.service import Service
from bot.vault import Vault, Writer
from handlers.effects import Fetch
from tests.faults.fleet import until
from tests.faults.silence import opened, pushes, silent, status
from tests.town import TestClock

PICTURE = b"\xff\xd8\xff\xe0" + b"a picture " * 300_000
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(PICTURE) + PICTURE
DAY = 86_400_000


def sends_files(service: Service, count: int) -> None:
    now, tries_for = service.clock.now(), DAY
    rows = [background_row(now, Fetch(f"c{n}", str(n), "image", "N"), tries_for) for n in range(count)]
    files = [{"id": f"c{n}", "body": b"", "media": "image", "name": None, "state": "waiting"} for n in range(count)]

    def work(connection: sa.Connection) -> None:
        connection.execute(sa.insert(CONTENT), files)
        connection.execute(sa.insert(OUTBOX), rows)

    service.store.write(work)
    assert service.poster is not None
    service.poster.wake()


async def is_sent(service: Service, user: str) -> None:
    ident = pushes(service, user)
    assert service.poster is not None
    service.poster.wake()
    await asyncio.to_thread(until, lambda: status(service, ident) == "sent", 3)


def state(service: Service, content: str) -> str:
    with service.store.read() as connection:
        return str(connection.scalar(sa.select(CONTENT.c.state).where(CONTENT.c.id == content)))


async def test_a_content_server_that_says_nothing_holds_nobody_up(tmp_path: Path):
    with silent() as server:
        async with opened(tmp_path, files=server.url) as (service, platform):
            sends_files(service, 3 * IN_FLIGHT)
            await asyncio.to_thread(until, lambda: server.asked >= FETCHES, 5)
            await is_sent(service, platform.person("เวร").user_id)
            assert service.poster is not None
            assert service.poster.room() == IN_FLIGHT
            assert server.asked == FETCHES


async def test_a_slow_download_is_not_begun_twice(tmp_path: Path):
    clock = TestClock()
    with silent(ANSWER) as server:
        async with opened(tmp_path, files=server.url, clock=clock) as (service, platform):
            officer = platform.person("เวร")
            sends_files(service, 1)
            await asyncio.to_thread(until, lambda: server.asked == 1, 5)
            for _ in range(5):
                clock.at += 2 * 60_000
                await is_sent(service, officer.user_id)
            assert server.asked == 1
            server.allowed.set()
            await asyncio.to_thread(until, lambda: state(service, "c0") == "stored", 5)
            assert b"".join(service.desk.vault.read("c0")) == PICTURE


class SlowDisk(Vault):
    """Nothing is written before it `goes_on`."""

    def __init__(self, folder: Path, key: bytes) -> None:
        super().__init__(folder, key)
        self.goes_on = threading.Event()

    def writer(self, name: str) -> Writer:
        self.goes_on.wait()
        return super().writer(name)


async def test_a_slow_disk_holds_nobody_up(tmp_path: Path):
    with silent(ANSWER) as server:
        server.allowed.set()
        async with opened(tmp_path, files=server.url) as (service, platform):
            disk = SlowDisk(service.settings.media_dir, service.settings.data_key())
            assert service.poster is not None
            service.poster.content.vault = disk
            sends_files(service, 2 * FETCHES)
            await asyncio.to_thread(until, lambda: server.asked == FETCHES, 5)
            await is_sent(service, platform.person("เวร").user_id)
            disk.goes_on.set()
            last = 2 * FETCHES - 1
            await asyncio.to_thread(until, lambda: state(service, f"c{last}") == "stored", 20)
