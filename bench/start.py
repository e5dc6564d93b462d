"""Spawn to the first 200: the database is there and migrated, as at every start but the first."""

import tempfile
import time
from pathlib import Path

from bench.plot import Bar
from bench.report import Form, Goal, columns, finish, form
from bench.rounds import Measured, take_turns
from bench.running import ECHO, OURS, TUNED, start
from bench.town import found

MS = "spawn to first 200, ms"
CPU = "processor time until then, ms"


def main(how: Form) -> None:
    contestants = {c.name: c for c in (ECHO, TUNED, OURS)}
    with tempfile.TemporaryDirectory(prefix="ess-bench-") as name:
        folder = Path(name)
        found(folder)

        def measure(name: str, _: int) -> Measured:
            started = start(contestants[name], folder, "http://127.0.0.1:9")
            took = time.perf_counter() - started.started
            spent = started.spent()
            started.end()
            return {MS: took * 1000, CPU: spent * 1000}

        for each in contestants:  # once for the files' cache
            measure(each, -1)
        table = take_turns(tuple(contestants), how.rounds(9), measure)
    goals = [
        Goal("against the SDK echo, as published", table.ratio(OURS.name, ECHO.name, MS), at_most=1.0),
        Goal("against the SDK echo, tuned", table.ratio(OURS.name, TUNED.name, MS), at_most=1.0),
    ]
    drawn = [Bar(name, table.range(name, MS), name == OURS.name) for name in table.rounds]
    finish(how, "From spawn to the first 200", columns(table, MS, CPU), goals, drawn, "ms")


if __name__ == "__main__":
    main(form("start"))
