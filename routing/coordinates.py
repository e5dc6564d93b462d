"""Coordinates that people type or paste: decimal degrees, degrees-minutes-seconds, UTM; Thai digits are read before."""

import re

from routing import utm
from routing.place import Point, near_thailand

_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
_LAT_WORD = r"(?:latitude|lat|ละติจูด|ละติจุด|แลตติจูด)"
_LON_WORD = r"(?:longitude|long|lon|lng|ลองจิจูด|ลองติจูด|ลองจิจุด|ลองกิจูด)"

_NAMED = re.compile(
    rf"{_LAT_WORD}\s*[:=]?\s*({_NUMBER})[^\d+-]{{1,20}}?{_LON_WORD}\s*[:=]?\s*({_NUMBER})", re.IGNORECASE
)
_NAMED_BACK = re.compile(
    rf"{_LON_WORD}\s*[:=]?\s*({_NUMBER})[^\d+-]{{1,20}}?{_LAT_WORD}\s*[:=]?\s*({_NUMBER})", re.IGNORECASE
)
# Bare pairs need three decimals each (about 100 m): "3.30 กับ 5.20" are times and prices.
_PAIR = re.compile(r"(?<![\d.,/:])([-+]?\d{1,3}\.\d{3,})°?\s*([,;/|]|\s)\s*([-+]?\d{1,3}\.\d{3,})°?(?![\d:/])")
# A text that is nothing but a pair may be coarser.
_WHOLE = re.compile(
    r"\W*(?:พิกัด|gps|location)?[\s:=(\[]*([-+]?\d{1,3}\.\d+)°?\s*([,;/|]|\s)\s*([-+]?\d{1,3}\.\d+)°?\W*", re.IGNORECASE
)
_SPLIT = re.compile(r"(?<![\d.,])(\d{1,3}),(\d{3,})\s*[;/|\s]\s*(\d{1,3}),(\d{3,})(?![\d,])")

_DEGREES = r"(?:°|º|˚|องศา|deg\.?)"
_MINUTES = r"(?:'|′|’|‘|ลิปดา|min\.?)"
_SECONDS = r"(?:\"|″|”|“|''|′′|ฟิลิปดา|พิลิปดา|sec\.?)"
_MARKED = (
    rf"(\d{{1,3}}(?:\.\d+)?)\s*{_DEGREES}\s*(?:(\d{{1,2}}(?:\.\d+)?)\s*{_MINUTES}\s*)?"
    rf"(?:(\d{{1,2}}(?:\.\d+)?)\s*{_SECONDS}?\s*)?"
)
_SPACED = r"(\d{1,3})[\s-]+(\d{1,2})[\s-]+(\d{1,2}(?:\.\d+)?)\s*"
_DECIMAL = rf"(\d{{1,3}}\.\d{{2,}})\s*{_DEGREES}?()()\s*"
_NORTH, _EAST = r"([NS]|เหนือ|ใต้)", r"([EW]|ตะวันออก|ตะวันตก)"
_BETWEEN = r"[\s,;/]*"


def _styles(angle: str) -> tuple[tuple[re.Pattern[str], bool, bool], ...]:
    """The orders in which an angle and its letter are written: pattern, letter first, east first."""
    return (
        (re.compile(rf"(?<![\d.]){angle}{_NORTH}{_BETWEEN}{angle}{_EAST}", re.IGNORECASE), False, False),
        (re.compile(rf"(?<![A-Za-z]){_NORTH}\s*{angle}{_BETWEEN}{_EAST}\s*{angle}", re.IGNORECASE), True, False),
        (re.compile(rf"(?<![\d.]){angle}{_EAST}{_BETWEEN}{angle}{_NORTH}", re.IGNORECASE), False, True),
        (re.compile(rf"(?<![A-Za-z]){_EAST}\s*{angle}{_BETWEEN}{_NORTH}\s*{angle}", re.IGNORECASE), True, True),
    )


_LETTERED = (*_styles(_MARKED), *_styles(_SPACED), *_styles(_DECIMAL))
# Degrees, minutes and seconds with their marks but without N and E.
_PLAIN_ANGLE = rf"(\d{{1,3}})\s*°\s*(\d{{1,2}}(?:\.\d+)?)\s*{_MINUTES}\s*(?:(\d{{1,2}}(?:\.\d+)?)\s*{_SECONDS}?)?"
_UNNAMED = re.compile(rf"{_PLAIN_ANGLE}[\s,;]+{_PLAIN_ANGLE}")
_ANGLE_SIGN = re.compile(r"[°º˚]|องศา|deg|[NSEW]|เหนือ|ตะวัน", re.IGNORECASE)


def find(text: str) -> tuple[float, float] | None:
    """The first pair of coordinates in a cleaned text as (latitude, longitude) in degrees, exactly as given.

    The pair may still be swapped, abroad or (0, 0): `routing.place.make_sense` judges that.
    """
    if not any(c.isdigit() for c in text):
        return None
    return _named(text) or _angles(text) or _bare(text) or utm.find(text)


def _named(text: str) -> tuple[float, float] | None:
    if match := _NAMED.search(text):
        return float(match[1]), float(match[2])
    if match := _NAMED_BACK.search(text):
        return float(match[2]), float(match[1])
    return None


def _bare(text: str) -> tuple[float, float] | None:
    if match := _WHOLE.fullmatch(text) or _PAIR.search(text):
        return _likely(match[1], match[3], firm="," in match[2])
    if match := _SPLIT.search(text):
        return _likely(f"{match[1]}.{match[2]}", f"{match[3]}.{match[4]}", firm=False)
    return None


def _likely(first: str, second: str, *, firm: bool) -> tuple[float, float] | None:
    """A pair without any word or letter: near Thailand in either order, or written with a comma and four decimals."""
    one, two = float(first), float(second)
    if any(near_thailand(Point(*pair)) for pair in ((one, two), (two, one))):
        return one, two
    long_enough = min(len(first.partition(".")[2]), len(second.partition(".")[2])) >= 4
    return (one, two) if firm and long_enough and abs(one) <= 180 and abs(two) <= 180 else None


def _angles(text: str) -> tuple[float, float] | None:
    if not _ANGLE_SIGN.search(text):
        return None
    for pattern, letter_first, east_first in _LETTERED:
        if match := pattern.search(text):
            groups = match.groups()
            one = _signed(groups[1:4], groups[0]) if letter_first else _signed(groups[0:3], groups[3])
            two = _signed(groups[5:8], groups[4]) if letter_first else _signed(groups[4:7], groups[7])
            return (two, one) if east_first else (one, two)
    if match := _UNNAMED.search(text):
        return _signed(match.group(1, 2, 3), "N"), _signed(match.group(4, 5, 6), "E")
    return None


def _signed(parts: tuple[str | None, ...], direction: str) -> float:
    degrees, minutes, seconds = (float(part or 0) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if direction.upper() in ("S", "W", "ใต้", "ตะวันตก") else value
