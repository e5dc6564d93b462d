"""What the boundaries say about one point."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another province and how far its nearest edge is, in metres."""

    province: str
    metres: float


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies.

    `province` is ISO 3166-2 and `district` four digits, both None outside Thailand (and the district also when only
    provinces are known). `snapped` says that the point lies in no area but within the snapping distance of this one.
    `outside` is the way to the nearest edge in metres (0 inside), `nearest` the province there. `line` is the way to
    the nearest other province. `neighbours` are the other provinces within the band, nearest first. `land` numbers the
    connected land the point stands on, 0 being the mainland: None when unknown.
    """

    province: str | None
    district: str | None
    nearest: str
    outside: float = 0.0
    snapped: bool = False
    line: float | None = None
    neighbours: tuple[Neighbour, ...] = ()
    land: int | None = None

    @property
    def island(self) -> bool:
        return bool(self.land)
