"""Every flush 2 ms slower: what the group commit is worth. Accept alone, four hundred senders at once."""

import asyncio

import uvloop

from bench.accept import WALL, capacity
from bench.plot import Bar
from bench.report import Form, Goal, columns, finish, form
from bench.rounds import Measured, take_turns
from bench.running import ACCEPT_ONLY, ONE_BY_ONE
from bench.slow_flush import NO_COMPILER, slow_flush

AT_ONCE = 400
GROUP, GROUP_SLOW, ALONE_SLOW = "group commit", "group commit, slow disk", "one commit an event, slow disk"


def main(how: Form) -> None:
    uvloop.install()
    with slow_flush() as slow:
        if not slow:
            print(NO_COMPILER)
            return

        def measure(name: str, number: int) -> Measured:
            who = ONE_BY_ONE if name == ALONE_SLOW else ACCEPT_ONLY
            people = how.size(400, 150) if name == ALONE_SLOW else how.size(2000, 400)
            return asyncio.run(capacity(who, people, number, "" if name == GROUP else slow, AT_ONCE))

        table = take_turns((GROUP, GROUP_SLOW, ALONE_SLOW), how.rounds(), measure)
    goals = [
        Goal("against one commit per event", table.ratio(GROUP_SLOW, ALONE_SLOW, WALL), at_least=5),
        Goal("against itself without the delay", table.ratio(GROUP_SLOW, GROUP, WALL), at_least=0.7),
    ]
    drawn = [Bar(name, table.range(name, WALL), name == GROUP_SLOW) for name in table.rounds]
    finish(how, "Every flush 2 ms slower", columns(table, WALL), goals, drawn, WALL)


if __name__ == "__main__":
    main(form("flush"))
