"""Every name of the environment is explained in docs/settings.md, and read in one place."""

import ast
import re

from tests.house.tree import calls, listed, python, strings, tree

NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
SETTINGS = next(path for path in python("bot") if path.as_posix() == "bot/settings.py")


MAY = {"bot/commands/places.py": "who ran the command, for the audit"}


def names() -> set[str]:
    read = {ast.literal_eval(call.args[0]) for called, call in calls(SETTINGS) if called == "env.get"}
    return read | {text for text in strings(SETTINGS) if NAME.fullmatch(text) and len(text) > 3}


def test_every_setting_is_explained_and_nothing_else():
    assert names()
    assert listed("docs/settings.md") == names()


def test_the_environment_is_read_in_one_place():
    found = [
        f"{path}:{node.lineno}"
        for path in python()
        if path != SETTINGS and path.as_posix() not in MAY
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert found == []
