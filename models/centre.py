"""Help centres and where they stand: the immutable directory that routing reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.incident import Incident

HOTLINE = "1300"
POLICE = "191"


class CentreKind(StrEnum):
    """Kinds of unit of the Ministry; which kinds take which incident is data, never code."""

    PROVINCIAL_OFFICE = "provincial_office"
    SHELTER = "shelter"
    PROTECTION = "protection"
    HIGHLAND = "highland"
    SUBDISTRICT = "subdistrict"


@dataclass(frozen=True, slots=True)
class Centre:
    """One unit. `phone` is empty when unknown and is then shown as 1300; `approximate` marks a borrowed position.

    `hours` is `24h`, `office` or a weekly pattern (routing.hours). `incidents`, when given, are the only ones this unit
    takes and outrank the table of kinds. `mainland` says that an island is reached from here by boat.
    `closed_until` is a moment in ms since 1970 (UTC).
    """

    code: str
    kind: CentreKind
    name_th: str
    name_en: str
    province: str
    latitude: float
    longitude: float
    district: str | None = None
    phone: str = ""
    hours: str = "24h"
    incidents: frozenset[Incident] = frozenset()
    mainland: bool = True
    approximate: bool = True
    closed_until: int | None = None
    source: str = ""
    verified_on: str = ""


@dataclass(frozen=True, slots=True)
class Province:
    """ISO 3166-2 code, names, region and the seat's position in WGS 84 degrees."""

    code: str
    name_th: str
    name_en: str
    region: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """Every province and centre at one moment, compared by identity: two loads are two moments.

    `kinds_for` says which kinds take an incident, first choice first; `kinds_for_child` does so when a child is the
    victim, whatever happened; a unit of an `always` kind hears of every case of its province.
    """

    provinces: Mapping[str, Province]
    centres: tuple[Centre, ...]
    kinds_for: Mapping[Incident, tuple[CentreKind, ...]] = field(default_factory=dict)
    kinds_for_child: tuple[CentreKind, ...] = ()
    always: tuple[CentreKind, ...] = (CentreKind.PROVINCIAL_OFFICE,)
