"""The patterns of a lexicon (`lexicon/signs-th.txt` describes the signs they are written in), compiled once."""

import re
from dataclasses import dataclass
from functools import cache

from handlers.folding import fold, loosen, sections

# Where a Thai word cannot begin or end: after a vowel written before its letter, before one written on it
# ("มีด" is not in "มีดี", "ปา" not in "เปา").
THAI_START = r"(?<![\u0e40-\u0e44])"
THAI_END = r"(?![\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"
GAP = r"[^\n]{0,12}?"
_TOKEN = re.compile(r"\s*(…)\s*|<(\w+)>|\(([^()]*)\)|(\*)|([^<()…*]+)")


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
    taken_out: re.Pattern[str] | None
    tones_count: bool

    def inside(self, folded: str, loose: str) -> bool:
        text = folded if self.tones_count else loose
        if self.taken_out is not None:
            text = self.taken_out.sub(" ", text)
        return any(sign.inside(text) for sign in self.each)


@cache
def signs(file: str, section: str) -> Signs:
    """The compiled section; empty when the file has none."""
    lines = sections(file)
    tones_count = f"{section}!" in lines
    own = lines.get(f"{section}!" if tones_count else section, ())
    out = [re.escape(_spell(line[2:], tones_count)) for line in own if line.startswith("- ")]
    return Signs(
        tuple(_sign(line, file, tones_count) for line in own if not line.startswith("- ")),
        re.compile("|".join(out)) if out else None,
        tones_count,
    )


def _spell(word: str, tones_count: bool) -> str:
    return fold(word) if tones_count else loosen(fold(word))


def _words(file: str, section: str, tones_count: bool) -> tuple[str, ...]:
    """The plain words of a section that a pattern names, with those of the sections it names in turn."""
    found: list[str] = []
    for line in sections(file)[section]:
        if line.startswith("<"):
            found += _words(file, line[1:-1], tones_count)
        elif not line.startswith("- "):
            found.append(_spell(line, tones_count))
    return tuple(found)


def _sign(line: str, file: str, tones_count: bool) -> Sign:
    regex, end, needles = "", "", ("",)
    for gap, name, either, star, word in _TOKEN.findall(line):
        if gap or star:
            regex += end + GAP if gap else r"\w*"
            end = ""
            continue
        choice = _words(file, name, tones_count) if name else tuple(_spell(w, tones_count) for w in either.split("|"))
        if word:
            choice = (_spell(word, tones_count),)
        if not regex:
            regex = _start(choice[0])
        regex += f"(?:{'|'.join(map(re.escape, choice))})"
        end = _end(choice[-1]) or end
        needles = max(needles, choice, key=lambda words: min(map(len, words)))
    return Sign(needles, re.compile(regex + end))


def _start(word: str) -> str:
    return r"\b" if word[:1].isascii() else THAI_START


def _end(word: str) -> str:
    if not word:
        return ""
    return r"\b" if word[-1].isascii() else THAI_END
