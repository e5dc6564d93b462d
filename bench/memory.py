"""Memory: idle beside the SDK echo, and what a hundred thousand open conversations add."""

import asyncio
from pathlib import Path

import uvloop

from bench.fake_line import FakeLine
from bench.load import crowd, silence
from bench.people import walks
from bench.plot import Bar
from bench.report import Form, Goal, columns, finish, form
from bench.rounds import Measured, summed, take_turns
from bench.running import ECHO, OURS, TUNED, Contestant, running
from bench.seeding import fill

MIB = "memory, MiB"
WARM = 20


async def idle(who: Contestant, open_cases: int) -> float:
    """After a little work and a rest, so that everything that is loaded at need has been."""
    async with FakeLine() as line:
        with running(who, line.url, prepared=lambda folder: prepare(folder, open_cases)) as server:
            await crowd(server.port, walks(WARM, 7), WARM, line)
            await silence(line)
            await asyncio.sleep(1.5)
            return server.memory()


def prepare(folder: Path, open_cases: int) -> None:
    if open_cases:
        fill(folder, open_cases, closed=0)


def main(how: Form) -> None:
    contestants = {c.name: c for c in (ECHO, TUNED, OURS)}
    many = how.size(100_000, 10_000)
    full = f"{OURS.name}, {many:,} open conversations"

    def measure(name: str, _: int) -> Measured:
        who = contestants.get(name, OURS)
        return {MIB: asyncio.run(idle(who, many if name == full else 0))}

    uvloop.install()
    table = take_turns((*contestants, full), how.rounds(3), measure)
    added = [a - b for a, b in zip(table.rounds[full][MIB], table.rounds[OURS.name][MIB], strict=True)]
    goals = [
        Goal("idle against the SDK echo, as published", table.ratio(OURS.name, ECHO.name, MIB), at_most=1.5),
        Goal(f"MiB added by {many:,} open conversations", summed(added), at_most=8),
    ]
    drawn = [Bar(name, table.range(name, MIB), name.startswith(OURS.name)) for name in table.rounds]
    finish(how, "Memory", columns(table, MIB), goals, drawn, "MiB")


if __name__ == "__main__":
    main(form("memory"))
