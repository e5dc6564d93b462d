"""Pages say what is true: those drawn from the code are current, links lead somewhere, the map stays one page long."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from docs.generate import POLICY, pages
from models.policy import Policy
from tests.house.tree import ROOT, files, read

LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)(?:#[^)]*)?\)")
# Made by others in the same days; a link to them may come first.
COMING = ("docs/pictures/phone.png", "docs/pictures/console.png")
WRITTEN = [path for path in files() if path.suffix == ".md"]


@pytest.mark.parametrize(("path", "text"), [pytest.param(p, t, id=p.name) for p, t in pages().items()])
def test_a_drawn_page_is_current(path: Path, text: str) -> None:
    assert path.exists(), "run `make docs`"
    assert path.read_text(encoding="utf-8") == text, "run `make docs`"


def test_every_value_of_the_policy_is_described():
    missing = {field.name for field in fields(Policy)} - POLICY.keys()
    assert missing == set(), "say what they mean in docs/generate.py, then run `make docs`"


def test_links_lead_somewhere():
    dead = [
        f"{path}: {link}"
        for path in WRITTEN
        for link in LINK.findall(read(path))
        if not (ROOT / path.parent / link).exists() and link not in COMING
    ]
    assert dead == []


def test_the_glossary_has_the_words_of_the_screens():
    shown = "\n".join(read(path) for path in files() if path.name.endswith("-th.ftl"))
    rows, of_screens = [], False
    for line in read("docs/glossary.md").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        of_screens = (of_screens and line.startswith("|")) or cells[1:2] == ["on the screen"]
        rows += [cells] if of_screens and len(cells) == 3 else []
    said = {word for _, words, _ in rows[1:] for word in words.split(", ")} - {"on the screen", "---", "–"}
    assert said
    assert {word for word in said if word not in shown} == set()


def test_the_map_of_the_program_is_short():
    maps = [path for path in files() if path.name == "ARCHITECTURE.md"]
    assert [len(read(path).splitlines()) for path in maps if len(read(path).splitlines()) > 200] == []
