"""Typed addresses: `resolve(text)` is sure, asks one question, or finds nothing; it never guesses silently."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from models.report import Place, PlaceSource
from routing import coordinates, latin, maplinks, mentions, pluscode
from routing.gazetteer import label
from routing.mentions import Mention, Read, Strength
from routing.place import Point, make_sense, metres
from routing.province import by_digits
from routing.spelling import clean
from routing.typos import near_names

MOST = 6
"""Buttons of one question: what a person under stress can still read."""


class Question(StrEnum):
    """The one question that settles an address."""

    WHICH = "which"  # several areas share the name, or the words contradict each other
    CONFIRM = "confirm"  # one area is likely, but the words are not a clear address
    PROVINCE = "province"  # too many areas share the name: the province decides
    HIDDEN_LINK = "hidden_link"  # a short map link: only its server knows where it leads


@dataclass(frozen=True, slots=True)
class Candidate:
    """One button: the official code (two, four or six digits) of the area it stands for."""

    code: str

    @property
    def province(self) -> str:
        return f"TH-{self.code[:2]}"

    @property
    def district(self) -> str | None:
        return self.code[:4] if len(self.code) >= 4 else None

    @property
    def label_th(self) -> str:
        return label(self.code)

    @property
    def label_en(self) -> str:
        return label(self.code, "en")

    @property
    def place(self) -> Place:
        """The place that a tap on the button stands for."""
        return Place(PlaceSource.ADDRESS, address=self.label_th, province=self.province, district=self.district)


@dataclass(frozen=True, slots=True)
class Sure:
    """The place meant. With coordinates `province` may be empty: routing finds it. `swapped` was put right."""

    place: Place
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """At most one question with at most six candidates; `more` counts areas of the name that have no button."""

    question: Question
    candidates: tuple[Candidate, ...] = ()
    more: int = 0

    @property
    def provinces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(candidate.province for candidate in self.candidates))


@dataclass(frozen=True, slots=True)
class Nothing:
    """No place in these words."""


Resolved = Sure | Ask | Nothing


def resolve(text: str) -> Resolved:
    """What a person's answer to "where?" means. Pure and total; links are parsed, never fetched."""
    cleaned = clean(text[: mentions.MAX_TEXT])
    pointed = _pointed(cleaned)
    if pointed is not None:
        return pointed
    words = read(cleaned)
    decided = decide(words.mentions, words.text)
    if isinstance(decided, Nothing):
        likely = near_names(words.text, words.unknown)
        return Ask(Question.CONFIRM, tuple(map(Candidate, likely[:MOST]))) if likely else decided
    return decided


def mentions_place(text: str) -> Sure | None:
    """The place that a free story states clearly: a point, two agreeing names, or one marked name after อยู่ or ที่.

    Made for precision: a story that only touches a place (มาจากเชียงใหม่) gives None.
    """
    cleaned = clean(text[: mentions.MAX_TEXT])
    pointed = _pointed(cleaned)
    if pointed is not None:
        return pointed if isinstance(pointed, Sure) else None
    words = read(cleaned)
    firm = [m for m in words.mentions if m.strength >= Strength.SHORT]
    marked = [m for m in firm if m.strength is Strength.MARKED and not m.postcode]
    if not marked or not (len(firm) > 1 or marked[0].placed):
        return None
    decided = decide(words.mentions, words.text)
    return decided if isinstance(decided, Sure) else None


def read(cleaned: str) -> Read:
    """Thai and Latin mentions together."""
    words = mentions.read(cleaned)
    return Read(words.text, (*words.mentions, *latin.read(cleaned)), words.unknown)


def _pointed(cleaned: str) -> Resolved | None:
    """Coordinates, a map link or a plus code; None when the text holds none."""
    link = maplinks.find(cleaned)
    if link is not None:
        if link.point:
            return _at(link.point) or Nothing()
        if link.words:
            return resolve(link.words)
        rest = re.sub(r"\S*(?:://|\.gl/|\.app/)\S*", " ", cleaned)
        found = resolve(rest) if link.hidden else Nothing()
        return Ask(Question.HIDDEN_LINK) if isinstance(found, Nothing) else found
    pair = coordinates.find(cleaned)
    if pair is not None:
        return _at(pair) or Nothing()
    code = pluscode.find(cleaned)
    return _by_code(code, cleaned) if code else None


def _at(pair: tuple[float, float]) -> Sure | None:
    point = make_sense(*pair)
    if not isinstance(point, Point):
        return None
    return Sure(Place(PlaceSource.ADDRESS, point.latitude, point.longitude), swapped=point.swapped)


def _by_code(code: pluscode.PlusCode, text: str) -> Resolved | None:
    if not code.short:
        return _at(pluscode.decode(code.code))
    named = resolve(re.sub(r"\S*\+\S*", " ", text, count=1))
    if not isinstance(named, Sure) or named.place.province is None:
        return named if isinstance(named, Ask) else None
    province = by_digits(named.place.province[3:])
    if province is None:
        return named
    seat = (province.latitude, province.longitude)
    first, second = pluscode.readings(code, seat)[:2]
    # The next reading is one cell (111 km) away: only a clearly nearer one is the place meant.
    if code.missing > 4 or metres(*seat, *first) * 2 > metres(*seat, *second):
        return named
    place = named.place
    return Sure(Place(PlaceSource.ADDRESS, *first, place.address, place.province, place.district))


