"""The platform on a port of this machine, in a thread, for tests and the demo."""

import asyncio
import socket
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

import uvicorn

from emulator.app import DroppingLine, create_app
from emulator.platform import Platform

_START_SECONDS = 10.0
_TICK, _LOOK, _LOOKS = 0.1, 0.001, 100


class _Server(uvicorn.Server):
    """Ends at once when it is told to and nobody is being answered: a thousand tests wait for that."""

    def __init__(self, app: DroppingLine) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
        self.ready = Event()
        self._stopping = app.stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
        self.ready.set()

    def end(self) -> None:
        """From any thread."""
        self.should_exit = True
        if self.ready.is_set() and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._told.set)

    async def main_loop(self) -> None:
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), _TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for _ in range(_LOOKS):
            if not self.server_state.connections:
                break
            await asyncio.sleep(_LOOK)
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
        for each in (*self.servers, *(sockets or ())):
            each.close()


class Served:
    """`with Served(platform) as served:` answers on `served.url` until the block ends."""

    def __init__(self, platform: Platform, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.platform = platform
        self._socket = socket.create_server((host, port))
        self.url = f"http://{host}:{self._socket.getsockname()[1]}"
        self._server = _Server(create_app(platform))
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def start(self) -> Self:
        self._thread.start()
        if not self._server.ready.wait(_START_SECONDS):
            raise RuntimeError(f"the emulator did not start on {self.url}")
        return self

    def stop(self) -> None:
        self.platform.disconnect()
        self._server.end()
        self._thread.join(_START_SECONDS)
        self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self.stop()
