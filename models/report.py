"""What one person has told us about one incident, so far. Every slot may be empty: nobody has to finish a form."""

from dataclasses import dataclass
from enum import StrEnum

from models.incident import Incident


class PlaceSource(StrEnum):
    """Where the knowledge of a place comes from, best evidence first."""

    OPERATOR = "operator"
    PIN = "pin"
    ADDRESS = "address"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Place:
    """A place as far as it is known.

    `latitude`/`longitude` are WGS 84 degrees as given, never rounded; `address` is LINE's text on the pin or the
    person's own words; `province` is ISO 3166-2 (`TH-92`), `district` the official four digits (`9201`).
    """

    source: PlaceSource
    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    province: str | None = None
    district: str | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True)
class Report:
    """The state of the flow. `None` is "not answered yet"; a skipped slot is listed in `skipped`.

    `story` holds content ids, never the words themselves: words live in one place, `content`.
    """

    incident: Incident | None = None
    place: Place | None = None
    in_danger: bool | None = None
    story: tuple[str, ...] = ()
    skipped: frozenset[str] = frozenset()
    danger_words: bool = False
    sos: bool = False
    weapon: bool = False
    child: bool = False
    family: bool = False

    @property
    def has_fact(self) -> bool:
        """Whether the case is *open*: a bare tap on แจ้งเหตุ is no fact (the life of a case: from a tap to a case)."""
        return bool(
            self.incident or self.place or self.in_danger or self.story or self.danger_words or self.sos or self.weapon
        )
