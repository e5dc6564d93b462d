"""The patterns of a lexicon (`lexicon/signs-th.txt` describes the signs they are written in), compiled once."""

import re
from dataclasses import dataclass
from functools import cache

from handlers.folding import fold, loosen, sections

# Where a Thai word cannot begin or end: after a vowel written before its letter, before one written on it
# ("มีด" is not in "มีดี", "ปา" not in "เปา").
THAI_START = r"(?<![\u0e40-\u0e44])"
THAI_END = r"(?![\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"
GAP = r"[^\n]{0,16}?"
_TOKEN = re.compile(r"\s*(…)\s*|<(\w+)>|\(([^()]*)\)|(\*)|([^<()…*]+?)(?=\s*…|[<(*]|$)")


@dataclass(frozen=True, slots=True)
class Sign:
    """One pattern. A text that holds none of `needles` cannot match: the plain search first is ten times cheaper."""

    needles: tuple[str, ...]
    regex: re.Pattern[str]

    def inside(self, text: str) -> bool:
        return any(needle in text for needle in self.needles) and self.regex.search(text) is not None


@dataclass(frozen=True, slots=True)
class Signs:
    """A section: its patterns, and what is taken out of a text before they are looked for."""

    each: tuple[Sign, ...]
    taken_out: tuple[Sign, ...]

    def inside(self, text: str) -> bool:
        for sign in self.taken_out:
            if sign.inside(text):
                text = sign.regex.sub(" ", text)
        return any(sign.inside(text) for sign in self.each)


@cache
def signs(file: str, section: str) -> Signs:
    """The compiled section; empty when the file has none. A name that ends in "!" is matched with tone marks."""
    exact = section.endswith("!")
    lines = sections(file).get(section, ())
    return Signs(
        tuple(_sign(line, file, exact) for line in lines if not line.startswith("- ")),
        tuple(_sign(line[2:], file, exact) for line in lines if line.startswith("- ")),
    )


def holds(files: tuple[str, ...], section: str, folded: str, loose: str) -> bool:
    """Whether a text, in its two forms, holds a sign of the section in any of the files."""
    return any(signs(file, section).inside(loose) or signs(file, f"{section}!").inside(folded) for file in files)


def _sign(line: str, file: str, exact: bool) -> Sign:
    regex, edge, end = "", True, ""
    needles: tuple[str, ...] = ("",)
    for gap, name, either, star, word in _TOKEN.findall(line):
        if star:
            regex, end = regex + r"\w*", ""
        elif gap:
            regex, edge, end = regex + end + GAP, True, ""
        else:
            choice = tuple(_choice(f"<{name}>" if name else either or word, file, exact))
            start = min((_start(each) for each in choice if each), default="") if edge else ""
            regex, edge = regex + start + f"(?:{'|'.join(map(re.escape, choice))})", False
            end = min((_end(each) for each in choice if each), default=end)
            needles = max(needles, choice, key=lambda words: min(map(len, words)))
    return Sign(needles, re.compile(regex + end))


def _choice(text: str, file: str, exact: bool) -> list[str]:
    """The spellings of `a|b|<section>`."""
    found: list[str] = []
    for each in text.split("|"):
        if each.startswith("<"):
            found += [word for line in sections(file)[each[1:-1]] for word in _choice(line, file, exact)]
        else:
            found.append(fold(each) if exact else loosen(fold(each)))
    return found


def _start(word: str) -> str:
    return r"\b" if word[0].isascii() and word[0].isalnum() else THAI_START


def _end(word: str) -> str:
    return r"\b" if word[-1].isascii() and word[-1].isalnum() else THAI_END
