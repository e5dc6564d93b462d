"""One centre from the words of a form or a CSV row, with every mistake named at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from models.centre import HOTLINE, Centre, CentreKind, Province
from models.incident import Incident
from routing.directory import generated
from routing.gazetteer import gazetteer
from routing.hours import ALWAYS, BadHours, read_hours
from routing.place import Point, make_sense, metres, near_thailand
from routing.province import named
from routing.reason import Reason, province_name, reason
from routing.spelling import clean, fold_thai
from routing.spreadsheet import unguarded

if TYPE_CHECKING:
    from routing.atlas import Atlas

COLUMNS = (
    "code",
    "kind",
    "name",
    "province",
    "district",
    "lat",
    "lon",
    "phone",
    "hours",
    "incidents",
    "source",
    "verified_on",
    "name_en",
    "mainland",
)
NEEDED = ("code", "kind", "name", "province")

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_PHONE = re.compile(r"0[2-9]\d{7,8}|1\d{2,3}")
_MADE_UP = re.compile(r"(\d)\1{5}|1234567")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_LONGEST = {"name": 200, "name_en": 200, "source": 300}
_FROM_SEAT = 250_000.0  # metres; the widest province reaches 197 km from its seat


@dataclass(frozen=True, slots=True)
class BadField:
    """A column, the value as given, and what is wrong with it."""

    column: str
    value: str
    why: Reason


@dataclass(slots=True)
class _Form:
    """The values of a row and the mistakes found so far."""

    values: Mapping[str, str]
    bad: list[BadField] = field(default_factory=list)

    def get(self, column: str) -> str:
        return clean(unguarded((self.values.get(column) or "").strip())).strip()

    def guarded(self, column: str) -> bool:
        given = (self.values.get(column) or "").strip()
        return unguarded(given) != given

    def wrong(self, column: str, why: Reason) -> None:
        self.bad.append(BadField(column, self.get(column)[:60], why))


def read_centre(values: Mapping[str, str], atlas: "Atlas | None" = None) -> Centre | tuple[BadField, ...]:
    """The centre that the words describe, or every mistake in them; `atlas` holds the position against the province."""
    form = _Form(values)
    code, kind, province = _code(form), _kind(form), _province(form)
    district = _district(form, province)
    point = _point(form, province, atlas)
    made = Centre(
        code=code,
        kind=kind,
        name_th=_text(form, "name", needed=True),
        name_en=_text(form, "name_en") or _english(code) or form.get("name"),
        province=province.code if province else "",
        latitude=point[0] if point else province.latitude if province else 0.0,
        longitude=point[1] if point else province.longitude if province else 0.0,
        district=district,
        phone=_phone(form),
        hours=_hours(form),
        incidents=_incidents(form),
        mainland=_mainland(form),
        approximate=point is None,
        source=_text(form, "source"),
        verified_on=_date(form),
    )
    return tuple(form.bad) or made


def _code(form: _Form) -> str:
    code = form.get("code")
    if not _CODE.fullmatch(code):
        form.wrong("code", reason("centre-bad-code"))
    return code


def _kind(form: _Form) -> CentreKind:
    try:
        return CentreKind(form.get("kind").lower())
    except ValueError:
        form.wrong("kind", reason("centre-bad-kind", kinds=", ".join(CentreKind)))
        return CentreKind.SUBDISTRICT


def _province(form: _Form) -> Province | None:
    province = named(form.get("province"))
    if province is None:
        form.wrong("province", reason("centre-bad-province"))
    return province


def _district(form: _Form, province: Province | None) -> str | None:
    """Four digits, or the district's name within the province."""
    value = form.get("district")
    if not value or province is None:
        return None
    areas, digits = gazetteer().areas, province.code[3:]
    if re.fullmatch(r"\d{4}", value):
        found = value if value in areas and value.startswith(digits) else None
    else:
        key = fold_thai(re.sub(r"^(?:อำเภอ|อ\.|เขต|กิ่งอำเภอ)\s*", "", value))
        wanted = [c for c, a in areas.items() if len(c) == 4 and c.startswith(digits) and fold_thai(a.name_th) == key]
        found = f"{digits}01" if key == "เมือง" else next(iter(wanted), None)
    if found is None:
        form.wrong("district", reason("centre-bad-district", province=province_name(province.code)))
    return found


