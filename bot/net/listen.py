"""The listening socket, and handing it over: who stops lets go of it first, then stores everything that has arrived.

A socket that somebody else holds too (systemd's socket activation, or whoever started `serve --fd N`) keeps the
connections that nobody has accepted yet for the next process: none is refused, none is lost.
"""

import asyncio
import socket

import uvicorn

Listener = socket.socket
BACKLOG = 2048
# How long a connection that is open may still bring a request, once nothing new is accepted.
QUIET = 1.0
LOOK = 0.02


def listen(host: str, port: int, inherited: int | None) -> socket.socket:
    """The inherited socket by its number, or a new one. OSError when the address is taken or not this machine's."""
    if inherited is not None:
        made = socket.socket(fileno=inherited)
        made.setblocking(False)
        return made
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((host, port))
    made.listen(BACKLOG)
    made.setblocking(False)
    return made


class Server(uvicorn.Server):
    """Uvicorn that loses nobody when it ends. `listener` is None where uvicorn makes its own."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket | None = None) -> None:
        super().__init__(config)
        self._listener = [listener] if listener is not None else None

    async def run_to_the_end(self) -> None:
        await self.serve(self._listener)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Nothing new is accepted; who is being answered is told to close; who is silent for a second is closed."""
        for each in self.servers:
            each.close()
        end = asyncio.get_running_loop().time() + QUIET
        while self.server_state.connections and asyncio.get_running_loop().time() < end:
            for connection in list(self.server_state.connections):
                cycle = getattr(connection, "cycle", None)
                if cycle is not None and not cycle.response_complete:
                    connection.shutdown()
            await asyncio.sleep(LOOK)
        await super().shutdown(sockets)
