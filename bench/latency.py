"""200 events a second: how long from the webhook to the reply, with LINE at once and with LINE in 80 ms."""

import asyncio

import uvloop

from bench.flow import ACK50, REPLY50, REPLY99, US, steady
from bench.people import STEPS
from bench.plot import Bar
from bench.report import Form, Goal, columns, finish, form
from bench.rounds import Measured, take_turns
from bench.running import ECHO, OURS, TUNED, Contestant

A_SECOND = 200
SLOW = 0.080
REPLY99_SLOW = "webhook to reply p99 ms, LINE at 80 ms"


async def one(who: Contestant, people: int, number: int) -> Measured:
    quick = await steady(who, people, number, A_SECOND)
    slow = await steady(who, people // 2, number + 1, A_SECOND, SLOW)
    return {**quick, REPLY99_SLOW: slow[REPLY99]}


def main(how: Form) -> None:
    contestants = {c.name: c for c in (TUNED, ECHO, OURS)}
    people = how.size(20, 5) * A_SECOND // len(STEPS)

    def measure(name: str, number: int) -> Measured:
        return asyncio.run(one(contestants[name], people, number))

    uvloop.install()
    table = take_turns(tuple(contestants), how.rounds(), measure)
    goals = [
        Goal("p99 against the SDK echo, tuned", table.ratio(OURS.name, TUNED.name, REPLY99), at_most=0.5),
        Goal("p99 against the SDK echo, as published", table.ratio(OURS.name, ECHO.name, REPLY99), at_most=0.5),
        *(
            Goal(
                f"p99 against the {peer.name}, LINE at 80 ms",
                table.ratio(OURS.name, peer.name, REPLY99_SLOW),
                at_most=0.5,
            )
            for peer in (TUNED, ECHO)
        ),
    ]
    drawn = [Bar(name, table.range(name, REPLY99), name == OURS.name) for name in table.rounds]
    finish(how, "200 events a second", columns(table, REPLY50, REPLY99, REPLY99_SLOW, ACK50, US), goals, drawn, REPLY99)


if __name__ == "__main__":
    main(form("latency"))
