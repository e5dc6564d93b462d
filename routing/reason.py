"""Why a case goes where it goes: a key of the text catalogues and its values, never a sentence."""

from dataclasses import dataclass
from enum import StrEnum

from models.centre import Centre
from routing.gazetteer import gazetteer
from routing.province import by_digits


@dataclass(frozen=True, slots=True)
class Named:
    """A name in Thai and in Latin letters; a catalogue gets the one of its language."""

    th: str
    en: str

    def in_(self, lang: str) -> str:
        return self.th if lang == "th" else self.en


@dataclass(frozen=True, slots=True)
class Reason:
    """`key` is the id of a message (`route-border`), `args` its values."""

    key: str
    args: tuple[tuple[str, str | int | Named], ...] = ()

    def values(self, lang: str) -> dict[str, str | int]:
        """The arguments of the message in a language, ready for `texts.catalogue.words`."""
        return {key: value.in_(lang) if isinstance(value, Named) else value for key, value in self.args}


class Flag(StrEnum):
    """What an operator should see at a glance."""

    SWAPPED = "swapped"  # latitude and longitude were exchanged: confirm
    SNAPPED = "snapped"  # in no polygon, taken to the nearest one (coast, pier, island)
    BORDER = "border"  # within the band of a province line
    ADDRESS_DISAGREES = "address_disagrees"  # the words and the point name different provinces
    APPROXIMATE = "approximate"  # the province is a guess by the nearest seat
    OUTSIDE = "outside"  # a little outside Thailand
    ABROAD = "abroad"  # far outside, or at sea
    NO_LOCATION = "no_location"  # no usable coordinates and no province
    ISLAND = "island"
    BOAT = "boat"  # the unit is on other land: a boat may be needed
    CLOSED = "closed"  # every unit of the right kind in the province is closed now


def reason(key: str, **args: str | float | Named) -> Reason:
    """A reason; numbers are kilometres or counts and keep one decimal."""
    return Reason(key, tuple((name, _plain(value)) for name, value in args.items()))


def _plain(value: str | float | Named) -> str | int | Named:
    return f"{value:.1f}" if isinstance(value, float) else value


def province_name(code: str) -> Named:
    province = by_digits(code.removeprefix("TH-"))
    return Named(province.name_th, province.name_en) if province else Named(code, code)


def district_name(code: str) -> Named:
    area = gazetteer().areas.get(code)
    return Named(area.name_th, area.name_en) if area else Named(code, code)


def centre_name(centre: Centre) -> Named:
    return Named(centre.name_th, centre.name_en)
