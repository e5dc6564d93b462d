"""Names with one letter wrong, missing, doubled or exchanged; they are only ever asked about, never taken."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from routing.gazetteer import gazetteer

_SHORTEST = 5
_LONGEST_TEXT = 40
_SPLIT = re.compile(r"[\s,.;:()/]+")


def near_names(text: str, unknown: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of provinces and districts one slip away from a marked unknown name, or from a short text's words."""
    words = list(unknown)
    if len(text) <= _LONGEST_TEXT:
        words += [text.replace(" ", ""), *_SPLIT.split(text)]
    found: dict[str, None] = {}
    for word in words:
        if len(word) >= _SHORTEST - 1:
            found.update(dict.fromkeys(sorted(_near(word))))
    return tuple(sorted(found, key=len))


def _near(word: str) -> set[str]:
    index = names_by_slip()
    hits: set[str] = set(index.get(word, ()))
    for variant in _shorter(word):
        hits |= index.get(variant, set())
    return hits


@cache
def names_by_slip() -> dict[str, set[str]]:
    """Every name of a province or district, and each with one letter left out."""
    made: defaultdict[str, set[str]] = defaultdict(set)
    for key, name in gazetteer().thai.items():
        codes = {code for code in name.alone if len(code) < 6}
        if codes and len(key) >= _SHORTEST:
            for variant in (key, *_shorter(key)):
                made[variant] |= codes
    return dict(made)


def _shorter(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
