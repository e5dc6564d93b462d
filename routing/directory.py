"""The directory of centres: generated from names alone, and completed by what the ministry imports."""

from collections.abc import Iterable
from functools import cache

from models.centre import Centre, CentreKind, Directory, Province
from models.incident import Incident
from routing.province import provinces, rows

BANGKOK = "TH-10"
GENERATED = "generated: name and province only"

# Kind → short code and the names in Thai and English. Phones, addresses and positions are not known: none is invented.
_UNITS: dict[CentreKind, tuple[str, str, str]] = {
    CentreKind.PROVINCIAL_OFFICE: (
        "PO",
        "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์",
        "{} Provincial Social Development and Human Security Office",
    ),
    CentreKind.SHELTER: ("SH", "บ้านพักเด็กและครอบครัว", "{} Shelter for Children and Families"),
    CentreKind.PROTECTION: ("PC", "ศูนย์คุ้มครองคนไร้ที่พึ่ง", "{} Protection Centre for the Destitute"),
}


@cache
def generated() -> tuple[Centre, ...]:
    """Every unit whose existence follows from the province: 76 offices (Bangkok has none), 77 shelters, 77 centres.

    The phone is empty (shown as 1300), the position is the seat's and marked approximate.
    """
    return tuple(
        _unit(kind, province)
        for province in provinces().values()
        for kind in _UNITS
        if not (kind is CentreKind.PROVINCIAL_OFFICE and province.code == BANGKOK)
    )


def _unit(kind: CentreKind, province: Province) -> Centre:
    short, thai, english = _UNITS[kind]
    where = province.name_th if province.code == BANGKOK else f"จังหวัด{province.name_th}"
    return Centre(
        code=f"{short}-{province.code[3:]}",
        kind=kind,
        name_th=thai + where,
        name_en=english.format(province.name_en),
        province=province.code,
        latitude=province.latitude,
        longitude=province.longitude,
        source=GENERATED,
    )


def directory_of(centres: Iterable[Centre]) -> Directory:
    """The directory of imported centres; a kind that a province's rows do not name keeps its generated unit.

    So a province that imports its own list never leaves another without an office.
    """
    known = tuple(centres)
    have = {(centre.province, centre.kind) for centre in known}
    codes = {centre.code for centre in known}
    missing = tuple(c for c in generated() if (c.province, c.kind) not in have and c.code not in codes)
    return Directory(provinces(), (*known, *missing), _kinds_for(), _kinds()["child"])


@cache
def generated_directory() -> Directory:
    """The directory of a fresh installation."""
    return directory_of(())


@cache
def _kinds() -> dict[str, tuple[CentreKind, ...]]:
    return {row["case"]: tuple(CentreKind(kind) for kind in row["kinds"].split()) for row in rows("kinds.csv")}


def _kinds_for() -> dict[Incident, tuple[CentreKind, ...]]:
    return {incident: _kinds()[incident.value] for incident in Incident}
