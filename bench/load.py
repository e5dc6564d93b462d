"""The load generator: raw connections that write ready requests and read no more of the answer than they must."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from bench.fake_line import FakeLine
from bench.people import Shot, Walk

PATIENCE = 30.0
REDELIVERY = 1.0


@dataclass(slots=True)
class Acks:
    """When each event was first sent, how long until it was acknowledged and with what; 0 = no answer. Keys are reply
    tokens.
    """

    sent: dict[str, float] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        return sum(1 for token in self.sent if self.status.get(token) != 200)


class Caller(asyncio.Protocol):
    """One keep-alive connection; one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[int] | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, _: Exception | None) -> None:
        self._transport = None
        self._done(0)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(rest) >= length:
            self._buffer = b""
            self._done(int(head[9:12]))

    def _done(self, status: int) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(status)

    @property
    def open(self) -> bool:
        return self._transport is not None

    def ask(self, request: bytes) -> "asyncio.Future[int]":
        self._answer = asyncio.get_running_loop().create_future()
        if self._transport is None:
            self._answer.set_result(0)
        else:
            self._transport.write(request)
        return self._answer


class Callers:
    """A pool of connections to the server on a port."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Caller] = []

    async def ask(self, request: bytes) -> int:
        caller = await self._take()
        if caller is None:
            return 0
        try:
            async with asyncio.timeout(PATIENCE):
                status = await caller.ask(request)
        except TimeoutError:
            return 0
        if caller.open:
            self._idle.append(caller)
        return status

    async def _take(self) -> Caller | None:
        while self._idle:
            caller = self._idle.pop()
            if caller.open:
                return caller
        try:
            _, made = await asyncio.get_running_loop().create_connection(Caller, "127.0.0.1", self._port)
        except OSError:
            return None
        return made


async def _shoot(callers: Callers, shot: Shot, acks: Acks, again: int = 0) -> None:
    """Once, and `again` times more, a second apart, while it is not acknowledged."""
    acks.sent[shot.reply] = begun = time.perf_counter()
    for left in range(again, -1, -1):
        acks.status[shot.reply] = status = await callers.ask(shot.request)
        acks.took[shot.reply] = time.perf_counter() - begun
        if status == 200 or not left:
            return
        await asyncio.sleep(REDELIVERY)


async def crowd(port: int, people: Sequence[Walk], at_once: int, line: FakeLine | None = None) -> Acks:
    """Closed: `at_once` people at a time; each does the next thing after the answer to the last one.

    With `line` the answer is the reply that they read, without it the acknowledgement alone.
    """
    callers, acks, waiting = Callers(port), Acks(), iter(people)

    async def one() -> None:
        for walk in waiting:
            for shot in walk:
                await _shoot(callers, shot, acks)
                if line is not None:
                    await line.reply_to(shot.reply, PATIENCE)

    await asyncio.gather(*(one() for _ in range(at_once)))
    return acks


async def paced(port: int, shots: Sequence[Shot], a_second: float, *, again: bool = False) -> Acks:
    """Open: the n-th event leaves n / a_second after the start, whatever became of the others.

    `again` redelivers what was not acknowledged, for a minute at most, as LINE may.
    """
    callers, acks = Callers(port), Acks()
    begun, tasks = time.perf_counter(), set()
    for number, shot in enumerate(shots):
        wait = begun + number / a_second - time.perf_counter()
        if wait > 0.001:
            await asyncio.sleep(wait)
        task = asyncio.create_task(_shoot(callers, shot, acks, 60 if again else 0))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    while tasks:
        await asyncio.wait(tasks)
    return acks


async def answered(line: FakeLine, shots: Sequence[Shot], most: float) -> None:
    """Until every event has its reply, at most so many seconds."""
    end = time.perf_counter() + most
    for shot in shots:
        await line.reply_to(shot.reply, max(0.0, end - time.perf_counter()))


async def silence(line: FakeLine, least: float = 0.4, most: float = 60.0) -> None:
    """Until LINE has heard nothing new for `least` seconds."""
    end = time.perf_counter() + most
    before, since = -1, time.perf_counter()
    while time.perf_counter() < end:
        now = line.heard.calls
        if now != before:
            before, since = now, time.perf_counter()
        elif time.perf_counter() - since > least:
            return
        await asyncio.sleep(0.02)
