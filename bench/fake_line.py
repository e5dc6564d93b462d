"""A small LINE: takes replies and pushes, answers after a while, and notices everything said twice.

It lives in the load generator's process, so that one clock times a webhook and its reply.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Self, cast

import httptools
import orjson

AT_ONCE = 30.0


@dataclass(slots=True)
class Heard:
    """What it was told; times are of `perf_counter`.

    A repeated key is answered 409 and a used token 400, as LINE does: `repeats` counts them. `doubled` are words that
    LINE accepted twice: pushed under two keys within half a minute. `said_again` are words pushed after a reply with
    the same words: what our rule for vital words after a crash allows.
    """

    replies: dict[str, float] = field(default_factory=dict)
    pushes: dict[str, float] = field(default_factory=dict)
    profiles: int = 0
    repeats: int = 0
    doubled: list[bytes] = field(default_factory=list)
    said_again: int = 0
    strange: list[str] = field(default_factory=list)
    pushed: dict[bytes, tuple[str, float]] = field(default_factory=dict)
    replied: set[bytes] = field(default_factory=set)

    @property
    def calls(self) -> int:
        return len(self.replies) + len(self.pushes) + self.profiles


class FakeLine:
    """`async with FakeLine(delay) as line:` listens on loopback; `delay` in s may be changed while it runs."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.heard = Heard()
        self.port = 0
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def forget(self) -> None:
        """Begin to count again; what is in flight still counts."""
        self.heard = Heard()

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=1024)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    async def reply_to(self, token: str, patience: float) -> bool:
        """Whether a reply on this token comes in time."""
        if token in self.heard.replies:
            return True
        waiting = self._waiting[token] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(patience):
                await waiting
        except TimeoutError:
            return False
        return True

    def answer(self, path: str, key: str, body: bytes) -> tuple[int, bytes]:
        heard, now = self.heard, time.perf_counter()
        if path.startswith("/v2/bot/profile/"):
            heard.profiles += 1
            user = path.rpartition("/")[2]
            return 200, orjson.dumps({"userId": user, "displayName": "สมใจ", "language": "th"})
        if path.startswith("/v2/bot/message/quota"):
            return 200, b'{"type":"limited","value":1000000,"totalUsage":0}'
        if path == "/v2/bot/message/reply":
            token = orjson.loads(body)["replyToken"]
            if token in heard.replies:
                heard.repeats += 1
                return 400, b'{"message":"Invalid reply token"}'
            heard.replies[token] = now
            heard.replied.add(_words(body))
            waiting = self._waiting.pop(token, None)
            if waiting is not None and not waiting.done():
                waiting.set_result(None)
            return 200, b'{"sentMessages":[{"id":"1","quoteToken":"q"}]}'
        if path == "/v2/bot/message/push":
            if key in heard.pushes:
                heard.repeats += 1
                return 409, b'{"message":"The retry key is already accepted"}'
            heard.pushes[key] = now
            first, at = heard.pushed.setdefault(body, (key, now))
            if first != key and now - at < AT_ONCE:
                heard.doubled.append(body)
            heard.said_again += _words(body) in heard.replied
            return 200, b'{"sentMessages":[{"id":"1","quoteToken":"q"}]}'
        heard.strange.append(path)
        return 404, b"{}"


def _words(body: bytes) -> bytes:
    """The messages of a reply or push without its address; ours come after it."""
    return body[body.find(b'"messages":') :]


class _Connection(asyncio.Protocol):
    def __init__(self, line: FakeLine) -> None:
        self._line = line
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._path, self._key, self._body = "", "", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, _: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._path, self._key, self._body = "", "", b""

    def on_url(self, url: bytes) -> None:
        self._path += url.decode()

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"x-line-retry-key":
            self._key = value.decode()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        status, body = self._line.answer(self._path, self._key, self._body)
        head = (
            f"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nx-line-request-id: 1\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        if self._line.delay:
            asyncio.get_running_loop().call_later(self._line.delay, self._write, head.encode() + body)
        else:
            self._write(head.encode() + body)

    def _write(self, answer: bytes) -> None:
        if self._transport is not None:
            self._transport.write(answer)
