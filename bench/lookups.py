"""How long one lookup takes, against a plain loop in the same run."""

import math
import random
import time
from collections.abc import Callable, Sequence
from functools import partial

from bench.accuracy import NOON
from bench.rounds import Table, take_turns
from models.centre import Centre, CentreKind, Directory
from models.incident import Incident
from models.report import Place, PlaceSource, Report
from routing.address import resolve
from routing.atlas import Atlas
from routing.directory import directory_of
from routing.nearest import nearest
from routing.province import nearest_seats, provinces
from routing.route import route
from routing.warm import warm

EACH = 400


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
