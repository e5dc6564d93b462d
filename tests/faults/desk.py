"""Where signed bodies are accepted, without a server around it: for tests that break the database or the spool."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from bot.accept import Accepter
from bot.rows import INBOX
from bot.schema import create_tables
from bot.spool import Spool
from bot.store import Store
from tests.town import TestClock

KEY = b"k" * 32


class Desk:
    """An accepter over a store, in the running loop, and what it has stored."""

    def __init__(self, url: str, folder: Path) -> None:
        self.store = Store(url)
        self.clock = TestClock()
        self.spool = Spool(folder / "spool", KEY)
        self.accepter = Accepter(self.store, self.clock, lambda: None, self.spool)
        self.accepter.start()

    async def close(self) -> None:
        await asyncio.to_thread(self.accepter.stop)
        self.store.close()

    def ids(self) -> list[str]:
        with self.store.read() as connection:
            return list(connection.execute(sa.select(INBOX.c.id).order_by(INBOX.c.seq)).scalars())


def body(name: str, *, text: str = "ช่วยด้วย", user: str = "U1") -> bytes:
    event = {
        "type": "message",
        "webhookEventId": name,
        "timestamp": 1_795_000_000_000,
        "mode": "active",
        "replyToken": f"token-{name}",
        "source": {"type": "user", "userId": user},
        "message": {"type": "text", "id": "1", "text": text},
    }
    return json.dumps({"destination": "U", "events": [event]}).encode()


async def until(true: Callable[[], object], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - threads make it true, and they know no event of this loop
            await asyncio.sleep(0.01)


def founded(url: str) -> str:
    """The URL of a database that has its tables now."""
    store = Store(url)
    create_tables(store)
    store.close()
    return url
