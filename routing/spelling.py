"""One form for the many ways a Thai or Latin place name is written, so that names can be compared."""

import re
import unicodedata

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)

_WIDE = re.compile("[！-～]+")

# Letters of one sound that are exchanged in everyday spelling: สุราษฏร์ธานี, ศรีษะเกษ.
_ALIKE = str.maketrans({"ศ": "ส", "ษ": "ส", "ฏ": "ฎ", "ณ": "น", "ฬ": "ล"})
# A silenced consonant is the first thing to fall away: บุรีรัม, สุรินท.
_SILENT = re.compile("[ก-ฮ][ิุ]?์")

_LATIN = re.compile(r"[^a-z]")
_SOUNDS = (
    ("koh", "ko"), ("tch", "ch"), ("j", "ch"), ("ph", "p"), ("th", "t"), ("kh", "k"), ("ee", "i"), ("oo", "u"),
    ("ou", "u"), ("uea", "ua"), ("ae", "e"), ("ue", "u"), ("eu", "u"), ("aw", "o"), ("or", "o"), ("sri", "si"),
    ("v", "w"), ("g", "k"), ("d", "t"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1")


def decode(data: bytes) -> str:
    """Text in UTF-8 (with or without its mark), UTF-16 with its mark, or TIS-620 as Thai Windows writes it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874", errors="replace")


def clean(text: str) -> str:
    """The text with Arabic digits, composed vowels, plain width and no invisible characters; words stay as they are."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).translate(_DIGITS)
    if not text.isascii():
        text = _WIDE.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
        text = text.replace("ํา", "ำ").replace("เเ", "แ").replace("\u00a0", " ").replace("、", ",")
    return text


def fold_thai(text: str) -> str:
    """The Thai spelling key of a cleaned text: letters of one sound are one letter, silenced letters are gone."""
    return _SILENT.sub("", text.translate(_ALIKE))


def plain_latin(name: str) -> str:
    """The bare letters of a romanised name."""
    return _LATIN.sub("", name.lower())


def fold_latin(name: str) -> str:
    """The sound key of a romanised name: `Hadyai`, `Haad Yai` and `Hat Yai` share one."""
    return sound(plain_latin(name))


def sound(letters: str) -> str:
    """The sound key of bare letters."""
    for written, heard in _SOUNDS:
        letters = letters.replace(written, heard)
    return _DOUBLED.sub(r"\1", letters)
