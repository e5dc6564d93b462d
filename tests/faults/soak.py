"""The long proofs of reliability: `python -m tests.faults.soak --minutes 45 --seed 1` writes docs/reliability.md.

Each scenario lets people talk at a steady rate while something breaks, then compares every conversation with one that
nothing disturbed (tests/faults/fleet.py). Short on time, it does fewer kills and shorter outages, and the page says so.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from emulator.faults import Fault, FaultKind
from tests.cluster import Cluster, binaries
from tests.faults.fleet import ROOT, WORDS, Fleet, Verdict, judge, talk, undisturbed

PAGE = ROOT / "docs" / "reliability.md"
MOST_KILLS = 50
SQLITE, POSTGRES = "SQLite, one replica", "PostgreSQL, two replicas"


@dataclass
class Disturbed:
    """What a scenario works with; `seconds` is how long it may last."""

    fleet: Fleet
    cluster: Cluster | None
    random: Random
    seconds: float

    def waits(self, seconds: float) -> None:
        time.sleep(seconds)

    def lasts(self) -> Iterator[None]:
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            yield


Disturbance = Callable[[Disturbed], str]


def kills(run: Disturbed) -> str:
    done = 0
    for _ in run.lasts():
        run.waits(run.random.uniform(0.05, 0.8))
        run.fleet.kill(run.random.randrange(len(run.fleet.alive)))
        run.fleet.start()
        done += 1
        if done == MOST_KILLS:
            break
    return f"{done} × kill -9"


def database_ends(how: str) -> Disturbance:
    def ends(run: Disturbed) -> str:
        assert run.cluster is not None
        done = 0
        for _ in run.lasts():
            run.waits(run.random.uniform(0.5, 3))
            if how == "kill":
                run.cluster.kill()
            else:
                run.cluster.stop()
            run.waits(run.random.uniform(0.1, 4))
            run.cluster.start()
            done += 1
        return f"{done} × the database {'killed' if how == 'kill' else 'restarted'}"

    return ends


def line_is(kind: FaultKind, words: str, **more: float | str) -> Disturbance:
    def bad(run: Disturbed) -> str:
        faults = run.fleet.platform.faults
        fault = Fault(kind, at=frozenset({"reply", "push"}), times=None, **more)  # type: ignore[arg-type]
        with run.fleet.platform.changing():
            faults.add(fault)
        run.waits(run.seconds)
        with run.fleet.platform.changing():
            faults.clear()
        return f"LINE {words} for {run.seconds:.0f} s"

    return bad


def restarts(run: Disturbed) -> str:
    took = []
    for n in range(5):
        run.waits(run.seconds / 6)
        if n % 2:
            run.fleet.start()
        took.append(run.fleet.alive.pop(0).ends())
        if not n % 2:
            run.fleet.start()
    run.waits(run.seconds / 6)
    return f"5 × restarted; a stop took at most {max(took):.1f} s"


@dataclass(frozen=True)
class Scenario:
    """A disturbance, its share of the time, how fast people talk, and where."""

    name: str
    disturb: Disturbance
    share: float
    where: tuple[str, ...] = (SQLITE, POSTGRES)
    rate: float = 25
    overtaking: bool = False


SCENARIOS = (
    Scenario("servers killed", kills, 0.22),
    Scenario("PostgreSQL killed", database_ends("kill"), 0.09, (POSTGRES,), overtaking=True),
    Scenario("PostgreSQL restarted", database_ends("stop"), 0.09, (POSTGRES,), overtaking=True),
    Scenario("clean restarts", restarts, 0.05, rate=200),
    Scenario("LINE slow", line_is(FaultKind.SLOW, "answers after 10 s", seconds=10), 0.04, (SQLITE,)),
    Scenario("LINE down", line_is(FaultKind.RESET, "closes every connection"), 0.04, (SQLITE,)),
    Scenario("LINE limits", line_is(FaultKind.RATE_LIMIT, "answers 429"), 0.04, (SQLITE,)),
    Scenario("LINE garbage", line_is(FaultKind.GARBAGE, "answers with HTML"), 0.03, (SQLITE,)),
    Scenario(
        "LINE takes it and says 500", line_is(FaultKind.ERROR, "accepts and answers 500", when="after"), 0.04, (SQLITE,)
    ),
)


@dataclass(frozen=True)
class Figure:
    """One line of the page."""

    name: str
    where: str
    what: str
    verdict: Verdict
    refused: str
    slowest: float
    rest: float


@contextmanager
def town(where: str, folder: Path) -> Iterator[tuple[Fleet, Cluster | None]]:
    if where == SQLITE:
        fleet = Fleet(folder, f"sqlite:///{folder}/fleet.db")
        fleet.start()
        yield fleet, None
        fleet.close()
        return
    cluster = Cluster(fsync="on", full_page_writes="on", autovacuum="on")
    fleet = Fleet(folder, cluster.database())
    fleet.start(2)
    yield fleet, cluster
    fleet.close()
    cluster.close()


def play(scenario: Scenario, where: str, seconds: float, seed: int) -> Figure:
    with tempfile.TemporaryDirectory(prefix="ess-soak-") as name:
        folder = Path(name)
        whole = undisturbed(folder / "calm")
        with town(where, folder) as (fleet, cluster):
            count = max(20, int(scenario.rate * seconds * 1.2 / len(WORDS)))
            people = [fleet.platform.person(f"p{n}", follows=False) for n in range(count)]
            talking = talk(people, WORDS, scenario.rate, threads=24)
            what = scenario.disturb(Disturbed(fleet, cluster, Random(seed), seconds))
            talking.join()
            began = time.monotonic()
            fleet.settles(600)
            rest = time.monotonic() - began
            verdict = judge(fleet, people, whole)
            refused = ", ".join(f"{n} × {status or 'no answer'}" for status, n in sorted(fleet.statuses.items()))
            return Figure(scenario.name, where, what, verdict, refused or "none", fleet.slowest, rest)


def page(figures: list[Figure], minutes: float, seed: int, took: float) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    lines = [
        "# What it survives",
        "<!-- Written by `make soak`. Run it again rather than change it. -->",
        "",
        *HEAD.splitlines(),
        "",
        (
            f"Commit {commit.stdout.strip() or 'unknown'}, seed {seed}, {minutes:g} minutes asked for, "
            f"{took / 60:.1f} taken. "
            f"{os.cpu_count()} cores ({platform.machine()}), {pages * size / 2**30:.0f} GiB, {platform.system()}, "
            f"Python {platform.python_version()}; people, LINE, database and servers share the machine."
        ),
        "",
        TITLES,
        "| --- | --- | --: | --: | --: | --: | --: | --: | --- | --: | --: |",
    ]
    for f in figures:
        v = f.verdict
        lines.append(
            f"| {f.what} | {f.where} | {v.events} | {v.missing} | {v.doubled} | {v.disordered} | {v.silent}"
            f" | {v.blind} | {f.refused} | {f.slowest:.1f} s | {f.rest:.0f} s |"
        )
    return "\n".join([*lines, "", TAIL])


TITLES = (
    "| what broke | where | events | missing | doubled | out of order | left unsaid | told to call"
    " | not answered at first | slowest answer | at rest after |"
)
HEAD = """\
People report at a steady rate while something breaks. Afterwards every conversation is compared, message by message,
with one that nothing disturbed. **Missing**: events that were acknowledged and are not in the database, or cases that
lack one of their five answers. **Doubled**: messages that somebody got twice. **Out of order**: conversations in
another order. **Left unsaid**: questions whose reply token ran out (a minute) while LINE or the server was away; the
form asks again at the next word, and what matters is pushed. **Told to call**: people who heard, with the database
away for ten seconds, which numbers to call; their token is used then, and the question comes with their next word.

