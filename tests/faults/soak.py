"""The long proofs of reliability: `python -m tests.faults.soak --minutes 35 --seed 1` writes docs/reliability.md.

Each scenario lets people talk at a steady rate while something breaks, then compares every conversation with one that
nothing disturbed (tests/faults/fleet.py). Short on time, it does fewer kills and shorter outages, and the page says so.
What needs its own time (an hour without LINE on faster clocks, a server that hangs) takes eight minutes besides, and
the long proofs ten or so.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

from tests.cluster import Cluster, binaries
from tests.faults.disturbances import POSTGRES, SCENARIOS, SQLITE, Disturbed, Scenario
from tests.faults.fleet import ROOT, WORDS, Fleet, Verdict, judge, talk, undisturbed

PAGE = ROOT / "docs" / "reliability.md"
CHOSEN = (
    "tests/faults/test_database_away.py",
    "tests/faults/test_told_whom_to_call.py",
    "tests/faults/test_the_spool.py",
    "tests/faults/test_a_dead_ones_claims.py",
    "tests/storage/test_clocks.py",
    "tests/storage/test_migrations.py",
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
    broken: tuple[str, ...] = ()


@contextmanager
def town(where: str, folder: Path, speed: float) -> Iterator[tuple[Fleet, Cluster | None]]:
    """Whatever happens in it, nothing goes on running."""
    with ExitStack() as ends:
        cluster = None if where == SQLITE else Cluster(fsync="on", full_page_writes="on", autovacuum="on")
        if cluster is not None:
            ends.callback(cluster.close)
        fleet = Fleet(folder, cluster.database() if cluster else f"sqlite:///{folder}/fleet.db", speed=speed)
        ends.callback(fleet.close)
        fleet.start(2 if cluster else 1)
        yield fleet, cluster


def play(scenario: Scenario, where: str, seconds: float, seed: int) -> Figure:
    with tempfile.TemporaryDirectory(prefix="ess-soak-") as name:
        folder = Path(name)
        whole = undisturbed(folder / "calm")
        with town(where, folder, scenario.speed) as (fleet, cluster):
            count = max(20, int(scenario.rate * seconds * 1.2 / len(WORDS)))
            people = [fleet.platform.person(f"p{n}", follows=False) for n in range(count)]
            talking = talk(people, WORDS, scenario.rate, threads=24)
            run = Disturbed(fleet, cluster, Random(seed), seconds)
            what = scenario.disturb(run)
            talking.join()
            began = time.monotonic()
            fleet.settles(600)
            rest = time.monotonic() - began
            verdict = judge(fleet, people, whole)
            refused = ", ".join(f"{n} × {status or 'no answer'}" for status, n in sorted(fleet.statuses.items()))
            return Figure(
                scenario.name, where, what, verdict, refused or "none", fleet.slowest, rest, tuple(run.broken)
            )


@dataclass
class Proof:
    """One line of the second table: a test, how often it ran, and what it says it reached."""

    name: str
    runs: int = 0
    failed: int = 0
    took: float = 0.0
    reached: tuple[str, ...] = ()


def prove() -> list[Proof]:
    """The proofs that take long, and those of the list that nobody can kill from outside."""
    found: dict[str, Proof] = {}
    for asked in (("-m", "soak"), CHOSEN):
        with tempfile.TemporaryDirectory(prefix="ess-soak-") as folder:
            told = Path(folder) / "proofs.xml"
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "pytest",
                    "-n",
                    "2",
                    "-o",
                    "faulthandler_timeout=0",
                    f"--junitxml={told}",
                    *asked,
                ],
                cwd=ROOT,
                env={**os.environ, "HYPOTHESIS_PROFILE": "soak"},
                check=False,
            )
            for case in ET.parse(told).iter("testcase"):
                name = case.attrib["name"].partition("[")[0].removeprefix("test_").replace("_", " ")
                proof = found.setdefault(name, Proof(name))
                proof.runs += 1
                proof.failed += case.find("failure") is not None or case.find("error") is not None
                proof.took += float(case.attrib["time"])
                proof.reached += tuple(
                    p.attrib["value"] for p in case.iter("property") if p.attrib["name"] == "reached"
                )
    return list(found.values())


def page(figures: list[Figure], proofs: list[Proof], minutes: float, seed: int, took: float) -> str:
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
    lines += ["", *PROOFS.splitlines(), ""]
    lines += ["| proof | runs | failed | took | reached |", "| --- | --: | --: | --: | --- |"]
    lines += [f"| {p.name} | {p.runs} | {p.failed} | {p.took:.0f} s | {'; '.join(p.reached)} |" for p in proofs]
    return "\n".join([*lines, "", TAIL])


TITLES = (
    "| what broke | where | events | missing | doubled | out of order | left unsaid | told to call"
    " | not answered at first | slowest answer | at rest after |"
)
HEAD = """\
People report at a steady rate while something breaks. Afterwards every conversation is compared, message by message,
with one that nothing disturbed. **Missing**: events that were acknowledged and are not in the database, or cases that
lack one of their five answers. **Doubled**: messages that somebody got twice. **Out of order**: conversations in
another order. **Left unsaid**: questions whose reply token ran out (a minute) while LINE or the server was away (with
LINE away for an hour: nearly all); the form asks again at the next word, and what matters is pushed. **Told to call**:
people who heard, with the database away for ten seconds, which numbers to call; their token is used then, and the
question comes with their next word.

With PostgreSQL away and two replicas, one of them may find it back a moment before the other. Who had one word stored
in the spool of the second and the next one by the first hears two questions in another order, or one again. Report
and conversation are the same (they are ordered by LINE's time). With one replica, and whenever a server is killed,
nobody is overtaken.
"""
PROOFS = """\
## Proofs run with it

Inside one process, where a death can be put before every statement, commit and send, a disk filled to the byte and a
migration broken in its middle; a run is one database, one way or one example.
"""
TAIL = """\
"Not answered at first" counts posts that ended without a 200: LINE sends those again, and so do our people here.
Restarts count against us there: none is allowed.

Not proven: machines that lie about fsync, networks that split for hours, more than two replicas, and an hour without
LINE on a clock that does not run faster.
"""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=35)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    began = time.monotonic()
    figures = []
    for scenario in SCENARIOS:
        for where in scenario.where:
            if given.only not in scenario.name or (where == POSTGRES and binaries() is None):
                continue
            figure = play(scenario, where, scenario.lasts(given.minutes), given.seed)
            figures.append(figure)
            sys.stdout.write(f"{figure}\n")
            sys.stdout.flush()
    proofs = [] if given.only else prove()
    if not given.only:
        PAGE.write_text(page(figures, proofs, given.minutes, given.seed, time.monotonic() - began))
    strict = {s.name for s in SCENARIOS if not s.overtaking}
    bad = [f for f in figures if f.verdict.missing or (f.verdict.doubled and f.name in strict)]
    bad += [f for f in figures if f.verdict.disordered and f.name in strict]
    bad += [f for f in figures if f.broken or (f.name == "clean restarts" and f.refused != "none")]
    broken = [p for p in proofs if p.failed]
    sys.exit(f"{len(bad)} scenarios and {len(broken)} proofs failed" if bad or broken else 0)


if __name__ == "__main__":
    main()
