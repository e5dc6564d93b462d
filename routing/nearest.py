"""The nearest centre of a province, fast however many centres the country has."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from models.centre import Centre, CentreKind, Directory
from routing.place import metres, unit

Row = tuple[float, float, float, Centre]
Index = dict[tuple[str, CentreKind], tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Near:
    """A centre and the great-circle way to it in metres."""

    centre: Centre
    metres: float


@lru_cache(maxsize=4)
def index(directory: Directory) -> Index:
    """Unit vectors of every centre by province and kind, made once for a directory."""
    grouped: dict[tuple[str, CentreKind], list[Row]] = {}
    for centre in directory.centres:
        row = (*unit(centre.latitude, centre.longitude), centre)
        grouped.setdefault((centre.province, centre.kind), []).append(row)
    return {key: tuple(rows) for key, rows in grouped.items()}


def nearest(
    directory: Directory,
    province: str,
    kind: CentreKind,
    point: tuple[float, float],
    accept: Callable[[Centre], bool] = lambda _: True,
) -> Near | None:
    """The nearest accepted centre of one kind in one province; `point` is (latitude, longitude)."""
    rows = index(directory).get((province, kind), ())
    found = _nearest(rows, point, accept)
    return Near(found, metres(*point, found.latitude, found.longitude)) if found else None


def _nearest(rows: tuple[Row, ...], point: tuple[float, float], accept: Callable[[Centre], bool]) -> Centre | None:
    x, y, z = unit(*point)
    best, best_dot = None, -2.0
    for a, b, c, centre in rows:
        dot = x * a + y * b + z * c
        if dot > best_dot and accept(centre):
            best, best_dot = centre, dot
    return best
