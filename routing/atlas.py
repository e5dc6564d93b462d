"""The boundaries in memory: which district and province a point is in, and how far the next province is."""

import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from routing.located import Located, Neighbour
from routing.place import METRES_PER_DEGREE, metres
from routing.policy import DEFAULT

MAGIC = b"ESSB1\n"
_FAR = 2.0  # degrees
_CHUNK = 16  # segments per piece of a province's outline: small boxes, few pieces near any point


@dataclass(frozen=True, slots=True)
class Sheet:
    """Boundaries ready to be stored: areas by official code, provinces made of them, and the land each part is on.

    `codes` are four digits (districts) or two (provinces only). `lands` numbers the connected land of every polygon of
    every area, in their order: 0 is the mainland.
    """

    codes: tuple[str, ...]
    areas: Sequence[Any]
    province_codes: tuple[str, ...]
    provinces: Sequence[Any]
    lands: tuple[int, ...]


class DamagedError(ValueError):
    """The stored boundaries cannot be read: they are older or newer than this program, or cut short."""


def dump(sheet: Sheet) -> bytes:
    """The sheet as compact bytes, about 1.5 MB for the country's districts."""
    shapes = [shapely.to_wkb(shape) for shape in (*sheet.areas, *sheet.provinces)]
    head = json.dumps({"codes": sheet.codes, "provinces": sheet.province_codes, "lands": sheet.lands}).encode()
    sizes = [len(head), *map(len, shapes)]
    body = struct.pack(f"<I{len(sizes)}I", len(sizes), *sizes) + head + b"".join(shapes)
    return MAGIC + zlib.compress(body, 6)


def read_sheet(data: bytes) -> Sheet:
    """The sheet of stored bytes; raises DamagedError."""
    if not data.startswith(MAGIC):
        raise DamagedError("these are not boundaries of this version")
    try:
        body = zlib.decompress(data[len(MAGIC) :])
        (count,) = struct.unpack_from("<I", body)
        sizes = struct.unpack_from(f"<{count}I", body, 4)
        edges = np.cumsum([4 + 4 * count, *sizes]).tolist()
        parts = [body[start:end] for start, end in pairwise(edges)]
        head = json.loads(parts[0])
        shapes = shapely.from_wkb(parts[1:])
    except (zlib.error, struct.error, ValueError, IndexError, shapely.GEOSException) as bad:
        raise DamagedError("the stored boundaries are cut short or damaged") from bad
    codes = tuple(head["codes"])
    return Sheet(codes, shapes[: len(codes)], tuple(head["provinces"]), shapes[len(codes) :], tuple(head["lands"]))


def load(data: bytes) -> "Atlas":
    """The atlas of stored bytes, in well under a second; raises DamagedError."""
    return Atlas(read_sheet(data))


class Atlas:
    """Answers questions about points; made once, shared by threads, never changed."""

    def __init__(self, sheet: Sheet) -> None:
        self.codes = sheet.codes
        areas = np.asarray(sheet.areas, dtype=object)
        self._areas = areas
        self._parts, self._area_of = shapely.get_parts(areas, return_index=True)
        self._lands = sheet.lands
        self._tree = shapely.STRtree(self._parts)
        self._lines = _Outlines(sheet.province_codes, sheet.provinces)
        self._by_code = {code: number for number, code in enumerate(sheet.codes)}

    def locate(
        self, latitude: float, longitude: float, band: float = DEFAULT.band, snap: float = DEFAULT.snap
    ) -> Located:
        """Where the point lies; `band` and `snap` in metres."""
        part = self._part(latitude, longitude)
        if part is not None:
            return self._inside(part, latitude, longitude, band, outside=0.0)
        nearest = self._lines.nearest(latitude, longitude)
        if nearest.metres > snap:
            return Located(None, None, nearest=nearest.province, outside=nearest.metres)
        part = self._nearest_part(latitude, longitude, nearest)
        return self._inside(part, latitude, longitude, band, outside=nearest.metres)

    def line(self, latitude: float, longitude: float) -> Neighbour:
        """The nearest edge of any province but the one the point is in, however far."""
        part = self._part(latitude, longitude)
        home = self._province(part) if part is not None else None
        return self._lines.nearest(latitude, longitude, home)

    def land(self, latitude: float, longitude: float) -> int:
        """The number of the connected land at or nearest to a point: 0 is the mainland."""
        part = self._part(latitude, longitude)
        if part is None:
            part = int(self._tree.nearest(shapely.points(longitude, latitude)))
        return self._lands[part]

    def middle(self, code: str) -> tuple[float, float] | None:
        """A point (latitude, longitude) well inside the area of a code; None when the atlas does not hold it."""
        number = self._by_code.get(code)
        if number is None:
            return None
        point = shapely.point_on_surface(self._areas[number])
        return float(point.y), float(point.x)

    def _part(self, latitude: float, longitude: float) -> int | None:
        found = self._tree.query(shapely.points(longitude, latitude), predicate="intersects")
        # Exactly on a line two areas hold the point: the lower code has it, always the same one.
        return min(found.tolist(), key=lambda part: self.codes[self._area_of[part]], default=None)

    def _province(self, part: int) -> str:
        return f"TH-{self.codes[self._area_of[part]][:2]}"

    def _inside(self, part: int, latitude: float, longitude: float, band: float, outside: float) -> Located:
        code = self.codes[self._area_of[part]]
        home = f"TH-{code[:2]}"
        neighbours = self._lines.within(latitude, longitude, band, home)
        return Located(
            province=home,
            district=code if len(code) == 4 else None,
            nearest=home,
            outside=outside,
            snapped=outside > 0,
            line=neighbours[0].metres if neighbours else None,
            neighbours=neighbours,
            land=self._lands[part],
        )

    def _nearest_part(self, latitude: float, longitude: float, nearest: Neighbour) -> int:
        point = shapely.points(longitude, latitude)
        reach = _degrees(nearest.metres, latitude) + 1e-6
        near = [int(p) for p in self._tree.query(point, predicate="dwithin", distance=reach)]
        same = [part for part in near if self._province(part) == nearest.province] or near
        return min(same, key=lambda part: float(shapely.distance(self._parts[part], point)))


