"""An invented Thailand for tests: the right codes and seats, areas drawn by nearness, and one island. No real lines."""

import json
import math
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import shapefile
import shapely

from routing.gazetteer import gazetteer
from routing.province import provinces

ISLAND = shapely.box(105.90, 9.40, 106.00, 9.50)
"""Part of Ko Samui's district here, far out at sea."""

LAND = shapely.box(97.0, 5.5, 105.5, 20.6)


@cache
def districts() -> dict[str, Any]:
    """Every official district as the cell of its own point; a capital's point is the seat of its province."""
    codes = [code for code in gazetteer().areas if len(code) == 4]
    points = [_point(code) for code in codes]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=LAND))
    tree = shapely.STRtree(cells)
    mine = shapely.intersection(cells[tree.nearest(points)], LAND)
    drawn = dict(zip(codes, shapely.coverage_clean(mine), strict=True))
    drawn["8404"] = shapely.MultiPolygon([drawn["8404"], ISLAND])
    return drawn


def _point(code: str) -> Any:
    """Capitals stand on the seat, the others on a spiral around it, a few kilometres apart."""
    seat = provinces()[f"TH-{code[:2]}"]
    number = int(code[2:]) - 1
    radius, angle = 0.012 * math.sqrt(number), 2.399963 * number
    return shapely.Point(seat.longitude + radius * math.cos(angle), seat.latitude + radius * math.sin(angle))


def features(areas: dict[str, Any], column: str = "ADM2_PCODE") -> list[dict[str, Any]]:
    return [feature(f"TH{code}", shape, column) for code, shape in areas.items()]


def feature(code: str, shape: Any, column: str = "ADM2_PCODE") -> dict[str, Any]:
    properties = {column: code, "NAME_TH": "อำเภอทดสอบ"}
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}


def collection(found: Iterable[dict[str, Any]], **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(found), **more}, ensure_ascii=False)


def write_geojson(path: Path, areas: dict[str, Any]) -> Path:
    path.write_text(collection(features(areas)), encoding="utf-8")
    return path


def write_shapefile(folder: Path, areas: dict[str, Any], encoding: str = "utf-8", zipped: str = "") -> Path:
    """A shapefile (its .shp), or a zip of its parts when `zipped` names one."""
    stem = folder / "adm2"
    with shapefile.Writer(str(stem), shapeType=shapefile.POLYGON, encoding=encoding) as writer:
        writer.field("ADM2_PCODE", "C", 10)
        writer.field("ADM2_TH", "C", 60)
        for code, shape in areas.items():
            parts = shapely.get_parts(shape)
            writer.poly([[list(point) for point in shapely.normalize(part).exterior.coords] for part in parts])
            writer.record(f"TH{code}", "พระนคร")
    if not zipped:
        return stem.with_suffix(".shp")
    with zipfile.ZipFile(folder / zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            archive.write(stem.with_suffix(suffix), f"inner/{stem.name}{suffix}")
    return folder / zipped
