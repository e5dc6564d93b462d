"""Boundary files as operators have them: GeoJSON or shapefile, plain or zipped, in UTF-8 or TIS-620."""

import io
import json
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import shapefile
import shapely

from routing.reason import Reason, reason
from routing.spelling import decode

MAX_FILE = 400 * 2**20
"""Bytes of a file; the country's districts in full detail are about 60 MB."""

MAX_UNPACKED = 1_200 * 2**20
"""Bytes of a zip's members together: a zip that unpacks to more is refused before it is unpacked."""

_BLANK = b"\xef\xbb\xbf \r\n\t"

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and how much there is."""


def silent(step: str, done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its number in the file (from 1), its columns, and its shape (None when it has none)."""

    number: int
    columns: Mapping[str, Any]
    shape: Any


@dataclass(frozen=True, slots=True)
class Layer:
    """The rows of one file; `system` names its coordinate system when the file says one."""

    name: str
    rows: tuple[Row, ...]
    system: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is not taken: reasons whose messages name the rows; nothing has changed."""

    problems: tuple[Reason, ...] = field(default_factory=tuple)


def _no(key: str, **args: str | float) -> Refused:
    return Refused((reason(key, **args),))


def read_layers(path: Path, progress: Progress = silent) -> tuple[Layer, ...] | Refused:
    """Every layer of a file. Refuses by size before reading; never raises for a bad file."""
    try:
        size = path.stat().st_size
    except OSError:
        return _no("boundaries-no-file", file=path.name)
    if size > MAX_FILE:
        return _no("boundaries-too-big", file=path.name, mb=round(size / 2**20), most=MAX_FILE // 2**20)
    if size == 0:
        return _no("boundaries-empty-file", file=path.name)
    members = _unzip(path) if zipfile.is_zipfile(path) else _siblings(path)
    if isinstance(members, Refused):
        return members
    return _layers(members, progress)


def _siblings(path: Path) -> dict[str, bytes] | Refused:
    """The file itself; a shapefile's other parts lie beside it under the same name."""
    if path.suffix.lower() == ".zip":
        return _no("boundaries-broken-zip", file=path.name)
    members = {path.name: path.read_bytes()}
    if path.suffix.lower() == ".shp":
        for other in path.parent.iterdir():
            known = other.suffix.lower() in (".dbf", ".shx", ".prj", ".cpg")
            if known and other.stem == path.stem and other.stat().st_size <= MAX_FILE:
                members[other.name] = other.read_bytes()
    return members


