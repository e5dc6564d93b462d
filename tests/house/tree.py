"""The project's own files, as the house tests read them. No git is needed: a newcomer may have unpacked an archive."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("bot", "console", "emulator", "handlers", "models", "rich_menus", "routing", "texts")
# What .gitignore names, and git's own folder.
IGNORED = (
    ".git",
    *(line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split() if not line.startswith("#")),
)


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root, in order."""
    return tuple(sorted(path.relative_to(ROOT) for path in _walk(ROOT)))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        name = path.relative_to(ROOT).as_posix()
        if any(fnmatch(name, each) or fnmatch(path.name, each) for each in IGNORED):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def python(*folders: str) -> tuple[Path, ...]:
    """The Python files of these folders; of all folders that hold the program, when none is named."""
    return tuple(path for path in files() if path.suffix == ".py" and path.parts[0] in (folders or CODE))


@cache
def read(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(read(path), filename=str(path))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the dotted name of what is called: `datetime.now`, `words`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def strings(path: Path) -> Iterator[str]:
    """Every string literal of a file that is not a docstring."""
    module = tree(path)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def imports(path: Path) -> frozenset[str]:
    """The full names of the modules a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


def listed(page: str, heading: str = "") -> frozenset[str]:
    """What a page explains: the first `word` of every table row or list item, below `heading` if one is given."""
    words: set[str] = set()
    inside = not heading
    for line in read(page).splitlines():
        if line.startswith("#") and heading:
            inside = heading in line
        row = line.removeprefix("| ").removeprefix("- ")
        if inside and row != line and row.startswith("`"):
            words.add(row[1:].split("`", 1)[0])
    return frozenset(words)
