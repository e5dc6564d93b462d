"""Making sense of a pair of coordinates, and measuring between two of them."""

import math
from dataclasses import dataclass
from enum import StrEnum

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG). A sphere is exact enough: on the ellipsoid 0.3 % of places have another nearest seat."""

METRES_PER_DEGREE = EARTH_RADIUS_M * math.pi / 180

# Where a latitude and a longitude of Thailand lie, with a margin; no value is in both ranges, so a swap is certain.
LATITUDES = (5.0, 21.0)
LONGITUDES = (97.0, 106.0)

# A phone without a fix reports exactly zero; nobody in the Gulf of Guinea writes to this account.
_NULL_ISLAND = 1e-3


class NoPointWhy(StrEnum):
    """Why a pair of numbers is no place on earth."""

    MISSING = "missing"
    ZERO = "zero"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True, slots=True)
class Point:
    """WGS 84 degrees. `swapped` marks a pair that was given as longitude, latitude and has been put right."""

    latitude: float
    longitude: float
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class NoPoint:
    """No location: the person is asked again and the case stays open."""

    why: NoPointWhy


def make_sense(latitude: float | None, longitude: float | None) -> Point | NoPoint:
    """The point meant by two numbers as they came from outside; total: never raises for any two floats."""
    if latitude is None or longitude is None:
        return NoPoint(NoPointWhy.MISSING)
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return NoPoint(NoPointWhy.NOT_A_NUMBER)
    if abs(latitude) < _NULL_ISLAND and abs(longitude) < _NULL_ISLAND:
        return NoPoint(NoPointWhy.ZERO)
    if LONGITUDES[0] <= latitude <= LONGITUDES[1] and LATITUDES[0] <= longitude <= LATITUDES[1]:
        return Point(longitude, latitude, swapped=True)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return NoPoint(NoPointWhy.OUT_OF_RANGE)
    return Point(latitude, longitude)


def near_thailand(point: Point) -> bool:
    """Whether the point lies in the rectangle around Thailand (which holds much of its neighbours too)."""
    return LATITUDES[0] <= point.latitude <= LATITUDES[1] and LONGITUDES[0] <= point.longitude <= LONGITUDES[1]


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance by the haversine formula, in metres."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def unit(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The point on the unit sphere: a larger dot product is a shorter way, with no trigonometry per comparison."""
    phi, theta = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)
