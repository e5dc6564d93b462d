"""Durable accept: signed events in, 200 after the COMMIT with synchronous=FULL; the turns are left out."""

import asyncio
import time

import uvloop

from bench.fake_line import FakeLine
from bench.load import Acks, crowd
from bench.people import walks
from bench.plot import Bar
from bench.report import Form, Goal, columns, finish, form
from bench.rounds import Measured, take_turns
from bench.running import ACCEPT_ONLY, BARE, CHECKS, ECHO, OBVIOUS, TUNED, Contestant, running

AT_ONCE = 100
US, CAPACITY = "processor µs per event", "events per processor second"
WALL = "events/s on one core"


async def capacity(who: Contestant, people: int, seed: int, preload: str = "", at_once: int = AT_ONCE) -> Measured:
    """Processor time per acknowledged event with that many senders at once, after a warm-up."""
    async with FakeLine() as line:
        with running(who, line.url, preload) as server:
            await crowd(server.port, walks(max(people // 10, at_once // 2), seed + 1000), at_once)
            ready = walks(people, seed)
            spent, begun = server.spent(), time.perf_counter()
            acks: Acks = await crowd(server.port, ready, at_once)
            spent, took = server.spent() - spent, time.perf_counter() - begun
            if acks.refused:
                raise RuntimeError(f"{who.name} refused {acks.refused} of {len(acks.sent)}")
    events = len(acks.sent)
    return {US: spent / events * 1e6, CAPACITY: events / spent, WALL: events / took}


def main(how: Form) -> None:
    contestants = {c.name: c for c in (BARE, CHECKS, TUNED, ECHO, OBVIOUS, ACCEPT_ONLY)}
    people = {BARE.name: (6000, 600), CHECKS.name: (3000, 400), ACCEPT_ONLY.name: (3000, 400), OBVIOUS.name: (100, 40)}

    def measure(name: str, number: int) -> Measured:
        return asyncio.run(capacity(contestants[name], how.size(*people.get(name, (800, 150))), number))

    uvloop.install()
    table = take_turns(tuple(contestants), how.rounds(), measure)
    us = ACCEPT_ONLY.name
    goals = [
        Goal("capacity against FastAPI + HMAC", table.ratio(us, CHECKS.name, CAPACITY), at_least=0.8),
        Goal("capacity against the SDK echo, tuned", table.ratio(us, TUNED.name, CAPACITY), at_least=6),
        Goal("capacity against the SDK echo, as published", table.ratio(us, ECHO.name, CAPACITY), at_least=6),
    ]
    drawn = [Bar(name, table.range(name, CAPACITY), name == us) for name in table.rounds]
    finish(how, "Durable accept", columns(table, US, CAPACITY, WALL), goals, drawn, CAPACITY)


if __name__ == "__main__":
    main(form("accept"))