def _point(form: _Form, province: Province | None, atlas: "Atlas | None") -> tuple[float, float] | None:
    """The position; None when both columns are empty and the seat stands in for it."""
    lat, lon = form.get("lat"), form.get("lon")
    if not lat and not lon:
        return None
    try:
        sense = make_sense(float(lat), float(lon))
    except ValueError:
        form.wrong("lat" if lon else "lon", reason("centre-bad-number"))
        return None
    if not isinstance(sense, Point) or not near_thailand(sense):
        form.wrong("lat", reason("centre-not-in-thailand"))
        return None
    if sense.swapped:
        form.wrong("lat", reason("centre-swapped"))
        return None
    wrong = _elsewhere(sense, province, atlas) if province else None
    if wrong is not None:
        form.wrong("lat", wrong)
    return sense.latitude, sense.longitude


def _elsewhere(point: Point, province: Province, atlas: "Atlas | None") -> Reason | None:
    if atlas is None:
        way = metres(point.latitude, point.longitude, province.latitude, province.longitude)
        if way <= _FROM_SEAT:
            return None
        return reason("centre-far-from-seat", province=province_name(province.code), km=round(way / 1000))
    located = atlas.locate(point.latitude, point.longitude)
    if located.province == province.code:
        return None
    if located.province is None:
        return reason("centre-not-in-thailand")
    return reason(
        "centre-other-province", province=province_name(province.code), inside=province_name(located.province)
    )


def _text(form: _Form, column: str, *, needed: bool = False) -> str:
    value = form.get(column)
    if needed and not value:
        form.wrong(column, reason("centre-empty"))
    elif len(value) > _LONGEST[column]:
        form.wrong(column, reason("centre-too-long", most=_LONGEST[column]))
    elif (_FORMULA.match(value) and not form.guarded(column)) or any(not c.isprintable() for c in value):
        # Bare it is nobody's name; with the apostrophe of an export it is taken back.
        form.wrong(column, reason("centre-odd-text"))
    return value


def _english(code: str) -> str:
    return next((unit.name_en for unit in generated() if unit.code == code), "")


def phone_digits(text: str) -> str | None:
    """National digits of a Thai phone number or short code; None when it is neither, or plainly made up."""
    digits = re.sub(r"[\s().\-]", "", text)
    digits = f"0{digits[3:]}" if digits.startswith("+66") else digits
    if not _PHONE.fullmatch(digits) or _MADE_UP.search(digits):
        return None
    return digits


def _phone(form: _Form) -> str:
    value = form.get("phone")
    if not value or value == HOTLINE:
        return ""
    digits = phone_digits(value)
    if digits is None:
        form.wrong("phone", reason("centre-bad-phone"))
        return ""
    return digits


def _hours(form: _Form) -> str:
    value = form.get("hours") or ALWAYS
    found = read_hours(value)
    if isinstance(found, BadHours):
        form.wrong("hours", reason("centre-bad-hours", part=found.part[:40]))
    return value


def _incidents(form: _Form) -> frozenset[Incident]:
    found: set[Incident] = set()
    for word in filter(None, re.split(r"[\s;,|]+", form.get("incidents").lower())):
        try:
            found.add(Incident(word))
        except ValueError:
            form.wrong("incidents", reason("centre-bad-incident", word=word[:40], incidents=", ".join(Incident)))
    return frozenset(found)


def _mainland(form: _Form) -> bool:
    value = form.get("mainland").lower()
    if value not in ("", "yes", "no", "true", "false", "1", "0"):
        form.wrong("mainland", reason("centre-bad-yes-no"))
    return value not in ("no", "false", "0")


def _date(form: _Form) -> str:
    value = form.get("verified_on")
    if value:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            form.wrong("verified_on", reason("centre-bad-date"))
        else:
            if not 2000 <= day.year <= 2400:
                # 2569 is a year of the Buddhist calendar.
                form.wrong("verified_on", reason("centre-bad-date"))
    return value
