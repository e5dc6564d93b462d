"""Accept: signed bytes become inbox rows, and the answer is given after the COMMIT.

A group commit: everything that waits while one transaction runs is committed together by the next.
"""

import asyncio
import base64
import hashlib
import hmac
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.parse import DESK, LATER, ORDINARY, Received, receive
from bot.rows import INBOX
from bot.store import Store

log = logging.getLogger("ess.accept")
CALM = 30
# While several events arrive at a time, a commit waits this long for more of them.
GATHER = 0.002
MINUTE = 60_000
MOST_WATCHED = 10_000


def signed(secrets: tuple[str, ...], body: bytes, signature: str) -> bool:
    """Whether one of our secrets signed exactly these bytes (Messaging API reference, "Signature validation")."""
    found = False
    for secret in secrets:
        made = base64.b64encode(hmac.digest(secret.encode(), body, "sha256"))
        found |= hmac.compare_digest(made, signature.encode("latin-1", "replace"))
    return found


def inbox_row(received: Received, heard: int) -> dict[str, Any]:
    return {
        "id": received.id,
        "lane": received.lane,
        "kind": "line",
        "rank": received.rank,
        "at": received.at,
        "heard": heard,
        "body": received.body,
        "parked": False,
    }


def strange_row(raw: bytes, heard: int) -> dict[str, Any]:
    """A signed body that is not what we know: stored raw and raised to operators."""
    ident = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    row = inbox_row(Received(ident, DESK, ORDINARY, heard, raw), heard)
    return {**row, "kind": "strange", "parked": True, "done_at": heard}


@dataclass(slots=True)
class Pace:
    """How often each lane has spoken this minute: a flood is ranked behind everybody else, never refused."""

    minute: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def rank(self, received: Received, heard: int) -> int:
        if heard // MINUTE != self.minute or len(self.counts) > MOST_WATCHED:
            self.minute, self.counts = heard // MINUTE, {}
        count = self.counts[received.lane] = self.counts.get(received.lane, 0) + 1
        return received.rank if count <= CALM or received.rank < ORDINARY else LATER


class Accepter:
    """Stores bodies. `accept(body)` returns True once every event of it is committed, False when it could not be.

    Start and stop it with the running loop; `store_now` is the same work without a thread.
    """

    def __init__(self, store: Store, clock: Clock, wake: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._wake = wake
        self._pace = Pace()
        self._waiting: queue.SimpleQueue[tuple[list[dict[str, Any]], asyncio.Future[bool]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="accept", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stores what waits, then ends the thread."""
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def rows(self, body: bytes) -> list[dict[str, Any]]:
        """The inbox rows of a signed body; one for each event, none for LINE's verify button."""
        heard = self._clock.now()
        events = receive(body, heard)
        if events is None:
            log.error("a signed body is not what we know; stored raw for operators")
            return [strange_row(body, heard)]
        rows = [inbox_row(each, heard) for each in events]
        for row, each in zip(rows, events, strict=True):
            row["rank"] = self._pace.rank(each, heard)
        return rows

    async def accept(self, body: bytes) -> bool:
        rows = self.rows(body)
        if not rows:
            return True
        assert self._loop is not None
        done: asyncio.Future[bool] = self._loop.create_future()
        self._waiting.put((rows, done))
        return await done

    def store_now(self, rows: list[dict[str, Any]]) -> None:
        """Insert or ignore: a known id has been here before."""
        plain = [r for r in rows if "done_at" not in r]
        strange = [r for r in rows if "done_at" in r]

        def insert(connection: Any) -> None:
            statement = self._store.insert(INBOX).on_conflict_do_nothing()
            for group in (plain, strange):
                if group:
                    connection.execute(statement, group)

        self._store.write(insert)

    def _run(self) -> None:
        many = False
        while (first := self._waiting.get()) is not None:
            if many:
                time.sleep(GATHER)
            batch, last = [first], False
            while not self._waiting.empty():
                more = self._waiting.get()
                if more is None:
                    last = True
                    break
                batch.append(more)
            self._commit(batch)
            many = len(batch) > 1
            if last:
                return

    def _commit(self, batch: list[tuple[list[dict[str, Any]], "asyncio.Future[bool]"]]) -> None:
        try:
            self.store_now([row for rows, _ in batch for row in rows])
            stored = True
        except (SQLAlchemyError, OSError):
            log.exception("events could not be stored")
            stored = False
        assert self._loop is not None
        self._loop.call_soon_threadsafe(_answer, [done for _, done in batch], stored)
        if stored:
            self._wake()


def _answer(waiting: list["asyncio.Future[bool]"], stored: bool) -> None:
    for done in waiting:
        if not done.done():
            done.set_result(stored)
