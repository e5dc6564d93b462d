"""Post: claimed rows go out, their ends are settled in batches. One recipient hears in order; others do not wait."""

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

import sqlalchemy as sa

from bot.clock import Clock
from bot.exchange import Exchange
from bot.net.content import TOTAL, Content, Fetched
from bot.net.line import Line, Profile
from bot.net.notify import Notifier
from bot.outgoing import FETCH, URGENT
from bot.riding import BUDGET
from bot.rows import CONTENT
from bot.store import Store
from bot.tracing import Tracing
from bot.tries import Accepted, Claimed, Outcome, Refused, TryLater
from models.times import MINUTE

log = logging.getLogger("ess.post")
IN_FLIGHT = 200
ALERTS = 100
# Claimed beyond what is on its way, so that a try can begin where another ends.
AHEAD = 200
# Files have slots of their own: a content server that hangs must not keep a reply waiting. Asked for this often, in
# seconds, beside what else is due.
FETCHES = 20
FETCHES_EVERY = 0.25
LONGEST_SLEEP = 1.0
# Over the push budget these are not said at all; words wait, or ride on the person's next message (bot/riding.py).
FREE_TO_GO = {"drill", "notice"}
BUDGET_WAIT = MINUTE
AFTER_FAILURE = 1.0
# What ends meanwhile is settled together, and what is due is looked for once: nobody waits for either.
GATHER = 0.025
STOPPED = "the process stopped"
# A try is only begun while the claim outlives the slowest answer (bot/net/line.py, TIMEOUT).
SLOWEST, SLOWEST_FETCH = 5_000, TOTAL * 1000


