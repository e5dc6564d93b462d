"""Open Location Codes (plus codes), decoded after the public specification; shortened codes need a place nearby."""

import math
import re
from dataclasses import dataclass

_ALPHABET = "23456789CFGHJMPQRVWX"
_SEPARATOR = 8
_PAIRS = 10
_GRID_ROWS, _GRID_COLUMNS = 5, 4

_CODE = re.compile(
    rf"(?<![0-9A-Za-z])((?:[{_ALPHABET}]{{2}}){{1,4}})\+([{_ALPHABET}]{{2,7}})?(?![0-9A-Za-z+])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PlusCode:
    """A code found in a text; `missing` counts the leading digits that a shortened code leaves out."""

    code: str
    missing: int

    @property
    def short(self) -> bool:
        return self.missing > 0


def find(text: str) -> PlusCode | None:
    """The first plus code of a text that names a spot (at least ten digits when complete)."""
    for match in _CODE.finditer(text):
        before, after = match[1].upper(), (match[2] or "").upper()
        if not after or len(before) == 2:
            continue
        if len(before) == _SEPARATOR and not _on_earth(before):
            continue
        return PlusCode(f"{before}+{after}", _SEPARATOR - len(before))
    return None


def decode(code: str) -> tuple[float, float]:
    """The middle of a complete code's area, in degrees (latitude, longitude)."""
    digits = code.replace("+", "")
    latitude, longitude = -90.0, -180.0
    height = width = 20.0 * 20
    for pair in range(0, min(len(digits), _PAIRS), 2):
        height, width = height / 20, width / 20
        latitude += _ALPHABET.index(digits[pair]) * height
        longitude += _ALPHABET.index(digits[pair + 1]) * width
    for digit in digits[_PAIRS:]:
        row, column = divmod(_ALPHABET.index(digit), _GRID_COLUMNS)
        height, width = height / _GRID_ROWS, width / _GRID_COLUMNS
        latitude += row * height
        longitude += column * width
    return latitude + height / 2, longitude + width / 2


def readings(code: PlusCode, near: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """What a shortened code may mean around a place, nearest reading first: its own cell and the eight around it."""
    if not code.short:
        return (decode(code.code),)
    cell = 20.0 ** (2 - code.missing // 2)
    latitude, longitude = decode(_prefix(near, code.missing) + code.code)
    found = [
        (latitude + row * cell, longitude + column * cell)
        for row in (-1, 0, 1)
        for column in (-1, 0, 1)
        if abs(latitude + row * cell) <= 90
    ]
    return tuple(sorted(found, key=lambda p: math.hypot(p[0] - near[0], p[1] - near[1])))


def _prefix(near: tuple[float, float], digits: int) -> str:
    latitude, longitude = near[0] + 90, near[1] + 180
    made = ""
    size = 20.0
    for _ in range(digits // 2):
        row, column = int(latitude // size), int(longitude // size)
        made += _ALPHABET[row] + _ALPHABET[column]
        latitude, longitude = latitude - row * size, longitude - column * size
        size /= 20
    return made


def _on_earth(before: str) -> bool:
    return _ALPHABET.index(before[0]) < 9 and _ALPHABET.index(before[1]) < 18
