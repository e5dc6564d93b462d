"""Live rows: what changed is gathered for a moment, drawn once per audience and language, and sent to all of them.

Frames are hints with the drawn row inside. They may be lost: a browser that connects again reads the whole list anew,
so there is no replay. What a reader may not see is never in a frame of theirs.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from bot.desk import Desk
from bot.staffing import Colleague, roll
from console import reads, sessions
from console.audience import Audience

log = logging.getLogger("ess.live")

GATHER = 0.25
TICK = 10.0
BEHIND = 64


@dataclass(frozen=True, slots=True)
class Viewer:
    """Everybody who gets the same bytes."""

    audience: Audience
    lang: str


@dataclass(frozen=True, slots=True)
class Listening:
    """One open stream. It ends with `None`: the session is over, or its browser reads too slowly."""

    viewer: Viewer
    session: str
    frames: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(BEHIND))


Draw = Callable[[Viewer, reads.Strip, tuple[reads.Row, ...], tuple[Colleague, ...] | None], bytes]


@dataclass(slots=True, eq=False)
class Live:
    """The fan-out of one process. It runs while somebody listens."""

    desk: Desk
    draw: Draw
    gather: float = GATHER
    tick: float = TICK
    listening: list[Listening] = field(default_factory=list)
    checked: float = 0.0
    touched: set[str] = field(default_factory=set)
    missed: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.AbstractEventLoop | None = None
    task: asyncio.Task[None] | None = None

    def touch(self, numbers: Iterable[str]) -> None:
        """Something beside the cases themselves has changed (who looks at them); may be called from any thread."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._touch, frozenset(numbers))

    def stir(self) -> None:
        """Who is present has changed: everybody gets the strip now. May be called from any thread."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.wake.set)

    def _touch(self, numbers: frozenset[str]) -> None:
        if numbers:
            self.touched |= numbers
            self.wake.set()

    async def stream(self, viewer: Viewer, session: str) -> AsyncIterator[bytes]:
        """The frames of one browser, until its session ends."""
        mine = Listening(viewer, session)
        self.listening.append(mine)
        self.start()
        try:
            yield await run_in_threadpool(self.frame, viewer, frozenset())
            while (frame := await mine.frames.get()) is not None:
                yield frame
        finally:
            self.drop([mine])

    def start(self) -> None:
        running = asyncio.get_running_loop()
        if self.task is None or self.task.done() or self.loop is not running:
            self.loop, self.wake, self.task = running, asyncio.Event(), running.create_task(self.run())

    async def run(self) -> None:
        pump = asyncio.create_task(self.pump())
        try:
            while self.listening:
                await self.one_round()
                if pump.done():
                    pump.result()
        except Exception:
            # One of the loops that catch everything: whatever a round met, its streams must end, or their screens would
            # go stale in silence. The browsers come back, read the whole list, and with that begin the loop anew.
            log.exception("live rows stopped; every browser reconnects")
            self.drop(list(self.listening))
        finally:
            pump.cancel()

    async def pump(self) -> None:
        """Hears what changed. An empty set says that the details were lost: every browser reads its list anew."""
        async for numbers in self.desk.changes.subscribe():
            if not numbers:
                self.missed = True
                self.wake.set()
            self._touch(numbers)

    async def one_round(self) -> None:
        """Waits for a change or the tick, gathers, and sends one frame to every viewer."""
        try:
            async with asyncio.timeout(self.tick):
                await self.wake.wait()
            await asyncio.sleep(self.gather)
        except TimeoutError:
            self.checked = 0.0
        # Also while changes never pause: a revoked session must not go on hearing of cases.
        now = asyncio.get_running_loop().time()
        if now - self.checked >= self.tick:
            self.checked = now
            self.drop(await run_in_threadpool(self.ended))
        self.wake.clear()
        numbers, self.touched = frozenset(self.touched), set()
        missed, self.missed = self.missed, False
        by_viewer: defaultdict[Viewer, list[Listening]] = defaultdict(list)
        for each in self.listening:
            by_viewer[each.viewer].append(each)
        for viewer, browsers in by_viewer.items():
            frame = await run_in_threadpool(self.frame, viewer, numbers)
            if missed:
                frame += event("refresh", "all")
            self.drop([b for b in browsers if frame and not offered(b, frame)])

    def frame(self, viewer: Viewer, numbers: frozenset[str]) -> bytes:
        """The strip, who is at 1300 and the changed rows that this viewer may see; nothing for an office without them.

        Without `numbers` it is the tick, and everybody gets the strip.
        """
        policy = self.desk.turner.policy
        moment = reads.Moment.of(self.desk.clock.now(), policy)
        with self.desk.store.read() as connection:
            rows = reads.some(connection, viewer.audience, numbers, moment) if numbers else ()
            if numbers and not rows and viewer.audience.office:
                return b""
            strip = reads.strip(connection, viewer.audience, moment)
            here = None if viewer.audience.office else roll(connection, moment.now, policy)
        return self.draw(viewer, strip, rows, here)

    def ended(self) -> list[Listening]:
        with self.desk.store.read() as connection:
            alive = sessions.still_alive(connection, {b.session for b in self.listening}, self.desk.clock.now())
        return [b for b in self.listening if b.session not in alive]

    def drop(self, gone: list[Listening]) -> None:
        self.wake.set()
        for each in gone:
            if each in self.listening:
                self.listening.remove(each)
            if each.frames.full():
                each.frames.get_nowait()
            each.frames.put_nowait(None)


def offered(browser: Listening, frame: bytes) -> bool:
    """Whether the frame was taken; a browser that is many frames behind had better start anew."""
    if browser.frames.full():
        return False
    browser.frames.put_nowait(frame)
    return True


def event(name: str, html: str) -> bytes:
    """One server-sent event. Line ends inside would end a field, so each line becomes a field of its own."""
    data = "\n".join(f"data: {line}" for line in html.splitlines())
    return f"event: {name}\n{data}\n\n".encode()
