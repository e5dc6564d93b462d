"""Routing measured: is the province right, and how long does one lookup take against a plain loop in the same run?

`python -m bench.routing --boundaries FILE [--points FILE.csv]`. FILE is what `ess boundaries import` takes; without it
the parts that need polygons are left out with a word. `--points` is a CSV of your own with lat, lon and province
(TH-92; empty where the point is not in Thailand) that is scored as well.
"""

import argparse
import csv
import math
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import shapely

from bench.machine import LOAD_CORE, commit, kind, memory, pin
from bench.report import Goal
from bench.rounds import Table, summed, take_turns
from models.centre import Centre, CentreKind, Directory
from models.incident import Incident
from models.report import Place, PlaceSource, Report
from routing.address import Ask, Sure, resolve
from routing.atlas import Atlas, load
from routing.boundaries import Prepared, official, prepare
from routing.boundary_files import read_layers
from routing.directory import directory_of, generated_directory
from routing.gazetteer import gazetteer, label
from routing.nearest import nearest
from routing.place import METRES_PER_DEGREE
from routing.province import nearest_seats, provinces
from routing.route import route
from routing.warm import warm

ROUNDS = 5
EACH = 400
NOON = 1_795_320_000_000
HERE = (7.55633, 99.61141)


@dataclass(frozen=True, slots=True)
class Country:
    """The atlas under measurement and the areas of the file it was made of, unsimplified, by official code."""

    atlas: Atlas
    areas: dict[str, Any]
    mib: float
    load_ms: float


def country(path: Path) -> Country:
    made, layers = prepare(path), read_layers(path)
    if not isinstance(made, Prepared) or not isinstance(layers, tuple):
        raise SystemExit(f"{path.name} is not taken: `ess boundaries import` says why.")
    column = made.summary.column
    areas = {official(row.columns[column]) or "": row.shape for layer in layers for row in layer.rows}
    before, begun = memory(os.getpid()), time.perf_counter()
    atlas = load(made.data)
    took = time.perf_counter() - begun
    return Country(atlas, areas, memory(os.getpid()) - before, took * 1000)


# --- Accuracy -----------------------------------------------------------------------------------------------------


def inside(here: Country, draw: random.Random, each: int = 20) -> tuple[float, float]:
    """The share of random points of the unsimplified areas with the right province: away from lines, and all."""
    right = away = away_right = count = 0
    for code, shape in here.areas.items():
        for latitude, longitude in _within(shape, each, draw):
            found = here.atlas.locate(latitude, longitude)
            good = found.province == f"TH-{code[:2]}"
            count, right = count + 1, right + good
            if not found.neighbours:
                away, away_right = away + 1, away_right + good
    return away_right / away, right / count


def _within(shape: Any, each: int, draw: random.Random) -> list[tuple[float, float]]:
    west, south, east, north = shape.bounds
    found: list[tuple[float, float]] = []
    while len(found) < each:
        x, y = draw.uniform(west, east), draw.uniform(south, north)
        if shape.contains(shapely.Point(x, y)):
            found.append((y, x))
    return found


def seats(atlas: Atlas) -> float:
    all_of_them = provinces().values()
    return sum(atlas.locate(p.latitude, p.longitude).province == p.code for p in all_of_them) / len(all_of_them)


def outside(here: Country, draw: random.Random, count: int = 20_000) -> float:
    """The share of points of sea and neighbours, more than 500 m from every unsimplified area, refused as Thai."""
    whole = shapely.union_all(list(here.areas.values()))
    shapely.prepare(whole)
    far = 550 / METRES_PER_DEGREE / math.cos(math.radians(20.5))
    tried = refused = 0
    while tried < count:
        x, y = draw.uniform(96, 107), draw.uniform(4.5, 21.5)
        if not shapely.dwithin(whole, shapely.Point(x, y), far):
            tried += 1
            refused += here.atlas.locate(y, x).province is None
    return refused / tried


def islands(here: Country, draw: random.Random) -> tuple[float, float, int]:
    """The share of points on and just off islands with the right province: snapped, and without snapping."""
    right = plain = count = 0
    whole = shapely.union_all(list(here.areas.values()))
    main = max(shapely.get_parts(whole), key=lambda part: float(part.area))
    for code, shape in here.areas.items():
        for part in shapely.get_parts(shape):
            if main.intersects(part):
                continue
            off = shapely.difference(part.buffer(300 / METRES_PER_DEGREE), whole)
            for spot in (part, off):
                for latitude, longitude in _within(spot, 5, draw) if spot.area > 0 else ():
                    count += 1
                    right += here.atlas.locate(latitude, longitude).province == f"TH-{code[:2]}"
                    plain += here.atlas.locate(latitude, longitude, snap=0).province == f"TH-{code[:2]}"
    return right / count, plain / count, count


def _name(code: str) -> str:
    return gazetteer().areas[code].name_th


STYLES: dict[str, Callable[[str], str]] = {
    "ต. อ. จ.": label,
    "names only": lambda code: " ".join(gazetteer().areas[code[:n]].name_th for n in (6, 4, 2)),
    "English": lambda code: label(code, "en"),
    "ต. and จ.": lambda code: f"ต.{_name(code)} จ.{_name(code[:2])}",
    "อ. alone": lambda code: f"อ.{_name(code[:4])}",
    "district's name alone": lambda code: _name(code[:4]),
    "sub-district's name alone": _name,
    "postcode": lambda code: next(iter(p for p, codes in gazetteer().postcodes.items() if code in codes), ""),
}


