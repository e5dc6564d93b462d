"""The whole platform as one ASGI application: LINE's API, the control API, the phone page."""

import asyncio
import socket
import struct

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from emulator import api, api_menus, control, web
from emulator.platform import Platform


def create_app(platform: Platform) -> "DroppingLine":
    app = Starlette(
        routes=[*api.routes(platform), *api_menus.routes(platform), *control.routes(platform), *web.routes()],
        exception_handlers={404: _unknown, 405: _unknown},
    )
    app.state.stopping = asyncio.Event()
    return DroppingLine(app)


async def _unknown(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return JSONResponse({"message": "Not found" if status == 404 else "Method not allowed"}, status)


class DroppingLine:
    """Breaks the connection itself where a fault asks for it: an ASGI application alone cannot."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    @property
    def stopping(self) -> asyncio.Event:
        """Set it before the server stops: it ends open streams and silent faults."""
        event: asyncio.Event = self.app.state.stopping
        return event

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn's `send` is a method of an object that holds the connection; in memory there is none.
        transport = getattr(getattr(send, "__self__", None), "transport", None)

        async def drop(reset: bool) -> None:
            if transport is None:
                raise ConnectionResetError("the emulator drops this connection")
            if reset:
                line = transport.get_extra_info("socket")
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
            while (await receive())["type"] != "http.disconnect":
                pass

        if scope["type"] == "http":
            scope.setdefault("extensions", {})["emulator.drop"] = drop
        await self.app(scope, receive, send)
