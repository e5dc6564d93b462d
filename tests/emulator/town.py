"""What the emulator's own tests share: a clock that only they move, and the bot's side of the wire."""

import socket
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette

from emulator.platform import Platform
from emulator.serve import Served

Json = dict[str, Any]
START = 1_790_000_000.0
CALL = {"type": "uri", "label": "โทร 1300", "uri": "tel:1300"}
REPORT = {"type": "postback", "label": "แจ้งเหตุ", "data": "report", "displayText": "แจ้งเหตุ"}


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


class Bot:
    """Calls the platform like a bot would, without any of ours."""

    def __init__(self, url: str, platform: Platform) -> None:
        headers = {"authorization": f"Bearer {platform.channel_token}"}
        self.http = httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=5.0)

    def reply(self, token: str, *messages: Json, **more: Any) -> httpx.Response:
        headers = more.pop("headers", None)
        body = {"replyToken": token, "messages": list(messages), **more}
        return self.http.post("/v2/bot/message/reply", json=body, headers=headers)

    def push(self, to: str, *messages: Json, key: str = "", **more: Any) -> httpx.Response:
        headers = {"X-Line-Retry-Key": key} if key else None
        body = {"to": to, "messages": list(messages), **more}
        return self.http.post("/v2/bot/message/push", json=body, headers=headers)


@contextmanager
def bot_of(platform: Platform) -> Iterator[Bot]:
    with Served(platform) as served:
        bot = Bot(served.url, platform)
        try:
            yield bot
        finally:
            bot.http.close()


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Another ASGI application on a port of its own."""
    line = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = Thread(target=server.run, kwargs={"sockets": [line]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{line.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        line.close()


def words(text: str, **more: Any) -> Json:
    return {"type": "text", "text": text, **more}


def bubble(*contents: Json, alt: str = "ข้อความใหม่", **more: Any) -> Json:
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "flex", "altText": alt, "contents": {"type": "bubble", "body": body}, **more}


def button(action: Json) -> Json:
    return {"type": "button", "style": "primary", "action": action}


def quick(*actions: Json) -> Json:
    return {"items": [{"type": "action", "action": action} for action in actions]}


def menu(*areas: Json, name: str = "menu", width: int = 800, height: int = 400) -> Json:
    share = width // max(len(areas), 1)
    return {
        "size": {"width": width, "height": height},
        "selected": True,
        "name": name,
        "chatBarText": "เมนู",
        "areas": [
            {"bounds": {"x": index * share, "y": 0, "width": share, "height": height}, "action": action}
            for index, action in enumerate(areas)
        ],
    }


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\x80" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
