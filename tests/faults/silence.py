"""Servers that take a connection and say nothing, or not yet."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


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
