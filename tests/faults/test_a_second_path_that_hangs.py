"""A mail server that accepts and says nothing holds up neither LINE nor another path, and gets no mail twice."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.notices import notice_row
from bot.outbox import claim_due
from bot.paths import add_path, new_path, paths
from bot.rows import OUTBOX
from bot.service import Service
from bot.tries import Accepted, Claimed, Outcome, TryLater
from handlers.effects import Notify
from models.field import PathKind
from tests.faults.fleet import until
from tests.faults.silence import Silent, opened, pushes, silent, status

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
HOUR = 3_600_000


def opens_path(service: Service, owner: str, address: str) -> str:
    kind, key = PathKind.SERVICE, service.settings.data_key()
    return add_path(service.store, key, new_path(owner, kind, owner), address, service.clock.now(), "test")


def mail(server: Silent) -> str:
    return f"mailto://u:p@127.0.0.1:{server.port}?smtp=127.0.0.1&from=a@example.org&to=b@example.org&mode=insecure"


def notices(service: Service, owner: str, count: int) -> None:
    now = service.clock.now()

    def work(connection: sa.Connection) -> None:
        (to,) = [path for path, _ in paths(connection, owner)]
        rows = [notice_row(now, Notify(owner, "test", f"test:{n}"), to) for n in range(count)]
        connection.execute(sa.insert(OUTBOX), rows)

    service.store.write(work)


def claimed(service: Service) -> Claimed:
    now = service.clock.now()
    (only,) = service.store.write(lambda c: claim_due(service.store, c, now, 10, 10))
    return only


async def test_messages_to_line_go_on_and_are_settled(tmp_path: Path):
    with silent() as server:
        async with opened(tmp_path, runs=True) as (service, platform):
            officer = platform.person("เวร")
            opens_path(service, "TH-50", mail(server))
            opens_path(service, "TH-83", mail(server))
            for owner in ("TH-50", "TH-83"):
                notices(service, owner, 20)
            assert service.poster is not None
            service.poster.wake()
            await asyncio.to_thread(until, lambda: server.asked >= 6, 10)
            for count in range(1, 4):
                ident = pushes(service, officer.user_id)
                service.poster.wake()
                await asyncio.to_thread(until, lambda ident=ident: status(service, ident) == "sent", 3)
                assert len(officer.received()) == count


async def test_a_path_that_hangs_leaves_room_for_the_others(tmp_path: Path):
    answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
    with silent() as hangs, silent(answer) as well:
        well.allowed.set()
        async with opened(tmp_path, runs=True) as (service, _):
            opens_path(service, "TH-50", mail(hangs))
            opens_path(service, "TH-83", f"json://127.0.0.1:{well.port}")
            notices(service, "TH-50", 60)
            assert service.poster is not None
            service.poster.wake()
            await asyncio.to_thread(until, lambda: hangs.asked >= 4, 10)
            notices(service, "TH-83", 1)
            service.poster.wake()
            await asyncio.to_thread(until, lambda: well.asked == 1, 5)
            assert hangs.asked == 4


async def test_what_takes_long_is_not_begun_again_and_its_end_is_heard(tmp_path: Path):
    with silent(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") as server:
        async with opened(tmp_path, runs=False) as (service, _):
            opens_path(service, "TH-50", f"json://127.0.0.1:{server.port}?rto=30")
            notices(service, "TH-50", 1)
            assert service.poster is not None
            notifier = service.poster.notifier
            assert notifier is not None
            notifier.patience = 0.5
            heard: list[Outcome] = []
            notice = claimed(service)
            first = await notifier.send(notice, heard.append)
            again = await notifier.send(notice, heard.append)
            assert isinstance(first, TryLater)
            assert first.begun
            assert isinstance(again, TryLater)
            assert not again.begun
            server.allowed.set()
            await asyncio.to_thread(until, lambda: heard, 5)
            assert heard == [Accepted(how="notify")]
            assert server.asked == 1


async def test_an_end_that_comes_late_is_written_down(tmp_path: Path):
    with silent(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") as server:
        async with opened(tmp_path, runs=True) as (service, _):
            opens_path(service, "TH-50", f"json://127.0.0.1:{server.port}?rto=30")
            assert service.poster is not None
            assert service.poster.notifier is not None
            service.poster.notifier.patience = 0.5
            notices(service, "TH-50", 1)
            service.poster.wake()
            await asyncio.to_thread(until, lambda: service.poster.tries["notify", "TryLater"] == 1, 5)
            server.allowed.set()
            with service.store.read() as connection:
                ident = str(connection.scalar(sa.select(OUTBOX.c.id)))
            await asyncio.to_thread(until, lambda: status(service, ident) == "sent", 5)
            assert server.asked == 1
