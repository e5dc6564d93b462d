"""Importing boundaries: from a file to checked, simplified bytes that every replica loads, or the reasons why not."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from models.changed import replace
from routing.atlas import Sheet, dump
from routing.boundary_checks import check, check_rows, only_polygons
from routing.boundary_files import Layer, Progress, Refused, Row, read_layers, silent
from routing.gazetteer import gazetteer
from routing.reason import Reason, reason

TOLERANCE = 0.002
"""Degrees, about 220 m: changes 0.08 % of the land, keeps shared lines shared, and makes every lookup cheap."""

CODE_COLUMNS = ("ADM2_PCODE", "ADM1_PCODE", "pro_code", "amp_code", "amphoe_id", "prov_code", "province_code")
"""Columns known from public files, best first; any other column whose values are official codes is found as well."""

_ENOUGH = 0.9


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import found: the level, the counts, the share of land that simplifying moved, and remarks."""

    layer: str
    column: str
    level: str
    provinces: int
    districts: int
    points_before: int
    points_after: int
    moved: float
    remarks: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """Bytes to store (`routing.atlas.load` reads them) and what the import found."""

    data: bytes
    summary: Summary


@dataclass(frozen=True, slots=True)
class _Coded:
    layer: Layer
    column: str
    codes: tuple[str | None, ...]
    level: int


def prepare(
    path: Path, column: str | None = None, progress: Progress = silent, tolerance: float = TOLERANCE
) -> Prepared | Refused:
    """Reads, checks and simplifies a boundary file of districts or provinces. Outcomes are values: it never raises."""
    layers = read_layers(path, progress)
    if isinstance(layers, Refused):
        return layers
    coded = _coded(layers, column)
    if isinstance(coded, Refused):
        return coded
    problems = check_rows(coded.layer, coded.column, coded.codes)
    if problems:
        return Refused(problems)
    progress("join", 0, 1)
    areas, repaired = _joined(coded)
    checked = check(areas, progress)
    if isinstance(checked, Refused):
        return checked
    progress("simplify", 0, 1)
    codes = tuple(sorted(areas))
    before = np.array([areas[code] for code in codes])
    after = np.array([only_polygons(shape) for shape in shapely.coverage_simplify(before, tolerance)])
    again = check(dict(zip(codes, after, strict=True)), silent)
    if isinstance(again, Refused):
        return again
    progress("store", 0, 1)
    remarks = (reason("boundaries-repaired", count=repaired),) if repaired else ()
    summary = _summary(coded, codes, before, after)
    sheet = _sheet(codes, after)
    return Prepared(dump(sheet), replace(summary, remarks=(*remarks, *checked.remarks)))


def _sheet(codes: tuple[str, ...], areas: Any) -> Sheet:
    province_codes = tuple(sorted({code[:2] for code in codes}))
    provinces = [_union([a for c, a in zip(codes, areas, strict=True) if c[:2] == p]) for p in province_codes]
    return Sheet(codes, list(areas), province_codes, provinces, _lands(areas))


def _summary(coded: _Coded, codes: tuple[str, ...], before: Any, after: Any) -> Summary:
    return Summary(
        layer=coded.layer.name,
        column=coded.column,
        level="district" if coded.level == 4 else "province",
        provinces=len({code[:2] for code in codes}),
        districts=len(codes) if coded.level == 4 else 0,
        points_before=int(shapely.get_num_coordinates(before).sum()),
        points_after=int(shapely.get_num_coordinates(after).sum()),
        moved=_moved(before, after),
    )


def _moved(before: Any, after: Any) -> float:
    """The share of the land that changed its area: half of all that one outline has and the other lacks."""
    changed = shapely.area(shapely.symmetric_difference(before, after)).sum() / 2
    return float(changed / shapely.area(before).sum())


def _union(shapes: list[Any]) -> Any:
    """The union of neighbouring shapes; exact neighbours are joined fast, others slowly."""
    if len(shapes) == 1:
        return shapes[0]
    if shapely.coverage_is_valid(np.array(shapes)):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes)


def _lands(areas: Any) -> tuple[int, ...]:
    """For every polygon of every area the connected land it is on, largest land first (0 is the mainland)."""
    land = shapely.get_parts(_union(list(areas)))
    land = land[np.argsort(-shapely.area(land))]
    tree = shapely.STRtree(land)
    parts = shapely.get_parts(areas)
    inside = tree.query(shapely.point_on_surface(parts), predicate="intersects")
    number = dict(zip(inside[0].tolist(), inside[1].tolist(), strict=True))
    return tuple(number.get(part, 0) for part in range(len(parts)))


def _joined(coded: _Coded) -> tuple[dict[str, Any], int]:
    """One valid shape for each code; rows of one code (sub-districts, islands as rows) become one."""
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    repaired = 0
    for row, code in zip(coded.layer.rows, coded.codes, strict=True):
        shape = shapely.force_2d(row.shape)
        if not shape.is_valid:
            shape, repaired = shapely.make_valid(shape), repaired + 1
        grouped[code or ""].append(only_polygons(shape))
    return {code: _union(shapes) for code, shapes in grouped.items()}, repaired


def _coded(layers: tuple[Layer, ...], column: str | None) -> _Coded | Refused:
    """The layer and column that hold official codes, districts rather than provinces."""
    found: list[_Coded] = []
    columns: list[str] = []
    for layer in layers:
        names = list(dict.fromkeys(name for row in layer.rows[:50] for name in row.columns))
        columns.extend(names)
        wanted = [n for n in names if n.lower() == column.lower()] if column else _likely(names)
        found.extend(filter(None, (_codes(layer, name, given=column is not None) for name in wanted)))
    if not found:
        key = "boundaries-no-column-named" if column else "boundaries-no-column"
        return Refused((reason(key, column=column or "", columns=", ".join(dict.fromkeys(columns))[:200]),))
    return max(found, key=lambda coded: coded.level)


def _likely(names: list[str]) -> list[str]:
    known = [name for wish in CODE_COLUMNS for name in names if name.lower() == wish.lower()]
    return [*known, *(name for name in names if name not in known)]


def _codes(layer: Layer, name: str, *, given: bool) -> _Coded | None:
    codes = tuple(official(row.columns.get(name)) for row in layer.rows)
    good = [code for code in codes if code]
    if not layer.rows or (len(good) < _ENOUGH * len(codes) and not given):
        return None
    level = 4 if sum(len(code) == 4 for code in good) * 2 > len(good) else 2
    areas = gazetteer().areas
    known = sum(code in areas and len(code) == level for code in good)
    if known < _ENOUGH * len(codes) and not given:
        return None
    return _Coded(layer, name, tuple(code if code and len(code) == level else None for code in codes), level)


def official(value: Any) -> str | None:
    """The official digits of a code as files write it: `TH1001`, `TH-10`, `1001`, `1001.0`, `100101`."""
    text = str(value if value is not None else "").strip().upper()
    text = text.removesuffix(".0").removeprefix("TH").strip("-_ ")
    if not (text.isascii() and text.isdigit()):
        return None
    text = text[:4] if len(text) == 6 else text
    return text if len(text) in (2, 4) else None


__all__ = ["Prepared", "Refused", "Row", "Summary", "official", "prepare"]
