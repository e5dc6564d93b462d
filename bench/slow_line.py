"""LINE answers in 80 ms: how many replies a second, and whether the acknowledgement notices."""

import asyncio

import uvloop

from bench.flow import A_SECOND, ACK50, crowded, handed, steady
from bench.people import STEPS
from bench.plot import Bar
from bench.report import Form, Goal, columns, finish, form
from bench.rounds import Measured, take_turns
from bench.running import ECHO, OURS, TUNED, Contestant

SLOW = 0.080
AT_ONCE = 400
OPEN = (8, 32)
PACE = 200
QUICK = "acknowledged p50 ms, LINE at 0 ms"


def with_open(webhooks: int) -> str:
    return f"replies/s, {webhooks} webhooks open"


async def one(who: Contestant, how: Form, number: int) -> Measured:
    # Who waits for LINE is as fast with few people as with many, and takes its time.
    many, few = (how.size(800, 400), how.size(400, 100)) if who is OURS else (how.size(200, 100), how.size(60, 20))
    crowd = await crowded(who, many, number, AT_ONCE, SLOW)
    found = {A_SECOND: crowd[A_SECOND]}
    for webhooks in OPEN:
        found[with_open(webhooks)] = await handed(who, few, number + webhooks, webhooks, SLOW)
    if who is not OURS:
        return found
    people = how.size(10, 4) * PACE // len(STEPS)
    slow = await steady(who, people, number, PACE, SLOW)
    quick = await steady(who, people, number + 1, PACE)
    return {**found, ACK50: slow[ACK50], QUICK: quick[ACK50]}


def main(how: Form) -> None:
    contestants = {c.name: c for c in (TUNED, ECHO, OURS)}

    def measure(name: str, number: int) -> Measured:
        return asyncio.run(one(contestants[name], how, number))

    uvloop.install()
    table = take_turns(tuple(contestants), how.rounds(), measure)
    ours = table.rounds[OURS.name]
    table.rounds["acknowledgement"] = {"slow": ours[ACK50]}
    table.rounds["acknowledgement, quick"] = {"slow": ours[QUICK]}
    ratio = table.ratio("acknowledgement", "acknowledgement, quick", "slow")
    goals = [
        Goal("replies/s against the SDK echo, tuned", table.ratio(OURS.name, TUNED.name, A_SECOND), at_least=8),
        Goal("replies/s against the SDK echo, as published", table.ratio(OURS.name, ECHO.name, A_SECOND), at_least=8),
        *(
            Goal(
                f"the same with {webhooks} webhooks open at a time, {peer.name}",
                table.ratio(OURS.name, peer.name, with_open(webhooks)),
                at_least=8,
            )
            for webhooks in OPEN
            for peer in (TUNED, ECHO)
        ),
        Goal("our acknowledgement at 200/s, LINE at 80 ms against 0 ms", ratio, at_most=1.2),
    ]
    for name in ("acknowledgement", "acknowledgement, quick"):
        del table.rounds[name]
    drawn = [Bar(name, table.range(name, A_SECOND), name == OURS.name) for name in table.rounds]
    finish(how, "LINE answers in 80 ms", columns(table, A_SECOND, *map(with_open, OPEN)), goals, drawn, A_SECOND)


if __name__ == "__main__":
    main(form("slow_line"))
