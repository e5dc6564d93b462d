"""Routing a report in a test: short words for places, and what must hold for every route."""

import math

from models.centre import Directory
from models.changed import replace
from models.report import Place, PlaceSource, Report
from routing.atlas import Atlas
from routing.directory import generated_directory
from routing.place import METRES_PER_DEGREE
from routing.route import Route, route
from tests.routing.country import LAND
from texts.catalogue import words

NOON = 1_795_320_000_000  # a Sunday
DIRECTORY = generated_directory()
TRANG = (7.55633, 99.61141)
PIN = PlaceSource.PIN


def go(place: Place | None, atlas: Atlas | None = None, directory: Directory = DIRECTORY, **facts: object) -> Route:
    """The route of a report; whatever it is, its reasons can be said in both languages, and it is stable."""
    report = Report(place=place, **facts)
    made = route(report, directory, atlas, NOON)
    for reason in made.reasons:
        for lang in ("th", "en"):
            assert words(lang, reason.key, **reason.values(lang))
    again = route(replace(report, place=made.place), directory, atlas, NOON)
    assert (again.owner, again.others, again.place) == (made.owner, made.others, made.place)
    assert made.queue == "1300"
    assert len(made.ask) <= 6
    return made


def pin(latitude: float, longitude: float, address: str | None = None) -> Place:
    return Place(PIN, latitude, longitude, address)


def keys(made: Route) -> set[str]:
    return {reason.key for reason in made.reasons}


def beyond(start: tuple[float, float], metres: float) -> tuple[float, float]:
    """A point outside the east edge of the invented land, so many metres from it."""
    longitude = LAND.bounds[2] + metres / (METRES_PER_DEGREE * math.cos(math.radians(start[0])))
    return start[0], longitude
