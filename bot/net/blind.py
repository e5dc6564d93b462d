"""`blind_reply`: the only words that were not stored first. With the database away, one neutral reply with two numbers
to call, at most once a person in ten minutes (the safety rules: the single exception to "stored first").
"""

import asyncio
import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.net.line import Line
from bot.parse import read_json
from bot.render import blind_reply
from bot.spool import Spool, Spooled
from models.times import MINUTE

log = logging.getLogger("ess.blind")
# A database that is back by then answers for itself; a reply token lives about a minute.
GRACE = 10.0
AGAIN = 10 * MINUTE
MOST_WAITING = 10_000


class Blind:
    """Hears what was spooled, from any thread; speaks in the loop that made it."""

    def __init__(self, line: Line, clock: Clock, spool: Spool, away: Callable[[], bool], grace: float = GRACE) -> None:
        self._line = line
        self._clock = clock
        self._spool = spool
        self._away = away
        self._grace = grace
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0

    def soon(self, spooled: Spooled) -> None:
        if self._waiting < MOST_WAITING and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._later, spooled)

    def _later(self, spooled: Spooled) -> None:
        self._waiting += 1
        self._loop.call_later(self._grace, self._now, spooled)

    def _now(self, spooled: Spooled) -> None:
        self._waiting -= 1
        if self._away():
            task = self._loop.create_task(self.tell(spooled))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def tell(self, spooled: Spooled) -> None:
        """One reply to each person in the body who has not had one lately."""
        for user, token in answerable(spooled.body):
            try:
                first = self._spool.first(user, self._clock.now(), AGAIN)
            except OSError as e:
                log.warning("nobody is told: it could be twice", extra={"error": type(e).__name__})
                return
            if not first:
                continue
            outcome = await self._line.reply(token, blind_reply())
            log.warning("said without the database", extra={"outcome": type(outcome).__name__})


def answerable(body: bytes) -> list[tuple[str, str]]:
    """Who can be answered in a signed body, in a 1:1 chat: user and reply token."""
    read = read_json(body)
    events = read.get("events") if isinstance(read, dict) else None
    found = []
    for event in events if isinstance(events, list) else ():
        source = event.get("source") if isinstance(event, dict) else None
        if isinstance(source, dict) and source.get("type") == "user" and event.get("mode") == "active":
            user, token = source.get("userId"), event.get("replyToken")
            if isinstance(user, str) and isinstance(token, str):
                found.append((user, token))
    return found
