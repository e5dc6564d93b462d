"""The obvious implementation beside ours, the same people and the same fake LINE."""

import asyncio

import uvloop

from bench.flow import A_SECOND, PUSHES, US, crowded
from bench.plot import Bar
from bench.report import Form, Goal, columns, finish, form
from bench.rounds import Measured, take_turns
from bench.running import OBVIOUS, OURS

AT_ONCE = 100


def main(how: Form) -> None:
    contestants = {c.name: c for c in (OBVIOUS, OURS)}

    def measure(name: str, number: int) -> Measured:
        people = how.size(500, 150) if name == OURS.name else how.size(150, 60)
        return asyncio.run(crowded(contestants[name], people, number, AT_ONCE))

    uvloop.install()
    table = take_turns(tuple(contestants), how.rounds(), measure)
    goals = [
        Goal("steps a processor second", table.ratio(OBVIOUS.name, OURS.name, US), at_least=12),
        Goal("replies a second on one core", table.ratio(OURS.name, OBVIOUS.name, A_SECOND), at_least=12),
    ]
    drawn = [Bar(name, table.range(name, US), name == OURS.name) for name in table.rounds]
    finish(how, "Against the obvious implementation", columns(table, US, A_SECOND, PUSHES), goals, drawn, US)


if __name__ == "__main__":
    main(form("obvious"))
