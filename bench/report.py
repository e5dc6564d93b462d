"""What a measurement says in the end: a table, the goals and whether they are reached, a picture, a page."""

import argparse
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bench.machine import LOAD_CORE, ROOT, SERVER_CORE, commit, kind, pin
from bench.plot import Bar, bars
from bench.rounds import Range, Table

PAGE = ROOT / "bench/README.md"
PICTURES = ROOT / "docs/bench"


@dataclass(frozen=True, slots=True)
class Goal:
    """`words`, the figure, and the bound that it must keep: at least, or at most."""

    words: str
    value: Range
    at_least: float | None = None
    at_most: float | None = None

    @property
    def reached(self) -> bool:
        low = self.at_least is None or self.value.median >= self.at_least
        return low and (self.at_most is None or self.value.median <= self.at_most)

    def row(self) -> str:
        bound = f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"
        return f"| {self.words} | {bound} | {self.value} | {'yes' if self.reached else '**no**'} |"


@dataclass(frozen=True, slots=True)
class Form:
    """How long to measure, and whether the result is written down."""

    name: str
    short: bool
    write: bool

    def rounds(self, full: int = 5) -> int:
        return min(2, full) if self.short else full

    def size(self, full: int, short: int) -> int:
        return short if self.short else full


def form(name: str) -> Form:
    """Read from the command line, which is the same for every bench. The load is pinned to its core here."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}")
    parser.add_argument("--short", action="store_true", help="two short rounds; printed, not written down")
    parser.add_argument("--write", action="store_true", help="write the short form down too")
    given = parser.parse_args()
    pin(LOAD_CORE)
    return Form(name, given.short, given.write or not given.short)


def columns(table: Table, *names: str) -> list[str]:
    """A Markdown table: one row a contestant, one column a thing measured."""
    head = ["| contestant | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    return head + [f"| {who} | " + " | ".join(str(table.range(who, n)) for n in names) + " |" for who in table.rounds]


def finish(how: Form, title: str, lines: Sequence[str], goals: Sequence[Goal], drawn: Sequence[Bar], unit: str) -> None:
    """Prints the result; writes its section of bench/README.md and its picture where asked to."""
    judged = ["| goal | bound | median (range) | reached |", "| --- | --- | --- | --- |", *(g.row() for g in goals)]
    picture = PICTURES / f"{how.name}.svg"
    today = dt.datetime.now(tz=dt.UTC).date()
    command = f"python -m bench.{how.name}" + (" --short --write" if how.short else "")
    shared = "" if SERVER_CORE != LOAD_CORE else " One core only: server and load shared it."
    body = [
        f"## {title}",
        "",
        *lines,
        "",
        *(judged if goals else []),
        "",
        f"![{title}](../docs/bench/{picture.name})",
        "",
        f"`{command}`, commit {commit()}, {today}; {kind()}.{shared}",
    ]
    text = "\n".join(body)
    print(text, flush=True)
    if how.write:
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture.write_text(bars(title, unit, drawn), encoding="utf-8")
        PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), how.name, text), encoding="utf-8")


def put(page: str, name: str, text: str) -> str:
    """The page with this section in place of the last one of the same name."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    section = f"{begin}\n{text}\n{end}"
    if begin in page:
        return re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: section, page, flags=re.DOTALL)
    return page.rstrip() + f"\n\n{section}\n"
