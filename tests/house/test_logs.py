"""Logs tell what happened, never to whom: a whole story is played and every line of its log is searched."""

import ast
import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import ALLOWED, Lines
from tests.house.persons import CITIZEN, OFFICER, WORDS, told_of
from tests.house.tree import calls, python, read
from tests.town import Town


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything any logger says, from DEBUG on."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_whole_story_leaves_no_trace_of_a_person(database: str, written: io.StringIO, tmp_path):
    town = Town(tmp_path, database=database)
    officer = town.officer("TH-50", OFFICER)
    citizen = town.citizen(CITIZEN)
    number = citizen.reports()
    citizen.says(WORDS)
    officer.taps("รับเรื่อง")
    town.service.turner.handler = breaks
    citizen.says(WORDS)
    town.passes(seconds=60, step=5)
    town.closes()
    said = written.getvalue()
    lines = [json.loads(line) for line in said.splitlines()]
    assert any(line.get("exception") for line in lines), "the story had a failure to tell"
    assert all({"at", "level", "logger", "message"} <= line.keys() for line in lines)
    assert list(told_of(said, citizen, officer, number)) == []


def breaks(_world: object, _lane: object, event: object) -> None:
    raise ValueError(f"cannot handle {event}: {WORDS}")


LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def test_a_log_line_is_fixed_words_and_what_it_adds_is_allowed():
    """Words that are filled in would stand in the log with their gaps: it never shows what was put in."""
    wrong = []
    for path in python("bot", "console", "rich_menus"):
        for name, call in calls(path):
            if name.startswith("log.") and name.removeprefix("log.") in LEVELS:
                added = {key.value for each in call.keywords if each.arg == "extra" for key in each.value.keys}
                if len(call.args) != 1 or isinstance(call.args[0], ast.JoinedStr) or not added <= set(ALLOWED):
                    wrong.append(f"{path}:{call.lineno}")
    assert wrong == []


def test_every_logger_of_ours_is_called_so():
    """Only what begins with `ess` speaks from INFO on."""
    assert [str(path) for path in python("bot", "console", "rich_menus") if "getLogger(__name__)" in read(path)] == []
