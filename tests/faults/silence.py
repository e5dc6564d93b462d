"""Servers that take a connection and say nothing, or not yet; and a service beside them."""

import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa

from bot.clock import Clock, SystemClock
from bot.outgoing import REPLY, row
from bot.rows import OUTBOX
from bot.schema import create_tables
from bot.service import Service, build
from bot.store import Store
from emulator.platform import Platform
from emulator.serve import Served
from tests.town import SECRET, TOKEN, settings_of

HOUR = 3_600_000


@dataclass
class Silent:
    """`asked` connections so far; each gets nothing, or `answer` once that is `allowed`."""

    port: int
    answer: bytes = b""
    allowed: threading.Event = field(default_factory=threading.Event)
    connections: list[socket.socket] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return len(self.connections)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def speaks(self, connection: socket.socket) -> None:
        self.allowed.wait()
        try:
            connection.recv(1 << 20)
            connection.sendall(self.answer)
        except OSError:
            return  # it has hung up
        finally:
            connection.close()


@contextmanager
def silent(answer: bytes = b"") -> Iterator[Silent]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=500)
    made = Silent(listener.getsockname()[1], answer)

    def accepts() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # closed
            made.connections.append(connection)
            threading.Thread(target=made.speaks, args=(connection,), daemon=True).start()

    threading.Thread(target=accepts, daemon=True).start()
    try:
        yield made
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        made.allowed.set()


@asynccontextmanager
async def opened(
    folder: Path, *, runs: bool = True, files: str = "", clock: Clock | None = None
) -> AsyncIterator[tuple[Service, Platform]]:
    """A service over one folder; `files` is where it fetches them. Unless it `runs`, the test goes step by step."""
    clock = clock or SystemClock()
    platform = Platform(clock=lambda: clock.now() / 1000, channel_secret=SECRET, channel_token=TOKEN)
    with Served(platform) as line:
        settings = settings_of(folder, line.url)
        settings = replace(settings, data_base=files or line.url)
        store = Store(settings.database_url)
        create_tables(store)
        service = build(settings, clock, store)
        await (service.start() if runs else service.open_line())
        try:
            yield service, platform
        finally:
            await (service.stop() if runs else service.close())


def pushes(service: Service, user: str) -> str:
    """Words that go out by the next claim; the row's id."""
    now = service.clock.now()
    body = b'[{"type":"text","text":"hello"}]'
    made = row(now, "brief", user, body, REPLY, vital=True, expires_at=now + HOUR)
    service.store.write(lambda c: c.execute(sa.insert(OUTBOX), [made]))
    return str(made["id"])


def status(service: Service, ident: str) -> str:
    with service.store.read() as connection:
        return str(connection.scalar(sa.select(OUTBOX.c.status).where(OUTBOX.c.id == ident)))
