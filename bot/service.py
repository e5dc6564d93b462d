"""The running service: one store, one turner, one poster, and the threads between them."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.accept import Accepter
from bot.apart import Apart
from bot.clock import Clock, SharedClock
from bot.desk import Changes, Desk
from bot.directory import Places, load_places
from bot.lives import FileLives, come_alive
from bot.net.blind import Blind
from bot.net.content import Content
from bot.net.line import Line
from bot.net.notify import Notifier
from bot.net.post import Poster
from bot.policy import load_policy
from bot.schema import has_tables
from bot.settings import Settings
from bot.slow import Slow
from bot.spool import Spool
from bot.store import Store
from bot.tracing import Tracing
from bot.turn import BATCH, Result, Turner
from bot.vault import Vault
from models.policy import Policy
from routing.directory import generated_directory

if TYPE_CHECKING:
    from bot.hints import Hints

log = logging.getLogger("ess.service")
LONGEST_SLEEP = 0.5
# Of the ten seconds that a stop may take, after the answers that are being given (bot/serving.py): for what is stored
# and sent, for giving back what has not ended by then, and for whom it leaves alone in the end.
IN_HAND, GIVEN_BACK, LAST = 4.0, 0.5, 0.5
AFTER_FAILURE = 1.0
# After a turn more may gather: a ms for each event that it had, at most so many. What a turn costs beside its events is
# shared by many where there are many, and few are not kept waiting.
MOST_GATHER = 20


@dataclass(slots=True)
class Service:
    """Everything that lives between start and stop. Build it, then `await start()` in the running loop."""

    settings: Settings
    store: Store
    clock: Clock
    desk: Desk
    accepter: Accepter
    turner: Turner
    policy: Policy
    changes: Changes
    slow: Slow
    handled: int = 0
    poster: Poster | None = None
    line: Line | None = None
    _wake: threading.Event = field(default_factory=threading.Event)
    _stopping: bool = False
    _threads: list[threading.Thread] = field(default_factory=list)
    _post: asyncio.Task[None] | None = None
    _hints: "Hints | None" = None
    _lives: FileLives | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _tracing: Tracing | None = None

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.changes.attach(self._loop)
        await self.open_line()
        assert self.poster is not None
        assert self.line is not None
        self.accepter.blind = Blind(self.line, self.clock, self.accepter.spool, lambda: self.accepter.blindfolded).soon
        self._lives = await asyncio.to_thread(come_alive, self.store, self.clock)
        self.accepter.start()
        self._threads = [threading.Thread(target=self._turns, name="turn", daemon=True)]
        for thread in self._threads:
            thread.start()
        self._post = asyncio.create_task(self.poster.run())
        self.slow.start()
        if isinstance(self.clock, SharedClock) and not self.store.is_sqlite:
            # psycopg is only installed, and only loaded, where there is a PostgreSQL.
            from bot.hints import Hints  # noqa: PLC0415

            self._hints = Hints(self.store, self.clock, self._hear, self._wake_all)
            self._hints.start()
        log.info("started")

    async def open_line(self) -> None:
        """The network side alone; tests that step by hand start here."""
        self.line = Line(self.settings)
        content = Content(self.settings, self.desk.vault, self.policy.media_largest)
        notifier = Notifier(self.store, self.clock, self.settings, self.settings.data_key())
        self.poster = Poster(self.store, self.clock, self.line, content, self.wake, notifier, self.slow.may_push)
        self.poster.told = self.changes.tell
        self.poster.tracing = self._tracing
        self.turner.room = self.poster.room

    async def stop(self) -> None:
        """Stores what waits, finishes what is in hand, sends nothing new. What takes too long is left: whatever has not
        ended is due at once for the next process, or when its lease runs out.
        """
        assert self._loop is not None
        end = self._loop.time() + IN_HAND
        apart = Apart(4, "stop")
        await self._within(end, apart, self.accepter.stop)
        self._stopping = True
        self._wake.set()
        ending = [self.slow.stop, *(thread.join for thread in self._threads)]
        await asyncio.gather(*(self._within(end, apart, each) for each in ending))
        if self.poster is not None and self._post is not None:
            await self._finish(self.poster, self._post, end)
        # Alive to the last: what is still on its way must not be taken over.
        if self._hints is not None:
            await self._within(self._loop.time() + LAST, apart, self._hints.stop)
        if self._lives is not None:
            self._lives.end()
        apart.shutdown()
        await self.close()
        log.info("stopped")

    async def _within(self, end: float, apart: Apart, work: Callable[[], object]) -> None:
        """What does not end in time is left in its daemon thread, which ends with the process."""
        loop = asyncio.get_running_loop()
        done, late = await asyncio.wait([loop.run_in_executor(apart, work)], timeout=max(0, end - loop.time()))
        for each in done:
            each.result()
        for each in late:
            each.cancel()
            log.warning("a stop waits no longer", extra={"kind": getattr(work, "__qualname__", "")})

    async def _finish(self, poster: Poster, post: asyncio.Task[None], end: float) -> None:
        """What is on its way ends, or is given back."""
        poster.stop()
        await asyncio.wait([post], timeout=max(0, end - asyncio.get_running_loop().time()))
        if not post.done():
            log.warning("what has not ended goes to the next process", extra={"count": poster.in_hand})
            poster.cut()
            await asyncio.wait([post], timeout=GIVEN_BACK)
        if not post.done():
            log.warning("what is left goes when its lease has run out")
            post.cancel()
            await asyncio.wait([post], timeout=LAST)
        elif not post.cancelled():
            post.result()

    async def close(self) -> None:
        if self.line is not None:
            self.line.close()
        if self.poster is not None:
            await self.poster.close()
        if self._tracing is not None:
            await asyncio.to_thread(self._tracing.close)
        self.store.close()

    def trace(self, tracing: Tracing) -> None:
        """Tells it of everything that happens, from the start on."""
        self._tracing = self.accepter.tracing = self.turner.tracing = tracing
        if self.poster is not None:
            self.poster.tracing = tracing

    def take_policy(self, policy: Policy) -> None:
        """The policy as it holds from the next turn on. From any thread: values are replaced whole."""
        self.policy = self.turner.policy = policy
        if self.poster is not None:
            self.poster.push_tries = policy.push_tries

    def take_places(self, places: Places) -> None:
        """Centres and boundaries as they hold from the next turn on. From any thread."""
        self.turner.places = places

    def wake(self) -> None:
        """There is something to turn. From any thread."""
        self._wake.set()

    def _wake_all(self) -> None:
        """Another replica has left something for us, or may have while we did not listen."""
        self.wake()
        if self._loop is not None and self.poster is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.poster.wake)

    def _hear(self, numbers: frozenset[str]) -> None:
        if numbers:
            self.changes.tell(numbers)
        else:
            self.changes.refresh()

    def after(self, result: Result) -> None:
        """After a turn's commit: send what was born claimed, tell the consoles, wake the post and the next turn."""
        self.changes.tell(result.changed)
        if result.more:
            self.wake()
        if self._loop is not None and self.poster is not None and not self._loop.is_closed():
            self.poster.take(result.born)
            self._loop.call_soon_threadsafe(self.poster.wake)

    def _turns(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                if self.turner.places is GENERATED:
                    self.turner.places = load_places(self.store)
                result = self.turner.turn()
            except Exception:  # the house allows it here: without this thread nobody is answered
                log.exception("a turn has failed")
                self._wake.wait(AFTER_FAILURE)
                continue
            if result.handled:
                self.handled += result.handled
                self.after(result)
                if result.handled < BATCH:
                    time.sleep(min(result.handled, MOST_GATHER) / 1000)
            self._wake.wait(LONGEST_SLEEP)


GENERATED = Places(generated_directory())


def what_holds(store: Store) -> tuple[Policy, Places]:
    """What an owner has set. A service may start while the database is away; then defaults hold."""
    try:
        if has_tables(store):
            return load_policy(store), load_places(store)
    except SQLAlchemyError as e:
        log.warning("policy and places cannot be read yet", extra={"error": type(e).__name__})
    return Policy(), GENERATED


def build(settings: Settings, clock: Clock, store: Store | None = None, *, claims: bool = True) -> Service:
    """A service over the database of the settings; nothing runs yet."""
    store = store or Store(settings.database_url)
    policy, places = what_holds(store)
    turner = Turner(store, clock, places, policy, claims=claims, public_url=settings.public_url)
    vault = Vault(settings.media_dir, settings.data_key())
    changes = Changes()
    desk = Desk(store, clock, settings, turner, vault, changes)
    wake = threading.Event()
    accepter = Accepter(store, clock, wake.set, Spool(settings.spool_dir, settings.data_key()))
    slow = Slow(settings, store, clock, policy)
    service = Service(settings, store, clock, desk, accepter, turner, policy, changes, slow, _wake=wake)
    turner.busy = lambda: slow.busy
    slow.changed = service.take_policy
    slow.places, slow.moved = turner.places, service.take_places
    desk.after = service.after
    return service
