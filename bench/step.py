"""A full step: inbox, state, log, conversation, outbox, reply, alerts, settled; against an echo that stores nothing."""

import asyncio

import uvloop

from bench.flow import A_SECOND, PUSHES, US, crowded
from bench.plot import Bar
from bench.report import Form, Goal, columns, finish, form
from bench.rounds import Measured, take_turns
from bench.running import ECHO, OURS, TUNED

AT_ONCE = 100


def main(how: Form) -> None:
    contestants = {c.name: c for c in (TUNED, ECHO, OURS)}

    def measure(name: str, number: int) -> Measured:
        return asyncio.run(crowded(contestants[name], how.size(500, 150), number, AT_ONCE))

    uvloop.install()
    table = take_turns(tuple(contestants), how.rounds(), measure)
    goals = [
        Goal("processor time against the SDK echo, tuned", table.ratio(OURS.name, TUNED.name, US), at_most=0.75),
        Goal("processor time against the SDK echo, as published", table.ratio(OURS.name, ECHO.name, US), at_most=0.75),
    ]
    drawn = [Bar(name, table.range(name, US), name == OURS.name) for name in table.rounds]
    finish(how, "A full step", columns(table, US, A_SECOND, PUSHES), goals, drawn, US)


if __name__ == "__main__":
    main(form("step"))
