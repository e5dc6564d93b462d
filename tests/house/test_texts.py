"""Every word shown to anyone is in the catalogues, in Thai and in English, and every word there is shown somewhere."""

import re
from enum import Enum

import pytest

from handlers.words import Topic
from models.case import CaseStatus, Outcome, Stage
from models.incident import Incident, Priority
from models.people import Role
from models.report import Slot
from routing.reason import Flag
from tests.house import words
from texts.catalogue import spoken

THAI = words.messages("th")
# Keys made at run time from a closed list: each value needs its words.
MADE_FROM = {
    "incident-": Incident,
    "alert-priority-": Priority,
    "duty-stage-": Stage,
    "numbers-": Topic,
    "route-flag-": Flag,
    "console-incident-": Incident,
    "console-outcome-": Outcome,
    "console-role-": Role,
    "console-slot-": Slot,
    "console-stage-": Stage,
    "console-status-": CaseStatus,
}


@pytest.mark.parametrize("lang", spoken())
def test_a_language_says_the_same_with_the_same_values(lang):
    other = words.messages(lang)
    assert {k for k in other if k not in THAI} == set(), "there is no Thai for these"
    assert {k for k in other if other[k].names != THAI[k].names} == set(), "these need other values than in Thai"


def test_thai_and_english_are_complete():
    assert THAI.keys() == words.messages("en").keys()


# Keys that are used and have no words yet. It may only shrink.
OWED: set[str] = set()


def test_every_key_the_program_uses_has_its_words():
    on_pages = {
        (str(path), words.CONSOLE + key) for path, first in words.page_calls("") for key in words.page_literals(first)
    }
    used = {(str(path), key) for path, key in words.keys_in_calls()} | on_pages
    assert {(path, key) for path, key in used if key not in THAI and key not in OWED} == set()
    assert {key for key in OWED if key in THAI} == set(), "their words have come: take them off the list"


NOT_KEYS = {"no-referrer", "no-store"}  # words of HTTP


def test_what_looks_like_a_key_is_one():
    families = {key.split("-")[0] for key in THAI if "-" in key and not key.startswith(words.CONSOLE)}
    key = re.compile(rf"({'|'.join(families)})(-[a-z0-9_]+)+")
    inner = [(path, text) for path, text in words.strings() if path.parts[0] in {"bot", "handlers", "routing"}]
    like_keys = {(str(path), text) for path, text in inner if key.fullmatch(text) and text not in NOT_KEYS}
    assert {(path, text) for path, text in like_keys if text not in THAI} == set()


@pytest.mark.parametrize(("prefix", "values"), MADE_FROM.items(), ids=lambda v: v if isinstance(v, str) else "")
def test_every_value_of_a_closed_list_has_its_words(prefix: str, values: type[Enum]) -> None:
    assert {f"{prefix}{v.value}" for v in values if not _has_words(prefix, str(v.value))} == set()


def _has_words(prefix: str, value: str) -> bool:
    spelling = value.replace("_", "-") if prefix.startswith(words.CONSOLE) else value
    return prefix + spelling in THAI


def test_every_group_of_words_on_the_console_has_some():
    assert {g for g in words.groups() if not any(k.startswith(f"{words.CONSOLE}{g}-") for k in THAI)} == set()


def test_every_word_in_the_catalogues_is_used():
    said = {text for _, text in words.strings()} | set(words.page_strings())
    prefixes = {p for _, first in words.page_calls("") for p in words.page_prefixes(first)}
    made = [re.compile(pattern) for pattern in words.patterns()]
    made += [re.compile(re.escape(words.CONSOLE + p) + ".+") for p in prefixes]
    made += [re.compile(re.escape(f"{words.CONSOLE}{group}-") + ".+") for group in words.groups()]
    made += [re.compile(re.escape(prefix) + ".+") for prefix in MADE_FROM]
    quoted = {name for message in THAI.values() for name in message.quoted}
    unused = {
        key
        for key in THAI
        if key not in said
        and key not in quoted
        and key.removeprefix(words.CONSOLE) not in said
        and not any(pattern.fullmatch(key) for pattern in made)
    }
    assert unused == set()
