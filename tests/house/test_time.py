"""The clock is passed in, so that a test can fast-forward a month: only bot/clock.py reads the machine's."""

import ast
import re

from tests.house.tree import imports, python, tree

READS_THE_CLOCK = re.compile(r"(datetime|date|time)\.(now|utcnow|today|time|time_ns|localtime|gmtime)$")
MAY = {
    "bot/clock.py": "it is the clock",
    "emulator/platform.py": "LINE has its own clock, handed in by the tests",
}


def test_nobody_else_looks_at_the_clock():
    others = [path for path in python() if path.as_posix() not in MAY]
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path in others
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and READS_THE_CLOCK.search(ast.unparse(node))
    ]
    assert found == []
    assert [str(path) for path in others if {"time.time", "time.time_ns"} & imports(path)] == []
