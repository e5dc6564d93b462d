"""`blind_reply`: the only words that were not stored first. With the database away, one neutral reply with two numbers
to call, at most once a person in ten minutes (the safety rules: the single exception to "stored first").
"""

import asyncio
import logging
from collections.abc import Callable

from bot.apart import Apart
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
    """Hears what was spooled, from any thread; speaks in the loop that made it. Of what it hears it keeps who can be
    answered, with the newest token: however much one person says, it is one reply.
    """

    def __init__(self, line: Line, clock: Clock, spool: Spool, away: Callable[[], bool], grace: float = GRACE) -> None:
        self._line = line
        self._clock = clock
        self._spool = spool
        self._away = away
        self._grace = grace
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, str] = {}
        # A disk that is slow must not hold up the loop, in which everybody's words arrive, nor others' threads.
        self._apart = Apart(1, "blind")

    def soon(self, spooled: Spooled) -> None:
        people = answerable(spooled.body)
        if people and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._later, people)

    def _later(self, people: list[tuple[str, str]]) -> None:
        for user, token in people:
            if user in self._waiting:
                self._waiting[user] = token
            elif len(self._waiting) < MOST_WAITING:
                self._waiting[user] = token
                self._loop.call_later(self._grace, self._now, user)

    def _now(self, user: str) -> None:
        token = self._waiting.pop(user)
        if self._away():
            task = self._loop.create_task(self.tell(user, token))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def tell(self, user: str, token: str) -> None:
        """One reply to a person who has not had one lately."""
        try:
            now = self._clock.now()
            first = await self._loop.run_in_executor(self._apart, self._spool.first, user, now, AGAIN)
        except OSError as e:
            log.warning("nobody is told: it could be twice", extra={"error": type(e).__name__})
            return
        if first:
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
