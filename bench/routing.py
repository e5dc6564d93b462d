"""Routing measured: is the province right, and how long does one lookup take against a plain loop in the same run?

`python -m bench.routing --boundaries FILE [--points FILE.csv]`. FILE is what `ess boundaries import` takes; without it
the parts that need polygons are left out with a word. `--points` is a CSV of your own with lat, lon and province
(TH-92; empty where the point is not in Thailand) that is scored as well.
"""

import argparse
import random
import sys
from pathlib import Path

from bench.accuracy import Country, addresses, country, inside, islands, outside, scored, seats
from bench.lookups import speed, speed_lines
from bench.machine import LOAD_CORE, commit, kind, pin
from bench.report import Goal
from bench.rounds import summed

ROUNDS = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.routing", description=__doc__)
    parser.add_argument("--boundaries", type=Path, help="a file that `ess boundaries import` takes")
    parser.add_argument("--points", type=Path, action="append", default=[], help="CSV of lat, lon, province to score")
    parser.add_argument("--short", action="store_true", help="fewer rounds and addresses")
    given = parser.parse_args()
    pin(LOAD_CORE)
    here = country(given.boundaries) if given.boundaries and given.boundaries.is_file() else None
    goals: list[Goal] = []
    lines = [f"{kind()}, commit {commit()}", ""]
    if here is None:
        lines.append("Left out, because no file of boundaries was given (`--boundaries FILE`): everything of polygons.")
    else:
        lines.extend(polygons(here, goals))
    lines += ["", *addresses(10 if given.short else 1), ""]
    table = speed(here.atlas if here else None, 2 if given.short else ROUNDS)
    lines += speed_lines(table)
    ratio = table.ratio("route, 10,000", "haversine loop, 300", "µs")
    goals.append(Goal("one whole lookup with 10,000 centres, to one haversine pass over 300", ratio, at_most=5))
    lines += [scored(path, here.atlas if here else None) for path in given.points]
    lines += ["", "| goal | bound | median (range) | reached |", "| --- | --- | --- | --- |", *(g.row() for g in goals)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if all(goal.reached for goal in goals) else 1


def polygons(here: Country, goals: list[Goal]) -> list[str]:
    draw = random.Random(7)
    away, every = inside(here, draw)
    refused = outside(here, draw)
    on_islands, unsnapped, count = islands(here, draw)
    seat = seats(here.atlas)
    goals.append(Goal("province right, points away from lines", summed([away]), at_least=0.99))
    goals.append(Goal("province right, all points", summed([every]), at_least=0.99))
    goals.append(Goal("sea and abroad beyond 500 m refused", summed([refused]), at_least=1))
    goals.append(Goal("islands right with snapping", summed([on_islands]), at_least=0.99))
    goals.append(Goal("boundaries loaded, ms", summed([here.load_ms]), at_most=1000))
    return [
        f"seats in their own province: {seat:.1%}",
        f"islands: {on_islands:.2%} of {count:,} points on or up to 300 m off them, {unsnapped:.2%} without snapping",
        f"boundaries: loaded in {here.load_ms:.0f} ms, {here.mib:.0f} MiB",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
