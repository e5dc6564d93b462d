"""Dates, durations and numbers as officials read them."""

import ast
from pathlib import Path

import pytest

from console.speech import Speech
from models.case import CaseStatus, Stage

ROOT = Path(__file__).parents[2]
THAI, ENGLISH = Speech("th"), Speech("en")
AT = 1_763_776_815_000  # 22 November 2025, 09:00:15 in Bangkok


def test_days_are_counted_by_the_buddhist_era_in_thai():
    assert THAI.day(AT) == "22 พ.ย. 2568"
    assert ENGLISH.day(AT) == "22 Nov 2025"
    assert (THAI.moment(AT), THAI.second(AT)) == ("22 พ.ย. 2568 09:00", "09:00:15")


def test_new_year_comes_at_midnight_in_bangkok():
    assert THAI.moment(1_767_200_400_000 - 60_000) == "31 ธ.ค. 2568 23:59"
    assert THAI.moment(1_767_200_400_000) == "1 ม.ค. 2569 00:00"


@pytest.mark.parametrize(
    ("ms", "words_"),
    [(-5, "0 วิ"), (0, "0 วิ"), (59_999, "59 วิ"), (60_000, "1 นาที"), (3_600_000, "1 ชม."), (200_000_000, "2 วัน")],
)
def test_durations_take_their_largest_unit(ms, words_):
    assert THAI.lasting(ms) == words_


def test_what_we_do_not_know_is_shown_as_it_is():
    assert THAI.named("event", "something_new") == "something_new"
    assert THAI.elsewhere("no-such-key") == "no-such-key"
    assert THAI.province("TH-XX") == "TH-XX"
    assert THAI.province(None) == ""


def kinds_of_the_log() -> set[str]:
    """Every kind of line that the handlers write into a case's log, where it stands there as a word."""
    found = set()
    for file in (ROOT / "handlers").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and ast.unparse(node.func) == "Note" and len(node.args) > 1
            if named and isinstance(node.args[1], ast.Constant):
                found.add(node.args[1].value)
    return found | {s.value for s in CaseStatus} | {s.value for s in Stage}


def test_every_line_of_the_log_is_said_in_words():
    kinds = kinds_of_the_log()
    assert len(kinds) > 30
    every = {"by", "to", "reason", "office", "outcome", "slot", "why", "kind", "path", "seconds"}
    spoken = {k: THAI.named("event", k, **dict.fromkeys(every, "-")) for k in kinds}
    assert {k for k, said in spoken.items() if k == said} == set()
