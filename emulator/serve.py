"""The platform on a port of this machine, in a thread, for tests and the demo."""

import socket
from threading import Event, Thread
from types import TracebackType
from typing import Self

import uvicorn

from emulator.app import DroppingLine, create_app
from emulator.platform import Platform

_START_SECONDS = 10.0


class _Server(uvicorn.Server):
    def __init__(self, app: DroppingLine) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
        self.ready = Event()
        self._stopping = app.stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()
        await super().shutdown(sockets)


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
        self._server.should_exit = True
        self._thread.join(_START_SECONDS)
        self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self.stop()
