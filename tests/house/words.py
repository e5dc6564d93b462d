"""The catalogues of words, and where the program uses them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from jinja2 import Environment, nodes

from tests.house.tree import calls, files, python, read, tree

# Calls whose first string is a key of the catalogues, and the files that hold the console's own `t("…")`.
TAKES_A_KEY = {"Line", "NotAllowed", "button", "elsewhere", "line", "reason", "words"}
CONSOLE = "console-"


class Variables(Visitor):
    """The `{ $names }` a message needs, and the other messages it quotes."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.quoted: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - fluent's name
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802 - fluent's name
        self.quoted.add(node.id.name)


def catalogues(lang: str) -> tuple[Path, ...]:
    return tuple(path for path in files() if path.parts[0] == "texts" and path.name.endswith(f"-{lang}.ftl"))


@cache
def messages(lang: str) -> dict[str, Variables]:
    """Every message of a language with its variables. No key stands twice, and fluent can read all of it."""
    found: dict[str, Variables] = {}
    for path in catalogues(lang):
        for entry in FluentParser().parse(read(path)).body:
            assert not isinstance(entry, ftl.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{path}: {entry.id.name} stands twice"
                found[entry.id.name] = Variables()
                found[entry.id.name].visit(entry)
    return found


# --- In Python ----------------------------------------------------------------------------------------------------


def literals(node: ast.AST) -> Iterator[str]:
    """The strings an expression may be: itself, or both sides of an `if … else`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def keys_in_calls() -> Iterator[tuple[Path, str]]:
    """Each key that is written out where a key belongs."""
    for path in python():
        for name, call in calls(path):
            last = name.rsplit(".", 1)[-1]
            if last in TAKES_A_KEY:
                # `words(lang, key)` as a function; everywhere else the key comes first.
                key_at = slice(1, 2) if name == "words" else slice(1)
                yield from ((path, key) for arg in call.args[key_at] for key in literals(arg))
            elif path.parts[0] == "console" and name in {"t", "here.t", "self.t", "speech"}:
                yield from ((path, CONSOLE + key) for arg in call.args[:1] for key in literals(arg))


def strings() -> Iterator[tuple[Path, str]]:
    for path in python():
        yield from (
            (path, n.value) for n in ast.walk(tree(path)) if isinstance(n, ast.Constant) and type(n.value) is str
        )


def patterns() -> Iterator[str]:
    """`incident-.+` for `f"incident-{incident}"`: what a key made at run time looks like."""
    for path in python():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
                if isinstance(parts[0], str) and re.fullmatch(r"[a-z][a-z0-9_-]*-", parts[0]):
                    yield "".join(".+" if p is None else re.escape(str(p)) for p in parts)


# --- In the console's pages ------------------------------------------------------------------------------------------


@cache
def pages() -> tuple[tuple[Path, nodes.Template], ...]:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do"])
    return tuple((p, environment.parse(read(p))) for p in files() if p.suffix == ".html" and p.parts[0] == "console")


def page_calls(name: str) -> Iterator[tuple[Path, nodes.Node]]:
    """The first argument of every `t(…)` (name "") or `t.named(…)` (name "named") of the pages."""
    for path, page in pages():
        for call in page.find_all(nodes.Call):
            called: Any = call.node
            plain = isinstance(called, nodes.Name) and called.name == "t" and not name
            method = isinstance(called, nodes.Getattr) and called.attr == name
            if (plain or method) and call.args:
                yield path, call.args[0]


def page_literals(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Const):
        yield str(node.value)
    elif isinstance(node, nodes.CondExpr):
        yield from page_literals(node.expr1)
        if node.expr2 is not None:
            yield from page_literals(node.expr2)


def page_prefixes(node: nodes.Node) -> Iterator[str]:
    """`ring-` for `"ring-" ~ ring`."""
    if isinstance(node, nodes.Concat) and isinstance(node.nodes[0], nodes.Const):
        yield str(node.nodes[0].value)


def page_strings() -> Iterator[str]:
    for _, page in pages():
        yield from (str(c.value) for c in page.find_all(nodes.Const))


def groups() -> Iterator[str]:
    """The first word of every `t.named("group", value)`, in Python and on the pages."""
    for path in python("console"):
        for name, call in calls(path):
            if name.endswith(".named") and call.args:
                yield from literals(call.args[0])
    for _, first in page_calls("named"):
        yield from page_literals(first)
