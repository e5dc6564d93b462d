"""What typed words may mean: pure, total, fast. The words themselves are data (`lexicon/`), read once.

Danger words may only raise a report to a human; nothing here ever lowers or closes one.
"""

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache

from handlers.folding import key, sections
from handlers.signs import holds, spelt
from models.incident import Incident
from models.report import Reading

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
ANSWERS = "answers.txt"
# No answer of the lexicon is longer; longer texts are not searched for one.
LONGEST_ANSWER = 60
# No question offers more choices than this; LINE shows 13 quick replies.
HIGHEST_NUMBER = 20

_CODE_GAPS = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b-\u200f\ufeff]+")


class Word(StrEnum):
    """A typed command: the whole text is one of its words."""

    REPORT = "report"
    STATUS = "status"
    BACK = "back"
    CANCEL = "cancel"
    SKIP = "skip"
    HOTLINE = "hotline"
    CLEAR = "clear"
    PERSON = "person"
    ENGLISH = "english"
    THAI = "thai"
    DUTIES = "duties"
    ON_DUTY = "on_duty"
    READ_ON = "read_on"


class Topic(StrEnum):
    """A need that another number answers: 1669, 199, 1323, 1387, 1155, 191."""

    SELF_HARM = "self_harm"
    MEDICAL = "medical"
    FIRE = "fire"
    CHILD = "child_line"
    TOURIST = "tourist"
    POLICE = "police"


def read(text: str) -> Reading:
    """What the words may mean. `place` and `candidates` stay empty: routing fills them."""
    answer, asked = _answer(text), spelt(text)
    return Reading(
        number=_number(answer),
        incident=_incidents().get(answer),
        yes=_yes_no().get(answer),
        danger=answer in _section("cry") or holds("danger", asked),
        weapon=holds("weapon", asked),
        child=holds("child", asked),
        family=holds("family", asked),
    )


def command(text: str) -> Word | None:
    """The command that the whole text is, never one inside a sentence."""
    return _commands().get(_answer(text))


def code(text: str) -> str | None:
    """A binding code that is the whole text, in capitals without spaces and hyphens.

    An English word of ten such letters reads as one too: an unknown code is to be taken as words.
    """
    if len(text) > LONGEST_ANSWER:
        return None
    found = _CODE_GAPS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return found if len(found) == CODE_LENGTH and set(found) <= set(CODE_ALPHABET) else None


@lru_cache(maxsize=1)  # asked twice of each text
def topic(text: str) -> Topic | None:
    """The out-of-scope need that the words name, the most pressing first; None unless they are plain."""
    asked = spelt(text)
    return next((each for each in Topic if holds(each.value, asked)), None)


@cache
def _section(name: str) -> frozenset[str]:
    return frozenset(key(word) for line in sections(ANSWERS)[name] for word in line.split(","))


@cache
def _polite() -> tuple[str, ...]:
    return tuple(sorted(_section("polite"), key=len, reverse=True))


@cache
def _known() -> frozenset[str]:
    """Every answer of the lexicon: a text that is one already keeps its ending (ครับ alone is a yes)."""
    return frozenset().union(*(_section(name) for name in sections(ANSWERS) if name not in {"polite", "numbers"}))


@lru_cache(maxsize=8)  # one text is asked for a code, a command and an answer
def _answer(text: str) -> str:
    """The key of a short text, polite endings taken off unless it is an answer with them; empty for a long one."""
    if len(text) > LONGEST_ANSWER:
        return ""
    answer = key(text)
    while answer not in _known():
        shorter = next((answer.removesuffix(end).strip() for end in _polite() if answer.endswith(end)), "")
        if not shorter:
            break
        answer = shorter
    return answer


def _number(answer: str) -> int | None:
    for mark in _number_marks():
        if answer.startswith(mark) and answer != mark:
            answer = answer.removeprefix(mark).strip(" .")
            break
    number = int(answer) if answer.isdecimal() and len(answer) <= 2 else _numbers().get(answer)
    return number if number and number <= HIGHEST_NUMBER else None


@cache
def _numbers() -> dict[str, int]:
    rows = (line.split() for line in sections(ANSWERS)["numbers"])
    return {key(word): int(value) for value, *words in rows for word in words}


@cache
def _number_marks() -> tuple[str, ...]:
    return tuple(sorted(_section("number_marks"), key=len, reverse=True))


@cache
def _incidents() -> dict[str, Incident]:
    return {word: incident for incident in Incident for word in _section(incident.value)}


@cache
def _yes_no() -> dict[str, bool]:
    return {word: value for name, value in (("yes", True), ("no", False)) for word in _section(name)}


@cache
def _commands() -> dict[str, Word]:
    return {word: each for each in Word for word in _section(each.value)}
