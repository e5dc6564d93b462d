"""One form for all the ways to type the same word, and the lexicons in it.

`fold` keeps a text's words apart and its tones; `loosen` drops what hurried fingers get wrong. Both are pure, total and
linear: 5,000 characters take well under a millisecond.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

LEXICON = Path(__file__).parent / "lexicon"

# Thai, Lao and Burmese digits.
DIGITS = {zero + n: str(n) for zero in (0x0E50, 0x0ED0, 0x1040) for n in range(10)}
# Zero-width and direction marks, the emoji presentation marks and keycap, apostrophes of all shapes.
UNSEEN = dict.fromkeys(
    (
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF, 0x20E3, 0x2018, 0x2019, 0x00B4),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)),
    )
)
MOST_GROWN = 4
_OTHER_SCRIPTS = re.compile(r"[^\x00-\x7f\u0e01-\u0e5b]+")
_THAI_DIGITS = re.compile("[๐-๙]+")
_TONE_INSIDE_AM = re.compile("\u0e4d([\u0e48-\u0e4b])\u0e32")
_LONG_RUN = re.compile(r"([^\s\d])\1\1+")
_ANY_RUN = re.compile(r"([^\s\d])\1+")
_THAI_GAP = re.compile(r"(?<=[\u0e01-\u0e5b])[ \t]+(?=[\u0e01-\u0e5b])")
# Thai vowels and marks above and below are no "word characters" to `re`; 🔟 is a number.
_MARKS = r"(?:[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\U0001f51f]|_)"
_EDGES = re.compile(rf"^{_MARKS}+|{_MARKS}+$")
_SPACES = re.compile(rf"{_MARKS}*\s{_MARKS}*")
# Maitaikhu, the four tone marks, thanthakhat.
TONES = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"


def _plain(run: re.Match[str]) -> str:
    """NFKC of what is neither ASCII nor Thai: the two that need none, and that make up nearly every text.

    Characters that grow to a sentence (U+FDFA is eighteen) stay as they are: a text of them would cost a second.
    """
    seen = run[0].translate(UNSEEN)
    plain = unicodedata.normalize("NFKC", seen)
    return (plain if len(plain) <= MOST_GROWN * len(seen) else seen).translate(DIGITS).translate(UNSEEN)


def fold(text: str) -> str:
    """One case, one width, one digit, nothing invisible, no apostrophes; three or more of a letter are one."""
    text = _OTHER_SCRIPTS.sub(_plain, text).replace("'", "").replace("`", "").casefold()
    text = _THAI_DIGITS.sub(lambda run: run[0].translate(DIGITS), text)
    text = _TONE_INSIDE_AM.sub("\\1\u0e4d\u0e32", text).replace("\u0e4d\u0e32", "\u0e33").replace("เเ", "แ")
    return _LONG_RUN.sub(r"\1", text)


def loosen(folded: str) -> str:
    """Without tone marks and without spaces between Thai letters."""
    for tone in TONES:
        folded = folded.replace(tone, "")
    return _THAI_GAP.sub("", folded)


def key(text: str) -> str:
    """The whole text as one answer: loose, each letter once, no punctuation around its words, single spaces."""
    loose = _ANY_RUN.sub(r"\1", loosen(fold(text)))
    return _SPACES.sub(" ", _EDGES.sub("", loose))


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The lines of a lexicon by section, in order, comments left out."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for raw in (LEXICON / name).read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {section: tuple(each) for section, each in found.items()}
