"""The patterns of a lexicon (`lexicon/signs-th.txt` describes the signs they are written in), compiled once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from handlers.folding import fold, loosen, sections

# Where a Thai word cannot begin or end: after a vowel written before its letter, before one written on it
# ("มีด" is not in "มีดี", "ปา" not in "เปา"). The first is asked once the word is found: a search that begins with
# letters is three times as fast as one that begins with a condition.
THAI_LEADING = "\u0e40-\u0e44"
THAI_END = r"(?![\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"
LETTERS = (("signs-th.txt", re.compile("[ก-ฮ]")), ("signs-en.txt", re.compile("[a-z]")))
GAP = r"[^\n]{0,16}?"
_TOKEN = re.compile(r"\s*(…)\s*|<(\w+)>|\(([^()]*)\)|(\*)|([^<()…*]+?)(?=\s*…|[<(*]|$)")


@dataclass(frozen=True, slots=True)
class Sign:
    """One pattern. A text that lacks all `needles` of one group cannot match: plain searches are far cheaper."""

    needles: tuple[tuple[str, ...], ...]
    regex: re.Pattern[str]

    def inside(self, text: str) -> bool:
        has = text.__contains__
        for group in self.needles:
            if not any(map(has, group)):
                return False
        return self.regex.search(text) is not None


class Index:
    """Signs, found by the first two letters of a needle, of which a text has few: hundreds cost no more than ten."""

    def __init__(self, each: Iterable[Sign]) -> None:
        self._each = tuple(each)
        index: dict[str, set[int]] = defaultdict(set)
        for place, sign in enumerate(self._each):
            # Of the groups of which a text must hold one needle: the first whose needles are all long enough.
            for needle in next((g for g in sign.needles if min(map(len, g)) > 1), ("",)):
                index[needle[:2]].add(place)
        self._by_pair: Mapping[str, AbstractSet[int]] = dict(index)
        self._pairs = frozenset(index)

    def inside(self, text: str, pairs: AbstractSet[str]) -> Iterator[Sign]:
        """Those that `text` holds, in the order of the file. `pairs`: the two letters at each place of it, and ""."""
        known = self._pairs & pairs
        if not known:
            return iter(())
        maybe = set().union(*map(self._by_pair.__getitem__, known))
        return (self._each[place] for place in sorted(maybe) if self._each[place].inside(text))


@dataclass(frozen=True, slots=True)
class Signs:
    """A section: its patterns, and what is taken out of a text before they are looked for."""

    each: Index
    taken_out: Index

    def inside(self, text: str, pairs: AbstractSet[str]) -> bool:
        # What is taken out leaves a space: no pair of letters comes of it that was not there.
        for sign in self.taken_out.inside(text, pairs):
            text = sign.regex.sub(" ", text)
        return any(True for _ in self.each.inside(text, pairs))


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text in the two forms that signs are written for, with the two-letter pairs of each."""

    folded: str
    loose: str
    folded_pairs: AbstractSet[str]
    loose_pairs: AbstractSet[str]


# One text is asked for many sections, in one turn; the last few are enough.
@lru_cache(maxsize=8)
def spelt(text: str) -> Spelt:
    folded = fold(text)
    loose = loosen(folded)
    return Spelt(folded, loose, _pairs(folded), _pairs(loose))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(("", *map("".join, pairwise(text))))


@cache
def signs(file: str, section: str) -> Signs:
    """The compiled section; empty when the file has none. A name that ends in "!" is matched with tone marks."""
    exact = section.endswith("!")
    lines = sections(file).get(section, ())
    return Signs(
        Index(_sign(line, file, exact) for line in lines if not line.startswith("- ")),
        Index(_sign(line[2:], file, exact) for line in lines if line.startswith("- ")),
    )


def holds(section: str, text: Spelt) -> bool:
    """Whether a text holds a sign of the section in a language whose letters it has."""
    return any(
        signs(file, section).inside(text.loose, text.loose_pairs)
        or signs(file, f"{section}!").inside(text.folded, text.folded_pairs)
        for file, letters in LETTERS
        if letters.search(text.folded)
    )


def _sign(line: str, file: str, exact: bool) -> Sign:
    regex, edge, end = "", True, ""
    needles: list[tuple[str, ...]] = []
    for gap, name, either, star, word in _TOKEN.findall(line):
        if star:
            regex, end = regex + r"\w*", ""
        elif gap:
            regex, edge, end = regex + end + GAP, True, ""
        else:
            choice = tuple(_choice(f"<{name}>" if name else either or word, file, exact))
            regex += f"(?:{'|'.join(_begun(each) if edge else re.escape(each) for each in choice)})"
            edge, end = False, min((_end(each) for each in choice if each), default=end)
            if all(choice):
                needles.append(choice)
    return Sign(tuple(sorted(needles, key=len)), re.compile(regex + end))


def _choice(text: str, file: str, exact: bool) -> list[str]:
    """The spellings of `a|b|<section>`."""
    found: list[str] = []
    for each in text.split("|"):
        if each.startswith("<"):
            found += [word for line in sections(file)[each[1:-1]] for word in _choice(line, file, exact)]
        else:
            found.append(fold(each) if exact else loosen(fold(each)))
    return found


def _begun(word: str) -> str:
    """The word where one can begin."""
    spelt = re.escape(word)
    if word.isascii():
        return rf"\b{spelt}" if word[:1].isalpha() else spelt
    return rf"{spelt}(?<![{THAI_LEADING}]{spelt})" if "ก" <= word[0] <= "ฮ" else spelt


def _end(word: str) -> str:
    return r"\b" if word[-1].isascii() and word[-1].isalnum() else THAI_END
