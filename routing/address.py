"""Typed addresses: `resolve(text)` is sure, asks one question, or finds nothing; it never guesses silently."""

import re

from models.report import Place, PlaceSource
from routing import coordinates, latin, maplinks, mentions, pluscode
from routing.agreement import decide
from routing.mentions import Read, Strength
from routing.place import Point, make_sense, metres
from routing.province import by_digits
from routing.resolved import MOST, Ask, Candidate, Nothing, Question, Resolved, Sure
from routing.spelling import clean
from routing.typos import near_names

__all__ = ["Ask", "Candidate", "Nothing", "Question", "Resolved", "Sure", "mentions_place", "read", "resolve"]


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
