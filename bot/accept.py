"""Accept: signed bytes become inbox rows, and the answer is given after the COMMIT.

A group commit: everything that waits while one transaction runs is committed together by the next. What the database
cannot take within a second goes to the spool (bot/spool.py), and comes back from there in order.
"""

import asyncio
import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from bot.behind import Behind
from bot.bodies import rows_of, strange_row
from bot.clock import Clock
from bot.pace import Pace
from bot.rows import INBOX, MARK
from bot.spool import Spool, Spooled
from bot.store import Store
from bot.tracing import Tracing
from bot.waiting import Queue, Waiting, gathered

log = logging.getLogger("ess.accept")
# While several events arrive at a time, a commit waits this long for more of them.
GATHER = 0.002
PATIENCE = 1.0
LOOK = 0.25
PAUSE = 0.5
LOOK_AROUND = 5.0
# Out of the spool for so long, then it is the turn of whoever writes now; into a file goes what comes in such a moment.
DRAIN = 0.15
SPOOL_GATHER = 0.02
# What may wait in memory at once, for the database and for the spool each: past this it is the disk's, then LINE's.
MOST_BODIES, MOST_BYTES = 5_000, 64 * 1024 * 1024
REFUSED = (IntegrityError, DataError, UnicodeError)


class Accepter:
    """Stores bodies. `accept(body)` returns True once every event of it is committed or spooled, False when neither.

    Start and stop it with the running loop; `store_now`, `look` and `drain` are the same work without a thread.
    `away`: the database has refused; `blind` then hears what could not be handled.
    """

    def __init__(self, store: Store, clock: Clock, wake: Callable[[], None], spool: Spool) -> None:
        self.spool = spool
        self.away = False
        self.blind: Callable[[Spooled], None] = lambda _: None
        self.tracing: Tracing | None = None
        self.stored = self.sheltered = self.refused = 0
        self._store = store
        self._clock = clock
        self._wake = wake
        # What comes from the spool was said in other minutes, and comes in another thread.
        self._pace, self._pace_then = Pace(), Pace()
        self._behind = Behind(spool)
        self._stored: Queue = queue.SimpleQueue()
        self._spooled: Queue = queue.SimpleQueue()
        self._order: deque[Waiting] = deque()
        self._bytes = 0
        self._stuck = False
        self._stopping = False
        self._threads: list[threading.Thread] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def waiting(self) -> int:
        return len(self._order)

    @property
    def blindfolded(self) -> bool:
        """Whether the database refuses, or has not answered for a while."""
        return self.away or self._stuck

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        for work in (self._store_all, self._spool_all):
            thread = threading.Thread(target=work, name=f"accept{work.__name__}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Stores what waits, then ends the threads."""
        self._stopping = True
        for thread, waiting in zip(self._threads, (self._stored, self._spooled), strict=False):
            waiting.put(False)
            thread.join()
        self._threads = []

    def rows(self, body: bytes) -> list[dict[str, Any]]:
        """The inbox rows of a signed body that comes now."""
        return rows_of(body, self._clock.now(), self._pace)

    async def accept(self, body: bytes) -> bool:
        assert self._loop is not None
        heard, began = self._clock.now(), time.perf_counter_ns()
        rows = rows_of(body, heard, self._pace)
        if not rows:
            return True
        if self._bytes + len(body) > 2 * MOST_BYTES or len(self._order) >= 2 * MOST_BODIES:
            self.refused += 1
            return False
        waiting = Waiting(rows, Spooled(heard, body), self._loop.create_future(), self._loop.time())
        full = self._bytes > MOST_BYTES or len(self._order) >= MOST_BODIES
        if self.blindfolded or full or (self._behind.anybody and self._behind.holds(waiting.lanes)):
            self._shelter(waiting)
        else:
            self._stored.put(waiting)
        if not self._order:
            self._loop.call_later(LOOK, self._look)
        self._order.append(waiting)
        self._bytes += len(body)
        stored = await waiting.done
        if self.tracing is not None:
            self.tracing.accepted(rows, began, stored=stored, spooled=waiting.sheltered)
        return stored

    def _shelter(self, waiting: Waiting) -> None:
        if not waiting.sheltered:
            waiting.sheltered = True
            self._behind.coming(waiting.lanes, lambda: self._spooled.put(waiting))

    def _look(self) -> None:
        """Bodies that the database has kept waiting go to the spool; both may store them, their ids are known.

        With the first late one all that wait for the database go, lest they be overtaken by what comes now. Who waits
        for the spool says nothing about the database.
        """
        assert self._loop is not None
        while self._order and self._order[0].done.done():
            self._bytes -= len(self._order.popleft().spooled.body)
        now = self._loop.time()
        if self._order and not self.blindfolded:
            asked = [w for w in self._order if not w.sheltered and not w.done.done()]
            if asked and now - asked[0].since > PATIENCE:
                self._stuck = True
                for each in asked:
                    self._shelter(each)
        if self._order:
            self._loop.call_later(LOOK, self._look)

    def store_now(self, rows: list[dict[str, Any]]) -> None:
        """Insert or ignore: a known id has been here before."""
        plain = [r for r in rows if "done_at" not in r]
        strange = [r for r in rows if "done_at" in r]

        def insert(connection: Connection) -> None:
            for group in (plain, strange):
                if group:
                    self._store.many(connection, self._store.insert_new(INBOX), group)

        self._store.write(insert, first=True)

    def look(self) -> None:
        """Sees what lies in the spool, once all that was seen there is in the database."""
        if self.spool.used_up:
            self._behind.look()

    def drain(self, seconds: float = DRAIN) -> bool:
        """What was seen in the spool into the database, oldest first, for so long; whether there was anything."""
        until, events = time.monotonic() + seconds, 0
        while groups := self.spool.oldest():
            bodies = [each for group in groups for each in group.bodies]
            rows = [row for each in bodies for row in rows_of(each.body, each.heard, self._pace_then)]
            if rows:
                self._store_each(rows)
                self._wake()
            self.spool.remove(groups)
            events += len(rows)
            if time.monotonic() > until:
                break
        if events:
            log.warning("spooled events are in the database", extra={"events": events})
        return events > 0

    def _store_each(self, rows: list[dict[str, Any]]) -> None:
        """Together, or in ever smaller parts when the database refuses a row itself; that one is kept as what it is."""
        try:
            self.store_now(rows)
        except REFUSED:
            if len(rows) > 1:
                half = len(rows) // 2
                self._store_each(rows[:half])
                self._store_each(rows[half:])
                return
            log.exception("an event cannot be stored as it is")
            self.store_now([strange_row(rows[0]["body"], rows[0]["heard"])])

    def _store_all(self) -> None:
        """The thread of the database: commits in groups, asks whether it is back, and drains the spool meanwhile."""
        last = many = False
        look = 0.0
        while not last:
            # Before those who wait here are stored: nothing is seen in the spool then that was said after their words
            # and would overtake them. Now and then also without a reason: another process may share the folder.
            if self.spool.waits or self._behind.anybody or time.monotonic() > look:
                look = time.monotonic() + LOOK_AROUND
                self.look()
            patience = PAUSE if self.away else 0 if self.spool.waits else LOOK_AROUND
            batch, last = gathered(self._stored, patience, GATHER if many else 0)
            many = len(batch) > 1
            try:
                if self.away:
                    # Whoever still came this way follows those who went to the spool; then the database is asked.
                    late, batch = batch, []
                    for each in late:
                        self._shelter(each)
                    self.probe()
                elif batch:
                    self._store_each([row for each in batch for row in each.rows])
                    self._answer(batch)
                if not self._stopping:
                    self.drain()
            except (SQLAlchemyError, OSError) as e:
                if not self.away:
                    log.exception("the database is away; events go to the spool", extra={"error": type(e).__name__})
                self.away = True
                for each in batch:
                    self._shelter(each)
            else:
                self._back()

    def _back(self) -> None:
        if self.away:
            log.warning("the database is back")
        self.away = self._stuck = False

    def probe(self) -> None:
        """Writes to the database; SQLAlchemyError or OSError when that cannot be done."""
        row = {"name": "ready", "value": str(self._clock.now())}
        self._store.write(lambda c: c.execute(self._store.upsert(MARK), [row]), first=True)

    def _spool_all(self) -> None:
        """The thread of the spool: one file and one fsync for everything that waits."""
        last = False
        while not last:
            batch, last = gathered(self._spooled, None, SPOOL_GATHER)
            if not batch:
                continue
            # Both threads send here while the database goes away.
            batch.sort(key=lambda each: each.since)
            stored = True
            try:
                self.spool.put(each.spooled for each in batch)
            except OSError:
                log.critical("events can be stored nowhere", exc_info=True)
                stored = False
                self.refused += len(batch)
            else:
                self.sheltered += len(batch)
            self._behind.arrived(len(batch))
            self._answer(batch, stored=stored)
            if not self.away:
                self._stored.put(True)
            if stored and self.blindfolded:
                for each in batch:
                    self.blind(each.spooled)

    def _answer(self, batch: list[Waiting], *, stored: bool = True) -> None:
        assert self._loop is not None
        self.stored += len(batch) if stored else 0
        self._loop.call_soon_threadsafe(_answered, batch, stored)
        if stored:
            self._wake()


def _answered(batch: list[Waiting], stored: bool) -> None:
    for each in batch:
        if not each.done.done():
            each.done.set_result(stored)
