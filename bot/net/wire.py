"""The small HTTP/1.1 client of the hot path: keep-alive connections to one host, whole bodies, one time limit.

A general client spends about five times the processor time on such a call (bench/README.md), and half of a full step
would be that. Large files go another way (bot/net/content.py).
"""

import asyncio
import ssl
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import httptools

POOL = 300
TIMEOUT = 5.0
IDLE = 15.0
LARGEST = 256 * 1024


class WireError(OSError):
    """The answer did not come, or is not HTTP; whether the request was carried out is unknown."""


@dataclass(slots=True)
class Answer:
    """What came back. `request_id` is LINE's X-Line-Request-Id, empty when there is none."""

    status: int = 0
    body: bytes = b""
    request_id: str = ""


class Wire:
    """At most `POOL` connections to the host of `base`; an answer may take `patience` seconds. Use and close it in
    one running loop.

    Asking raises OSError (WireError among them) or TimeoutError; redirects are answers like any other.
    """

    def __init__(self, base: str, headers: dict[str, str], patience: float = TIMEOUT) -> None:
        address = urlsplit(base)
        secure = address.scheme == "https"
        self._host = address.hostname or ""
        self._port = address.port or (443 if secure else 80)
        self._ssl = ssl.create_default_context() if secure else None
        self._prefix = address.path.rstrip("/")
        self._head = _lines({"host": address.netloc.rpartition("@")[2], **headers})
        self._room = asyncio.Semaphore(POOL)
        self._patience = patience
        self._idle: list[_Connection] = []

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        more = {"content-length": str(len(body)), **headers}
        return await self._ask(b"POST %s HTTP/1.1\r\n%s%s\r\n%s" % (self._at(path), self._head, _lines(more), body))

    async def get(self, path: str) -> Answer:
        return await self._ask(b"GET %s HTTP/1.1\r\n%s\r\n" % (self._at(path), self._head))

    async def delete(self, path: str) -> Answer:
        return await self._ask(b"DELETE %s HTTP/1.1\r\n%s\r\n" % (self._at(path), self._head))

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _at(self, path: str) -> bytes:
        return (self._prefix + path).encode("ascii")

    async def _ask(self, request: bytes) -> Answer:
        async with asyncio.timeout(self._patience), self._room:
            connection = self._waiting() or await self._connected()
            try:
                answer = await connection.ask(request)
            except BaseException:
                connection.close()
                raise
        if connection.reusable:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    def _waiting(self) -> "_Connection | None":
        """The one used last; what the other side may soon close of itself is closed here."""
        now = asyncio.get_running_loop().time()
        while self._idle:
            connection = self._idle.pop()
            if connection.reusable and now - connection.used < IDLE:
                return connection
            connection.close()
        return None

    async def _connected(self) -> "_Connection":
        loop = asyncio.get_running_loop()
        _, made = await loop.create_connection(_Connection, self._host, self._port, ssl=self._ssl)
        return made


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self.used = 0.0
        self.reusable = False
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._answer = Answer()
        self._sized = False
        self._until_closed = False

    def ask(self, request: bytes) -> "asyncio.Future[Answer]":
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        self._parser, self._answer, self._sized = httptools.HttpResponseParser(self), Answer(), False
        if self._transport is None:
            waiting.set_exception(WireError("closed"))
        else:
            self._transport.write(request)
        return waiting

    def close(self) -> None:
        self.reusable = False
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self.reusable = True

    def connection_lost(self, error: Exception | None) -> None:
        self._transport, self.reusable = None, False
        if self._until_closed and error is None:
            self._end()
        else:
            self._fail("closed")

    def data_received(self, data: bytes) -> None:
        if self._parser is None or self._waiting is None or self._waiting.done():
            self.close()  # nobody asked
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail("not HTTP")

    def on_header(self, name: bytes, value: bytes) -> None:
        match name.lower():
            case b"x-line-request-id":
                self._answer.request_id = value.decode("latin-1")[:100]
            case b"content-length" | b"transfer-encoding":
                self._sized = True

    def on_headers_complete(self) -> None:
        assert self._parser is not None
        self._answer.status = self._parser.get_status_code()
        self._until_closed = not self._sized

    def on_body(self, body: bytes) -> None:
        self._answer.body += body
        if len(self._answer.body) > LARGEST:
            self._fail("too large")

    def on_message_complete(self) -> None:
        if self._answer.status < 200:
            return  # 100 Continue and its kind: the answer is still to come
        assert self._parser is not None
        self.reusable = self.reusable and self._parser.should_keep_alive()
        self._end()

    def _end(self) -> None:
        self._until_closed = False
        if self._waiting is not None and not self._waiting.done():
            self.used = asyncio.get_running_loop().time()
            self._waiting.set_result(self._answer)

    def _fail(self, why: str) -> None:
        self.close()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(WireError(why))


def _lines(headers: dict[str, str]) -> bytes:
    text = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if text.count("\n") != len(headers):
        raise ValueError("a header with a line break")
    return text.encode("latin-1")
