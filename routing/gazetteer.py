"""Every province, district and sub-district by every spelling, from `geothai` and the nicknames of this room.

Codes are the official digits: two for a province, four for a district, six for a sub-district; a longer code starts
with its parent's. Loading takes a tenth of a second and happens at the first question; `routing.warm` does it early.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from routing.province import nicknames, provinces
from routing.spelling import fold_latin, fold_thai, plain_latin

CAPITALS = "เมือง"
BANGKOK = "10"
ISLANDS = frozenset({"2008", "2306", "2307", "8103", "8202", "8404", "8405"})
"""Districts that are islands without a bridge to the mainland; only used when no boundaries are loaded."""

_KHET = "เขต"


@dataclass(frozen=True, slots=True)
class Area:
    """One administrative area; the level is the length of its code."""

    code: str
    name_th: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Name:
    """What one spelling may stand for: `codes` after a marker such as อ., `alone` without one; `letters` as written.

    `province` is the province whose official name this is; a nickname's is none.
    """

    codes: frozenset[str]
    alone: frozenset[str]
    letters: int
    province: str | None


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    letters: int
    alone: bool = True
    official: bool = True


Entries = defaultdict[str, list[_Entry]]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`thai` and `latin` are keyed by folded spelling, `latin_exact` by the bare letters.

    `lengths` are those of the Thai spellings by their first two letters, longest first.
    """

    areas: Mapping[str, Area]
    thai: Mapping[str, Name]
    lengths: Mapping[str, tuple[int, ...]]
    latin: Mapping[str, Name]
    latin_exact: Mapping[str, Name]
    postcodes: Mapping[str, frozenset[str]]
    capitals: frozenset[str]

    def begins(self, text: str, at: int) -> Iterator[tuple[str, Name]]:
        """Every known Thai spelling that begins at a position of a folded text, longest first."""
        for length in self.lengths.get(text[at : at + 2], ()):
            key = text[at : at + length]
            found = self.thai.get(key)
            if found is not None and len(key) == length:
                yield key, found


@cache
def gazetteer() -> Gazetteer:
    areas, postcodes = _read()
    thai: Entries = defaultdict(list)
    latin: Entries = defaultdict(list)
    exact: Entries = defaultdict(list)
    for area in areas.values():
        thai[fold_thai(area.name_th)].append(_Entry(area.code, len(area.name_th)))
        entry = _Entry(area.code, len(plain_latin(area.name_en)))
        exact[plain_latin(area.name_en)].append(entry)
        if len(area.code) < 6:
            latin[fold_latin(area.name_en)].append(entry)
    for nickname in nicknames():
        if nickname.name.isascii() and not nickname.name.isdigit():
            entry = _Entry(nickname.code, len(plain_latin(nickname.name)), nickname.alone, official=False)
            latin[fold_latin(nickname.name)].append(entry)
            exact[plain_latin(nickname.name)].append(entry)
        else:
            entry = _Entry(nickname.code, len(nickname.name), nickname.alone, official=False)
            thai[fold_thai(nickname.name)].append(entry)
    names = _names(thai)
    return Gazetteer(
        areas=areas,
        thai=names,
        lengths=_lengths(names),
        latin=_names(latin),
        latin_exact=_names(_same_thai(exact, areas)),
        postcodes=postcodes,
        capitals=frozenset(c for c in areas if len(c) == 4 and c.endswith("01") and not c.startswith(BANGKOK)),
    )


def _same_thai(exact: Mapping[str, list[_Entry]], areas: Mapping[str, Area]) -> dict[str, list[_Entry]]:
    """Without sub-districts that meet a district in romanisation only: Hat Yai is not ต.หาดยาย of Chumphon."""
    kept: dict[str, list[_Entry]] = {}
    for key, entries in exact.items():
        higher = {areas[e.code].name_th for e in entries if len(e.code) < 6}
        kept[key] = [e for e in entries if len(e.code) < 6 or not higher or areas[e.code].name_th in higher]
    return kept


def _read() -> tuple[dict[str, Area], dict[str, frozenset[str]]]:
    # 50 ms to import: `serve` starts without it.
    import geothai  # noqa: PLC0415

    areas: dict[str, Area] = {}
    by_postcode: defaultdict[str, set[str]] = defaultdict(set)
    for province in provinces().values():
        digits = province.code[3:]
        areas[digits] = Area(digits, province.name_th, province.name_en)
        for district in geothai.districts(digits):
            areas[district.code] = Area(district.code, district.name_th.removeprefix(_KHET), district.name_en)
            for sub in geothai.subdistricts(district.code):
                areas[sub.code] = Area(sub.code, sub.name_th, sub.name_en)
                for postcode in sub.postal_codes:
                    by_postcode[postcode].add(sub.code)
    return areas, {postcode: frozenset(codes) for postcode, codes in by_postcode.items()}


def _names(found: Mapping[str, list[_Entry]]) -> dict[str, Name]:
    return {
        key: Name(
            codes=frozenset(e.code for e in entries),
            alone=frozenset(e.code for e in entries if e.alone),
            letters=min(e.letters for e in entries),
            province=next((e.code for e in entries if e.official and len(e.code) == 2), None),
        )
        for key, entries in found.items()
        if key
    }


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    grouped: defaultdict[str, set[int]] = defaultdict(set)
    for key in names:
        grouped[key[:2]].add(len(key))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in grouped.items()}


def label(code: str, lang: str = "th") -> str:
    """The area's short full name: `อ.หาดใหญ่ จ.สงขลา`, `Hat Yai, Songkhla`."""
    areas = gazetteer().areas
    chain = [code[:length] for length in (6, 4, 2) if length <= len(code) and code[:length] in areas]
    if lang != "th":
        return ", ".join(areas[part].name_en for part in chain)
    return " ".join(_marked(areas[part]) for part in chain)


def _marked(area: Area) -> str:
    if area.code == BANGKOK:
        return area.name_th
    marks = {2: "จ.", 4: "อ.", 6: "ต."} if not area.code.startswith(BANGKOK) else {4: "เขต", 6: "แขวง"}
    return marks[len(area.code)] + area.name_th
