"""Small pieces from which the checks of LINE's JSON are put together.

A check looks at one value and notes what is wrong with it; it never raises.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from re import Pattern
from typing import Any
from urllib.parse import urlsplit

from emulator.measure import utf16

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Findings:
    """What is wrong, in the order in which it was found. Flex has its own list: LINE reports it differently."""

    plain: list[tuple[Path, str]] = field(default_factory=list)
    flex: list[tuple[Path, str]] = field(default_factory=list)
    loopback_http: bool = False

    def note(self, path: Path, message: str) -> None:
        (self.flex if "contents" in path[2:3] else self.plain).append((path, message))


Check = Callable[[Any, Path, Findings], None]


def anything(_value: Any, _path: Path, _found: Findings) -> None:
    return


def text(longest: int, *, shortest: int = 1, measure: Callable[[str], int] = utf16) -> Check:
    def check(value: Any, path: Path, found: Findings) -> None:
        if not isinstance(value, str):
            found.note(path, "Must be a string")
        elif shortest and not value.strip():
            found.note(path, "May not be empty")
        elif measure(value) > longest:
            found.note(path, f"Length must be between {shortest} and {longest}")

    return check


def matching(pattern: Pattern[str], message: str) -> Check:
    def check(value: Any, path: Path, found: Findings) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            found.note(path, message)

    return check


def one_of(*allowed: str) -> Check:
    def check(value: Any, path: Path, found: Findings) -> None:
        if value not in allowed:
            found.note(path, f"Must be one of the following values: [{', '.join(allowed)}]")

    return check


def flag(value: Any, path: Path, found: Findings) -> None:
    if not isinstance(value, bool):
        found.note(path, "Must be a boolean")


def integer(low: int, high: int) -> Check:
    def check(value: Any, path: Path, found: Findings) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            found.note(path, "Must be an integer")
        elif not low <= value <= high:
            found.note(path, f"Must be between {low} and {high}")

    return check


def number(low: float, high: float) -> Check:
    def check(value: Any, path: Path, found: Findings) -> None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            found.note(path, "Must be a number")
        elif not low <= value <= high:
            found.note(path, f"Must be between {low} and {high}")

    return check


def url(longest: int, *schemes: str) -> Check:
    """A link with one of these schemes; http to this machine passes where the platform allows it."""

    def check(value: Any, path: Path, found: Findings) -> None:
        if not isinstance(value, str) or not value:
            found.note(path, "May not be empty")
        elif utf16(value) > longest:
            found.note(path, f"Length must be between 1 and {longest}")
        elif not _scheme_allowed(value, schemes, loopback_http=found.loopback_http):
            found.note(path, "invalid uri scheme" if ":" in value else "invalid uri")

    return check


def _scheme_allowed(value: str, schemes: tuple[str, ...], *, loopback_http: bool) -> bool:
    if any(char.isspace() for char in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if loopback_http and parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}:
        return True
    has_target = bool(parts.netloc if parts.scheme in {"http", "https"} else parts.path or parts.netloc)
    return parts.scheme in schemes and has_target


def items(check_one: Check, fewest: int, most: int) -> Check:
    def check(value: Any, path: Path, found: Findings) -> None:
        if not isinstance(value, list):
            found.note(path, "Must be an array")
            return
        if not fewest <= len(value) <= most:
            found.note(path, f"Size must be between {fewest} and {most}")
        for index, one in enumerate(value):
            check_one(one, (*path, index), found)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these properties and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, path: Path, found: Findings) -> None:
        if not isinstance(value, dict):
            found.note(path, "Must be an object")
            return
        for name in required:
            if value.get(name) is None:
                found.note((*path, name), "May not be null" if name in value else "must be specified")
        for name, one in value.items():
            if name not in known:
                found.note((*path, name), "unknown field")
            elif one is not None:
                known[name](one, (*path, name), found)
            elif name not in required:
                found.note((*path, name), "May not be null")

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose "type" says which of these checks it must pass."""

    def check(value: Any, path: Path, found: Findings) -> None:
        if not isinstance(value, dict):
            found.note(path, "Must be an object")
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in kinds:
            found.note((*path, "type"), f"Must be one of the following values: [{', '.join(kinds)}]")
            return
        kinds[kind](value, path, found)

    return check


def both(*checks: Check) -> Check:
    def check(value: Any, path: Path, found: Findings) -> None:
        for one in checks:
            one(value, path, found)

    return check