def decide(found: Iterable[Mention], text: str) -> Resolved:
    """The area on which all names of a text agree."""
    strong = [m for m in found if m.strength >= Strength.PLAIN]
    short = [m for m in found if m.strength is Strength.SHORT]
    loose = [m for m in found if m.strength is Strength.LOOSE]
    weak = [m for m in found if m.strength is Strength.WEAK]
    if strong:
        return _agreed(strong + [m for m in short if _fits(m, strong) or _follows(m, strong, text)], loose)
    if short and (len(short) + len(loose) > 1 or _nothing_else(text, short)):
        return _agreed(short, loose)
    if loose and _nothing_else(text, loose):
        return _ask(_readings(loose) or {code for m in loose for code in m.codes}, confirm=True)
    if weak:
        return _ask({code for m in weak for code in m.codes}, confirm=True)
    return Nothing()


def _agreed(strong: list[Mention], loose: list[Mention]) -> Resolved:
    named = [_as_province(m) for m in strong]
    readings = _readings(named)
    if not readings:
        named, readings = strong, _readings(strong)
    if not readings:
        return _contradiction(strong)
    if _many(readings) and loose:
        readings = _readings([*strong, *loose]) or readings
    if _many(readings):
        return _ask(readings)
    return Sure(Candidate(_smallest(named, readings)).place)


def _many(codes: Iterable[str]) -> bool:
    """Whether the codes lie in more than one province."""
    return len({code[:2] for code in codes}) > 1


def _readings(found: list[Mention]) -> set[str]:
    """Every area that fits all mentions: each names it, a part of it, or what it is part of."""
    candidates = {code for mention in found for code in mention.codes}
    for mention in found:
        parents = {code[:length] for code in mention.codes for length in (2, 4)}
        candidates = {
            c
            for c in candidates
            if c in mention.codes or c in parents or c[:4] in mention.codes or c[:2] in mention.codes
        }
    return candidates


def _as_province(mention: Mention) -> Mention:
    """An unmarked official name of a province is the province, whatever smaller places share it."""
    return replace(mention, codes=frozenset({mention.province})) if mention.province else mention


def _fits(mention: Mention, strong: list[Mention]) -> bool:
    return any(_readings([mention, other]) for other in strong)


def _follows(mention: Mention, strong: list[Mention], text: str) -> bool:
    """Whether a number stands where a postcode stands: right after a name ("pay 40000" is money)."""
    return mention.postcode and any(
        not text[m.end : mention.start].strip(" ,.") for m in strong if m.end <= mention.start
    )


def _smallest(found: list[Mention], readings: set[str]) -> str:
    """The smallest area that is certain, given readings within one province.

    Each name is read at its highest level (หาดใหญ่ is the district, not its sub-district); an unmarked sub-district
    decides nothing, since villages of the same name lie elsewhere in the province.
    """
    kept: set[str] = set()
    for mention in found:
        mine = [code for code in mention.codes if code in readings]
        top = min(map(len, mine), default=0)
        if top < 6 or mention.strength is Strength.MARKED or mention.postcode:
            kept.update(code for code in mine if len(code) == top)
    return _common(kept or {next(iter(readings))[:2]})


def _common(codes: set[str]) -> str:
    """The smallest area that holds the smallest of them: their common leading digits, in pairs."""
    deepest = [c for c in codes if not any(o != c and o.startswith(c) for o in codes)]
    return next(
        (part for part in (deepest[0], deepest[0][:4]) if all(c.startswith(part) for c in deepest)), deepest[0][:2]
    )


def _ask(codes: set[str], *, confirm: bool = False) -> Ask:
    """One button for each province that has such a place, the provinces with most of them first."""
    tops = [c for c in codes if not any(o != c and c.startswith(o) for o in codes)]
    by_province: defaultdict[str, set[str]] = defaultdict(set)
    for code in tops:
        by_province[code[:2]].add(code)
    order = sorted(by_province, key=lambda p: (min(map(len, by_province[p])), -len(by_province[p]), p))
    candidates = tuple(Candidate(_common(by_province[province])) for province in order[:MOST])
    if len(order) > MOST:
        return Ask(Question.PROVINCE, candidates, more=len(order) - MOST)
    return Ask(Question.CONFIRM if confirm and len(candidates) == 1 else Question.WHICH, candidates)


def _contradiction(found: list[Mention]) -> Resolved:
    """Two or more marked names that agree outweigh the rest, unless that names a province; else each side is asked."""
    marked = [m for m in found if m.strength is Strength.MARKED and not m.postcode]
    others = [m for m in found if m not in marked]
    agreed = _readings(marked)
    contested = any(m.province or m.postcode for m in others)
    if len(marked) > 1 and agreed and not _many(agreed) and not contested:
        return Sure(Candidate(_smallest(marked, agreed)).place)
    found = [_as_province(m) for m in found]
    votes = Counter(province for mention in found for province in {code[:2] for code in mention.codes})
    clear = {
        province for mention in found if len(provinces := {c[:2] for c in mention.codes}) == 1 for province in provinces
    }
    order = sorted(votes, key=lambda province: (province not in clear, -votes[province], province))
    return Ask(Question.WHICH, tuple(map(Candidate, order[:MOST])))


_FILLER = re.compile(
    r"[\s\d,.;:()\-/!?ๆ]|ครับผม|ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ|นะ|อยู่ที่|อยู่|ที่|ตอนนี้|แถว|ใน|บ้าน|ตัวเมือง|เมือง|จังหวัด|อำเภอ|ตำบล"
    r"|ประเทศไทย|ไทย|thailand|province|please|i am|i'm|in|at|city|ผม|หนู|ฉัน"
)


def _nothing_else(text: str, found: list[Mention]) -> bool:
    """Whether the text is only these names and small words."""
    rest = list(text)
    for mention in found:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    return not _FILLER.sub("", "".join(rest))