@dataclass(slots=True)
class Poster:
    """Sends what the outbox holds. `step()` is one round; `run()` goes on until `stop()`."""

    store: Store
    clock: Clock
    line: Line
    content: Content
    wake_turn: Callable[[], None]
    notifier: Notifier | None = None
    may_push: Callable[[str], bool] = lambda _: True
    push_tries: int = 3
    tries: Counter[tuple[str, str]] = field(default_factory=Counter)
    told: Callable[[frozenset[str]], None] = lambda _: None
    tracing: Tracing | None = None
    _born: deque[Claimed] = field(default_factory=deque)
    _urgent: deque[Claimed] = field(default_factory=deque)
    _files: deque[Claimed] = field(default_factory=deque)
    _tasks: dict[asyncio.Task[None], str] = field(default_factory=dict)
    _awake: asyncio.Event = field(default_factory=asyncio.Event)
    _between: Exchange = field(init=False)
    _alerts: int = 0
    _fetches: int = 0
    _files_again: float = 0.0
    _running: bool = False
    _stopping: bool = False
    _cut: bool = False

    def __post_init__(self) -> None:
        self._between = Exchange(self.store, self.clock)

    def take(self, born: Iterable[Claimed]) -> None:
        """Rows that a turn has claimed for this process. From any thread; `wake` it in the loop's."""
        self._born.extend(born)

    def wake(self) -> None:
        """In the loop's thread: what was taken leaves now, and the outbox is looked at soon."""
        self._launch()
        self._awake.set()

    @property
    def in_hand(self) -> int:
        return len(self._tasks) + len(self._born) + len(self._urgent) + len(self._files)

    def room(self) -> int:
        """How many new rows can be sent at once. What is in hand is bounded; the rest waits in the outbox, and so does
        everything new while older rows wait there: nobody is overtaken by who came later.
        """
        return 0 if self._between.behind else IN_FLIGHT + self._fetches - len(self._tasks) - len(self._born)

    async def step(self) -> int:
        """One round without background tasks: claims, sends all, settles; how many rows it sent."""
        rows = [*self._take_born(IN_FLIGHT), *await self._exchange(IN_FLIGHT, ALERTS, FETCHES)]
        for each in rows:
            await self._deliver(each)
        await self._exchange(0, 0, 0)
        return len(rows)

    async def run(self) -> None:
        self._running = True
        while not self._stopping or self.in_hand or self._between.ended:
            self._awake.clear()
            self._launch()
            most, alerts, files = (0, 0, 0) if self._stopping else self._wanted()
            try:
                due = await self._exchange(most, alerts, files)
            except Exception:  # the house allows it here: without this loop nothing is said to anybody
                log.exception("the outbox cannot be reached")
                await self._sleep(AFTER_FAILURE, wakeful=False)
                continue
            for row in due:
                self._waiting(row.kind).append(row)
            self._launch()
            if not self._stopping:
                await asyncio.sleep(GATHER)
            if not due and not self._between.ended:
                await self._sleep(LONGEST_SLEEP)

    def _launch(self) -> None:
        """Sends at once what is claimed, as far as there is room."""
        if not self._running:
            return
        for _ in range(min(len(self._urgent), ALERTS - self._alerts)):
            self._begin(self._urgent.popleft())
        for _ in range(min(len(self._files), FETCHES - self._fetches)):
            self._begin(self._files.popleft())
        for row in self._take_born(max(0, self._free())):
            self._begin(row)

    def _begin(self, row: Claimed) -> None:
        task = asyncio.create_task(self._deliver(row))
        self._tasks[task] = row.kind
        self._alerts += row.kind in URGENT
        self._fetches += row.kind == FETCH
        task.add_done_callback(self._done)

    def _waiting(self, kind: str) -> deque[Claimed]:
        return self._urgent if kind in URGENT else self._files if kind == FETCH else self._born

    def _free(self) -> int:
        """Room for more tries; alerts and files have their own."""
        return IN_FLIGHT + self._alerts + self._fetches - len(self._tasks)

    def _wanted(self) -> tuple[int, int, int]:
        """How many words, alerts and files to claim: those that can go at once, and a few words and alerts that go
        next.
        """
        words, alerts = AHEAD + self._free() - len(self._born), 2 * ALERTS - self._alerts - len(self._urgent)
        files, now = 0, time.monotonic()
        if now >= self._files_again:
            self._files_again, files = now + FETCHES_EVERY, FETCHES - self._fetches - len(self._files)
        return max(0, words), max(0, alerts), max(0, files)

    async def close(self) -> None:
        await self.content.close()
        if self.notifier is not None:
            self.notifier.close()
        self._between.close()

    def stop(self) -> None:
        """Ends `run()` once what is in flight is settled."""
        self._stopping = True
        self._awake.set()

    def cut(self) -> None:
        """Ends `run()` as soon as what is in hand is given back: it is due at once, for the next process, under the
        same keys.
        """
        self._stopping = self._cut = True
        for waiting in (self._born, self._urgent, self._files):
            self._between.ended += [(row, TryLater(STOPPED, 0, begun=False)) for row in waiting]
            waiting.clear()
        for task in self._tasks:
            task.cancel()
        self._awake.set()

    async def _sleep(self, longest: float, *, wakeful: bool = True) -> None:
        try:
            async with asyncio.timeout(longest):
                await (self._awake if wakeful else asyncio.Event()).wait()
        except TimeoutError:
            return

    def _done(self, task: asyncio.Task[None]) -> None:
        kind = self._tasks.pop(task)
        self._alerts -= kind in URGENT
        self._fetches -= kind == FETCH
        if self._born or self._urgent or self._files:
            self._launch()
        self._awake.set()

    def _take_born(self, most: int) -> list[Claimed]:
        return [self._born.popleft() for _ in range(min(most, len(self._born)))]

    async def _deliver(self, row: Claimed) -> None:
        began = time.perf_counter_ns()
        try:
            outcome = await self._attempt(row)
        except Exception:  # the house allows it here: one poison row must not stop the post
            log.exception("row cannot be sent", extra={"kind": row.kind})
            outcome = Refused("bug")
        except asyncio.CancelledError:
            if not self._cut:
                raise
            outcome = TryLater(STOPPED, 0)
        self._end(row, began, outcome)

    def _end(self, row: Claimed, began: int, outcome: Outcome) -> None:
        self.tries[row.kind, type(outcome).__name__] += 1
        if self.tracing is not None:
            self.tracing.called(row, began, outcome)
        self._between.ended.append((row, outcome))
        self._awake.set()

    async def _attempt(self, row: Claimed) -> Outcome:
        if row.lease - (SLOWEST_FETCH if row.kind == FETCH else SLOWEST) < self.clock.now():
            return TryLater("lease ran out", 0, begun=False)
        match row.kind:
            case "fetch":
                return await self._fetch(row)
            case "erase":
                await self.content.erase(row.message_id or "")
                return Accepted(how="erase")
            case "profile":
                return await self._profile(row)
            case "leave":
                return await self.line.leave(row.body.decode())
            case "menu":
                user, menu = row.body.decode().split("\n")
                return await self.line.show_menu(user, menu)
            case "notify" if self.notifier is not None:
                return await self.notifier.send(row, partial(self._end, row, time.perf_counter_ns()))
            case _ if row.reply_token is None and not self.may_push(row.kind):
                return Refused(BUDGET) if row.kind in FREE_TO_GO else TryLater(BUDGET, BUDGET_WAIT)
            case _:
                return await self.line.send(row)

    async def _fetch(self, row: Claimed) -> Outcome:
        line_id = row.body.decode().split("\n")[0]
        content = row.message_id or ""
        fetched = await self.content.fetch(content, line_id)
        if isinstance(fetched, Fetched):
            values: dict[str, str | int] = {
                "state": "stored",
                "mime": fetched.mime,
                "size": fetched.stored.size,
                "sha256": fetched.stored.sha256,
            }
            if not await asyncio.to_thread(self._note_file, content, values):
                await self.content.erase(content)  # taken back while it was on its way
            return Accepted(how="fetch")
        if isinstance(fetched, Refused):
            await asyncio.to_thread(self._note_file, content, {"state": "lost"})
        return fetched

    def _note_file(self, content: str, values: dict[str, str | int]) -> bool:
        mine = sa.update(CONTENT).where(CONTENT.c.id == content, CONTENT.c.state != "erased").values(**values)
        return self.store.write(lambda c: c.execute(mine).rowcount) > 0

    async def _profile(self, row: Claimed) -> Outcome:
        user = row.body.decode()
        found = await self.line.profile(user)
        if not isinstance(found, Profile):
            return found
        self._between.profiles.append((user, found))
        return Accepted(how="profile")

    async def _exchange(self, most: int, alerts: int, files: int) -> tuple[Claimed, ...]:
        claimed, ended = await self._between.once(self.push_tries, most, alerts, files)
        if ended:
            self.wake_turn()
            # What became of an operator's words is seen in the console at once.
            self.told(frozenset(row.case_number for row, _ in ended if row.case_number))
            self._awake.set()
        return claimed