With PostgreSQL away and two replicas, one of them may find it back a moment before the other. Who had one word stored
in the spool of the second and the next one by the first hears two questions in another order, or one again. Report
and conversation are the same (they are ordered by LINE's time). With one replica, and whenever a server is killed,
nobody is overtaken.
"""
TAIL = """\
"Not answered at first" counts posts that ended without a 200: LINE sends those again, and so do our people here.
Restarts count against us there: none is allowed.

Proven in `make test` besides: five kills on either database, five restarts, a full disk, a slow disk, a disk that
cannot be written, PostgreSQL stopped and killed, an event that no handler can take, a migration interrupted, clocks an
hour off in both directions and replicas ten seconds apart.

Not proven: machines that lie about fsync, networks that split for hours, more than two replicas.
"""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=45)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    began = time.monotonic()
    figures = []
    for scenario in SCENARIOS:
        for where in scenario.where:
            if given.only not in scenario.name or (where == POSTGRES and binaries() is None):
                continue
            figure = play(scenario, where, max(8.0, scenario.share * given.minutes * 60), given.seed)
            figures.append(figure)
            sys.stdout.write(f"{figure}\n")
            sys.stdout.flush()
    if not given.only:
        PAGE.write_text(page(figures, given.minutes, given.seed, time.monotonic() - began))
    strict = {s.name for s in SCENARIOS if not s.overtaking}
    bad = [f for f in figures if f.verdict.missing or (f.verdict.doubled and f.name in strict)]
    bad += [f for f in figures if f.verdict.disordered and f.name in strict]
    bad += [f for f in figures if f.name == "clean restarts" and f.refused != "none"]
    sys.exit(f"{len(bad)} scenarios failed" if bad else 0)


if __name__ == "__main__":
    main()
