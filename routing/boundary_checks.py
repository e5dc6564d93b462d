"""What boundaries must be before a case may be routed by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from routing.boundary_files import Layer, Progress, Refused
from routing.gazetteer import gazetteer
from routing.place import LATITUDES, LONGITUDES
from routing.province import provinces
from routing.reason import Named, Reason, district_name, province_name, reason

MOST_ROWS = 30
"""Bad rows that are named one by one; the rest is counted."""

KM2 = 1.0 / (110.574 * 107.6)
"""Square degrees of a square kilometre in the middle of Thailand: exact enough to tell a sliver from a province."""

OVERLAP = 1.0
"""Square kilometres two areas may share: slivers of drawing. More means that one point has two owners."""

GAP = 2_000.0
"""Square kilometres that may belong to nobody inside the country: a lake may be left out, a province never."""

_MARGIN = 1.0  # degrees around Thailand: a national file may reach into the sea


@dataclass(frozen=True, slots=True)
class Checked:
    """Boundaries that may be used; `remarks` say what an operator should know of them."""

    remarks: tuple[Reason, ...]


def check_rows(layer: Layer, column: str, codes: tuple[str | None, ...]) -> tuple[Reason, ...]:
    """What is wrong with single rows, and with all of them: none when the rows may be joined and checked."""
    if layer.system:
        return (reason("boundaries-projected", system=layer.system[:80]),)
    whole = _whole_file(layer)
    if whole is not None:
        return (whole,)
    problems = list(_bad_rows(layer, column, codes))
    if len(problems) > MOST_ROWS:
        more = len(problems) - MOST_ROWS
        return (*problems[:MOST_ROWS], reason("boundaries-more-rows", count=more))
    return tuple(problems)


def _whole_file(layer: Layer) -> Reason | None:
    """A mistake that all rows share is said once."""
    shapes = np.array([row.shape for row in layer.rows if row.shape is not None], dtype=object)
    if not len(shapes):
        return reason("boundaries-no-shapes", file=layer.name)
    bounds = shapely.bounds(shapes)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return reason("boundaries-no-shapes", file=layer.name)
    middle = np.median(bounds.reshape(-1, 2, 2).mean(axis=1), axis=0)
    return _misplaced(float(middle[0]), float(middle[1]))


def _misplaced(x: float, y: float) -> Reason | None:
    """What the middle of all shapes says: projected, swapped, or of another country."""
    swapped = LATITUDES[0] <= x <= LATITUDES[1] and LONGITUDES[0] <= y <= LONGITUDES[1]
    if swapped:
        return reason("boundaries-swapped")
    if abs(x) > 180 or abs(y) > 90:
        return reason("boundaries-projected", system=f"x {x:.0f}, y {y:.0f}")
    if not _in_thailand(x, y):
        return reason("boundaries-wrong-country", lat=f"{y:.2f}", lon=f"{x:.2f}")
    return None


def _in_thailand(x: float, y: float) -> bool:
    return (
        LONGITUDES[0] - _MARGIN <= x <= LONGITUDES[1] + _MARGIN
        and LATITUDES[0] - _MARGIN <= y <= LATITUDES[1] + _MARGIN
    )


def _bad_rows(layer: Layer, column: str, codes: tuple[str | None, ...]) -> Iterable[Reason]:
    for row, code in zip(layer.rows, codes, strict=True):
        value = str(row.columns.get(column, ""))[:40]
        if code is None or code[:2] not in gazetteer().areas:
            yield reason("boundaries-row-code", row=row.number, column=column, value=value)
        elif row.shape is None or row.shape.is_empty:
            yield reason("boundaries-row-shape", row=row.number, value=value)
        elif only_polygons(row.shape).is_empty:
            yield reason("boundaries-row-kind", row=row.number, value=value, kind=row.shape.geom_type)
        elif not _row_in_thailand(row.shape):
            yield reason("boundaries-row-abroad", row=row.number, value=value)


def only_polygons(shape: Any) -> Any:
    """The polygons of a shape: a collection or a repaired shape may hold stray lines and points."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [only_polygons(part) for part in shape.geoms] if hasattr(shape, "geoms") else []
    return shapely.union_all([part for part in parts if not part.is_empty]) if parts else shapely.MultiPolygon()


