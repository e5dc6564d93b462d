"""Lists stay fast at a million cases: keyset paging, no OFFSET (82 times slower there), no COUNT(*) (76 times).

A count of few rows is harmless: each such place says why its rows stay few.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import python, strings, tree

SLOW = re.compile(r"\bOFFSET\b\s*[:%?{\d]|\bCOUNT\s*\(\s*\*\s*\)", re.IGNORECASE)
COUNTS_FEW = {
    "console/reads.py strip": "cases that wait now, by their partial index, and the cases of one day",
    "console/reads.py counts": "a list cut off at a hundred rows",
    "console/accounts.py accounts": "the open sessions of the people who work here",
}


def slow_calls(path: Path) -> Iterator[str]:
    """`file function` of every `.offset(…)` and `func.count()`."""
    for function in ast.walk(tree(path)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if not isinstance(node, ast.Call):
                    continue
                name = ast.unparse(node.func)
                if name.endswith(".offset") or (name.endswith("func.count") and not node.args):
                    yield f"{path} {function.name}"


def test_no_query_counts_or_skips_rows():
    ours = python("bot", "console")
    assert [f"{path}: {text}" for path in ours for text in strings(path) if SLOW.search(text)] == []
    assert {place for path in ours for place in slow_calls(path)} - COUNTS_FEW.keys() == set()