def addresses(step: int) -> list[str]:
    """Every sub-district written in several styles: sure, asked, nothing, and silently wrong."""
    codes = [code for code in gazetteer().areas if len(code) == 6][::step]
    lines = ["| written as | sure | asked | nothing | sure of a wrong province |", "| --- | --- | --- | --- | --- |"]
    for style, write in STYLES.items():
        seen = Counter(_outcome(code, resolve(write(code))) for code in codes)
        shares = " | ".join(f"{seen[word] / len(codes):.1%}" for word in ("sure", "asked", "nothing"))
        lines.append(f"| {style} | {shares} | {seen['wrong']} of {len(codes):,} |")
    return lines


def _outcome(code: str, found: object) -> str:
    if isinstance(found, Sure):
        return "sure" if found.place.province == f"TH-{code[:2]}" else "wrong"
    return "asked" if isinstance(found, Ask) else "nothing"


def scored(path: Path, atlas: Atlas | None) -> str:
    """How many points of a CSV get the province that the CSV says; a point that is not Thai must get none."""
    directory, right, count = generated_directory(), 0, 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            place = Place(PlaceSource.PIN, float(row["lat"]), float(row["lon"]))
            made = route(Report(place=place), directory, atlas, NOON).place
            count += 1
            right += (made.province if made else None) == (row["province"] or None)
    return f"{path.name}: {right:,} of {count:,} right ({right / max(count, 1):.2%})"


# --- Speed --------------------------------------------------------------------------------------------------------


def haversine(latitude: float, longitude: float, centres: Sequence[tuple[float, float]]) -> float:
    """The plain loop that everything is measured against: the way to every centre, and the least of them."""
    least = math.inf
    phi = math.radians(latitude)
    for lat, lon in centres:
        other = math.radians(lat)
        half = math.sin((other - phi) / 2) ** 2
        half += math.cos(phi) * math.cos(other) * math.sin(math.radians(lon - longitude) / 2) ** 2
        least = min(least, 2 * 6_371_008.8 * math.asin(math.sqrt(half)))
    return least


def centres(count: int) -> Directory:
    """So many sub-district centres over the country on invented spots, beside the generated units."""
    draw, codes = random.Random(count), sorted(provinces())
    made = []
    for number in range(count):
        home = provinces()[codes[number % len(codes)]]
        made.append(
            Centre(
                code=f"SD-{number}",
                kind=CentreKind.SUBDISTRICT,
                name_th=f"ศูนย์ {number}",
                name_en=f"Centre {number}",
                province=home.code,
                latitude=home.latitude + draw.uniform(-0.4, 0.4),
                longitude=home.longitude + draw.uniform(-0.4, 0.4),
                incidents=frozenset(Incident),
                approximate=False,
            )
        )
    return directory_of(made)


def speed(atlas: Atlas | None, rounds: int) -> Table:
    """Microseconds of one call, all contestants taking turns."""
    draw = random.Random(3)
    pins = [Place(PlaceSource.PIN, p.latitude + draw.uniform(-0.2, 0.2), p.longitude) for p in provinces().values()]
    spots = [(place.latitude or 0.0, place.longitude or 0.0) for place in pins]
    words = ["ต.ทับเที่ยง อ.เมือง จ.ตรัง 92000", "หาดใหญ่", "ช่วยด้วยค่ะ สามีเมาแล้วทำร้ายร่างกาย", "Hat Yai, Songkhla"]
    jobs: dict[str, Callable[[int], object]] = {
        "address": lambda n: resolve(words[n % len(words)]),
        "six nearest seats": lambda n: nearest_seats(*spots[n % len(spots)]),
    }
    for count in (77, 300, 10_000):
        directory = centres(count)
        warm(directory)
        ways = [(c.latitude, c.longitude) for c in directory.centres[:count]]
        jobs[f"haversine loop, {count:,}"] = partial(_loop, ways, spots)
        jobs[f"nearest, {count:,}"] = partial(_nearest, directory, spots)
        jobs[f"route, {count:,}"] = partial(_route, directory, pins, atlas)
    if atlas is not None:
        jobs["polygon"] = lambda n: atlas.locate(*spots[n % len(spots)])

    def measure(name: str, _: int) -> dict[str, float]:
        job = jobs[name]
        calls = 20 if "10,000" in name and "loop" in name else EACH
        job(0)
        begun = time.perf_counter()
        for number in range(calls):
            job(number)
        return {"µs": (time.perf_counter() - begun) / calls * 1e6}

    return take_turns(tuple(jobs), rounds, measure)


def _loop(ways: Sequence[tuple[float, float]], spots: Sequence[tuple[float, float]], number: int) -> object:
    return haversine(*spots[number % len(spots)], ways)


def _nearest(directory: Directory, spots: Sequence[tuple[float, float]], number: int) -> object:
    codes = sorted(provinces())
    return nearest(directory, codes[number % len(codes)], CentreKind.SUBDISTRICT, spots[number % len(spots)])


def _route(directory: Directory, pins: Sequence[Place], atlas: Atlas | None, number: int) -> object:
    report = Report(place=pins[number % len(pins)], incident=Incident.ASSAULT)
    return route(report, directory, atlas, NOON)


def speed_lines(table: Table) -> list[str]:
    base = "haversine loop, 300"
    lines = ["| one call | µs | to one loop over 300 centres |", "| --- | --- | --- |"]
    return lines + [f"| {n} | {table.range(n, 'µs')} | {table.ratio(n, base, 'µs')} |" for n in table.rounds]


# --- The whole ----------------------------------------------------------------------------------------------------


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