def _row_in_thailand(shape: Any) -> bool:
    west, south, east, north = shape.bounds
    return _in_thailand(west, south) and _in_thailand(east, north)


def check(areas: Mapping[str, Any], progress: Progress) -> Checked | Refused:
    """Whether joined areas are all of Thailand: every province, every district, every seat at home, no overlap."""
    absent = tuple(_missing(areas))
    progress("check", 1, 4)
    if absent:
        return Refused(absent)
    problems = [*_seats_away(areas)]
    progress("check", 2, 4)
    overlaps, remarks = _overlaps(areas)
    problems.extend(overlaps)
    progress("check", 3, 4)
    gaps, more = _gaps(areas)
    problems.extend(gaps)
    progress("check", 4, 4)
    if problems:
        return Refused(tuple(problems))
    return Checked((*remarks, *more, *_unknown(areas)))


def _missing(areas: Mapping[str, Any]) -> Iterable[Reason]:
    have = {code[:2] for code in areas}
    absent = [code for code in provinces() if code[3:] not in have]
    if absent:
        names = [province_name(code) for code in absent[:10]]
        listed = Named(", ".join(name.th for name in names), ", ".join(name.en for name in names))
        yield reason("boundaries-missing-provinces", count=len(absent), provinces=listed)
        return
    if any(len(code) == 4 for code in areas):
        gone = [code for code in gazetteer().areas if len(code) == 4 and code not in areas]
        if gone:
            shown = ", ".join(f"{code} {district_name(code).th}" for code in gone[:10])
            yield reason("boundaries-missing-districts", count=len(gone), districts=shown)


def _unknown(areas: Mapping[str, Any]) -> Iterable[Reason]:
    extra = [code for code in areas if code not in gazetteer().areas]
    if extra:
        yield reason("boundaries-extra-districts", count=len(extra), districts=", ".join(sorted(extra)[:10]))


def _seats_away(areas: Mapping[str, Any]) -> Iterable[Reason]:
    codes = tuple(areas)
    tree = shapely.STRtree([areas[code] for code in codes])
    for province in provinces().values():
        point = shapely.Point(province.longitude, province.latitude)
        held = {codes[number][:2] for number in tree.query(point, predicate="intersects").tolist()}
        if province.code[3:] not in held:
            names = [province_name(f"TH-{code}") for code in sorted(held)]
            inside = Named(", ".join(n.th for n in names) or "-", ", ".join(n.en for n in names) or "-")
            yield reason("boundaries-seat-outside", province=province_name(province.code), inside=inside)


def _overlaps(areas: Mapping[str, Any]) -> tuple[list[Reason], list[Reason]]:
    codes = tuple(areas)
    shapes = np.array([areas[code] for code in codes], dtype=object)
    if shapely.coverage_is_valid(shapes):
        return [], []
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = pairs[:, pairs[0] < pairs[1]]
    shared = shapely.area(shapely.intersection(shapes[pairs[0]], shapes[pairs[1]])) / KM2
    large = [
        reason("boundaries-overlap", one=codes[one], two=codes[two], km2=float(km2))
        for one, two, km2 in zip(pairs[0], pairs[1], shared, strict=True)
        if km2 > OVERLAP
    ]
    small = float(shared[shared <= OVERLAP].sum())
    remarks = [reason("boundaries-slivers", km2=small)] if small > 0.01 else []
    return large[:MOST_ROWS], remarks


def _gaps(areas: Mapping[str, Any]) -> tuple[list[Reason], list[Reason]]:
    """Holes inside the country: named when they are as large as a province, remarked otherwise."""
    whole = shapely.union_all(list(areas.values()))
    polygons = shapely.get_parts(whole)
    rings = [ring for polygon in polygons for ring in polygon.interiors]
    holes = [(shapely.Polygon(ring), shapely.Polygon(ring).area / KM2) for ring in rings]
    large = [
        reason("boundaries-gap", lat=f"{hole.centroid.y:.3f}", lon=f"{hole.centroid.x:.3f}", km2=km2)
        for hole, km2 in holes
        if km2 > GAP
    ]
    seen = [km2 for _, km2 in holes if 0.01 < km2 <= GAP]
    remarks = [reason("boundaries-gaps", count=len(seen), km2=float(sum(seen)))] if seen else []
    return large, remarks
