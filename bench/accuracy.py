"""Is the province right? Random points of the unsimplified areas, islands, seats, the sea, written addresses."""

import csv
import math
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from bench.machine import memory
from models.report import Place, PlaceSource, Report
from routing.address import Ask, Sure, resolve
from routing.atlas import Atlas, load
from routing.boundaries import Prepared, official, prepare
from routing.boundary_files import read_layers
from routing.directory import generated_directory
from routing.gazetteer import gazetteer, label
from routing.place import METRES_PER_DEGREE
from routing.province import provinces
from routing.route import route

NOON = 1_795_320_000_000


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