def _unzip(path: Path) -> dict[str, bytes] | Refused:
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = [i for i in archive.infolist() if not i.is_dir() and not i.filename.startswith("__MACOSX")]
            size = sum(info.file_size for info in wanted)
            if size > MAX_UNPACKED:
                return _no("boundaries-too-big", file=path.name, mb=round(size / 2**20), most=MAX_UNPACKED // 2**20)
            return {info.filename: archive.read(info) for info in wanted}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        # RuntimeError: the zip wants a password; NotImplementedError: a packing method Python lacks.
        return _no("boundaries-broken-zip", file=path.name)


def _layers(members: dict[str, bytes], progress: Progress) -> tuple[Layer, ...] | Refused:
    found: list[Layer] = []
    for name, data in sorted(members.items()):
        suffix = PurePosixPath(name).suffix.lower()
        layer: Layer | Refused | None = None
        if suffix == ".shp":
            layer = _shapefile(name, members, progress)
        elif suffix in (".geojson", ".json") or (len(members) == 1 and data.lstrip(_BLANK)[:1] == b"{"):
            layer = _geojson(name, data, progress)
        if isinstance(layer, Refused):
            return layer
        if layer is not None:
            found.append(layer)
    return tuple(found) or _no("boundaries-unknown-format", file=", ".join(sorted(members))[:80])


def _geojson(name: str, data: bytes, progress: Progress) -> Layer | Refused:
    try:
        document = json.loads(decode(data))
    except (ValueError, RecursionError) as bad:
        line = getattr(bad, "lineno", 1)
        return _no("boundaries-bad-json", file=name, line=line)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        return _no("boundaries-not-geojson", file=name)
    rows: list[Row] = []
    for number, feature in enumerate(features, 1):
        if number % 50 == 0:
            progress("read", number, len(features))
        known = feature if isinstance(feature, dict) else {}
        columns = known.get("properties")
        rows.append(Row(number, columns if isinstance(columns, dict) else {}, _shape(known.get("geometry"))))
    crs = document.get("crs")
    system = json.dumps(crs) if crs and not re.search(r"CRS84|4326", json.dumps(crs)) else ""
    return Layer(name, tuple(rows), system)


def _shape(geometry: Any) -> Any:
    try:
        return shapely.geometry.shape(geometry) if isinstance(geometry, dict) else None
    except (shapely.GEOSException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def _shapefile(name: str, members: dict[str, bytes], progress: Progress) -> Layer | Refused:
    stem = name[: -len(".shp")]
    part = {suffix: _part(members, stem, suffix) for suffix in (".shp", ".dbf", ".prj", ".cpg")}
    if part[".dbf"] is None:
        return _no("boundaries-no-dbf", file=f"{stem}.dbf")
    system = decode(part[".prj"] or b"")
    rows = _records(part[".shp"] or b"", part[".dbf"], _encodings(part[".cpg"]), progress)
    if rows is None:
        return _no("boundaries-broken-shapefile", file=name)
    return Layer(name, rows, system if system.startswith("PROJCS") else "")


# What the reader of shapefiles meets in a file that is cut short or is none: it has no single error of its own.
_BROKEN = (
    struct.error,
    shapefile.ShapefileException,
    shapefile.PossiblyCorruptFileHeader,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    EOFError,
    OSError,
    MemoryError,
)


def _part(members: dict[str, bytes], stem: str, suffix: str) -> bytes | None:
    return next((data for name, data in members.items() if name.lower() == (stem + suffix).lower()), None)


def _encodings(cpg: bytes | None) -> tuple[str, ...]:
    """The encoding the file names first; it may name none, or the wrong one."""
    named = decode(cpg or b"").strip().lower().replace(" ", "")
    thai = any(sign in named for sign in ("874", "620", "tis", "8859-11"))
    return ("cp874", "utf-8") if thai else ("utf-8", "cp874")


def _records(shp: bytes, dbf: bytes, encodings: tuple[str, ...], progress: Progress) -> tuple[Row, ...] | None:
    """The rows; None for a file that is cut short or is no shapefile."""
    for encoding in encodings:
        try:
            with warnings.catch_warnings():
                # A size in the header that is not the file's: it was cut short on its way.
                warnings.simplefilter("error", shapefile.PossiblyCorruptFileHeader)
                return _read_all(shp, dbf, encoding, progress)
        except _BROKEN:
            continue  # an encoding that does not fit and a file that is cut short are not told apart
    return None


def _read_all(shp: bytes, dbf: bytes, encoding: str, progress: Progress) -> tuple[Row, ...]:
    with shapefile.Reader(shp=io.BytesIO(shp), dbf=io.BytesIO(dbf), encoding=encoding) as reader:
        return tuple(_rows(reader, progress))


def _rows(reader: Any, progress: Progress) -> Iterator[Row]:
    total = len(reader)
    for number, record in enumerate(reader.iterShapeRecords(), 1):
        if number % 50 == 0:
            progress("read", number, total)
        yield Row(number, record.record.as_dict(), _polygon(record.shape))


def _polygon(shape: Any) -> Any:
    """The shape of a record: rings in the order of the file, holes found by how they lie."""
    if shape is None or not shape.points or not hasattr(shape, "parts"):
        return None
    ends = [*shape.parts[1:], len(shape.points)]
    rings = [shape.points[start:end] for start, end in zip(shape.parts, ends, strict=True)]
    rings = [ring for ring in rings if len(ring) >= 4 and tuple(ring[0]) == tuple(ring[-1])]
    if not rings:
        return None
    if len(rings) == 1:
        return shapely.Polygon([point[:2] for point in rings[0]])
    lines = [shapely.LinearRing([point[:2] for point in ring]) for ring in rings]
    if not any(line.is_ccw for line in lines):  # outer rings run clockwise: no holes
        return shapely.MultiPolygon([shapely.Polygon(line) for line in lines])
    return shapely.build_area(shapely.GeometryCollection(lines))