def _degrees(metres: float, latitude: float) -> float:
    """A radius in degrees that surely reaches so many metres in every direction."""
    return metres / METRES_PER_DEGREE / max(0.1, float(np.cos(np.radians(latitude)))) * 1.001


class _Outlines:
    """The outlines of the provinces in short pieces, for exact distances near a point."""

    def __init__(self, codes: tuple[str, ...], provinces: Sequence[Any]) -> None:
        pieces: list[NDArray[np.float64]] = []
        owner: list[int] = []
        for number, shape in enumerate(provinces):
            for ring in shapely.get_parts(shapely.boundary(shape)):
                coordinates = shapely.get_coordinates(ring)
                for at in range(0, len(coordinates) - 1, _CHUNK):
                    pieces.append(coordinates[at : at + _CHUNK + 1])
                    owner.append(number)
        self.codes = tuple(f"TH-{code}" for code in codes)
        self._owner = np.array(owner)
        sizes = np.array([len(piece) for piece in pieces])
        points = np.concatenate(pieces)
        self._shapes = shapely.linestrings(points, indices=np.repeat(np.arange(len(pieces)), sizes))
        self.tree = shapely.STRtree(self._shapes)
        last = np.cumsum(sizes) - 1
        inner = np.ones(len(points), dtype=bool)
        inner[last] = False  # no segment from one piece to the next
        self._from, self._to = points[inner], points[np.flatnonzero(inner) + 1]
        self._first = np.concatenate([[0], np.cumsum(sizes - 1)])

    def within(self, latitude: float, longitude: float, band: float, home: str) -> tuple[Neighbour, ...]:
        """Every province but `home` with an edge within the band, nearest first."""
        found = self._measure(latitude, longitude, _degrees(band, latitude), home)
        kept = (Neighbour(code, metres) for code, metres in found.items() if metres <= band)
        return tuple(sorted(kept, key=lambda neighbour: (neighbour.metres, neighbour.province)))

    def nearest(self, latitude: float, longitude: float, home: str | None = None) -> Neighbour:
        """The nearest edge of any province but `home`."""
        reach = 20_000.0
        if home is None:
            point = shapely.points(longitude, latitude)
            found, distance = self.tree.query_nearest(point, return_distance=True, all_matches=False)
            if distance[0] > _FAR:
                return self._far(point, int(found[0]))
            # A degree is never longer than on the meridian: the true way is within this.
            reach = float(distance[0]) * METRES_PER_DEGREE + 1.0
        while True:
            ways = self._measure(latitude, longitude, _degrees(reach, latitude), home)
            if ways:
                code = min(ways, key=lambda code: (ways[code], code))
                if ways[code] <= reach:
                    return Neighbour(code, ways[code])
            reach *= 3

    def _far(self, point: Any, piece: int) -> Neighbour:
        """Some hundred kilometres away the nearest piece in degrees is near enough to the nearest in metres."""
        line = shapely.shortest_line(self._shapes[piece], point)
        (lon1, lat1), (lon2, lat2) = shapely.get_coordinates(line)
        return Neighbour(self.codes[self._owner[piece]], metres(lat1, lon1, lat2, lon2))

    def _measure(self, latitude: float, longitude: float, radius: float, home: str | None) -> dict[str, float]:
        """Metres to each province with a piece within some degrees, on a plane around the point."""
        point = shapely.points(longitude, latitude)
        near = self.tree.query(point, predicate="dwithin", distance=radius)
        if home is not None:
            near = near[self._owner[near] != self.codes.index(home)]
        if not len(near):
            return {}
        counts = self._first[near + 1] - self._first[near]
        rows = np.concatenate([np.arange(self._first[n], self._first[n + 1]) for n in near])
        scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(latitude)), METRES_PER_DEGREE])
        here = np.array([longitude, latitude])
        ways = _ways((self._from[rows] - here) * scale, (self._to[rows] - here) * scale)
        owners = np.repeat(self._owner[near], counts)
        return {self.codes[owner]: float(ways[owners == owner].min()) for owner in np.unique(owners)}


def _ways(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distance from the origin to each segment, in the unit of its coordinates."""
    step = end - start
    length = np.einsum("ij,ij->i", step, step)
    along = np.clip(-np.einsum("ij,ij->i", start, step) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    foot = start + along[:, None] * step
    ways: NDArray[np.float64] = np.sqrt(np.einsum("ij,ij->i", foot, foot))
    return ways
