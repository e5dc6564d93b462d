"""The ministry's list of centres as CSV: read row by row, all or nothing, and written back."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.centre import Centre
from routing.centre_rows import COLUMNS, NEEDED, BadField, read_centre
from routing.reason import Reason, reason
from routing.spelling import decode
from routing.spreadsheet import guarded

if TYPE_CHECKING:
    from routing.atlas import Atlas

MAX_BYTES = 20 * 2**20
MAX_ROWS = 20_000
"""Some 7,000 sub-district centres exist; twice that with every other unit is still far below."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """One mistake: the line of the file (the header is line 1; 0 is the file itself), the column, the value, why."""

    line: int
    column: str
    value: str
    why: Reason


@dataclass(frozen=True, slots=True)
class BadRows:
    """Every mistake of a file, in the order of its lines. Nothing of it is taken."""

    rows: tuple[BadRow, ...]


@dataclass(frozen=True, slots=True)
class Centres:
    """Every row of a good file, in its order."""

    centres: tuple[Centre, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import would change, by code."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def read_centres(data: bytes | str, atlas: "Atlas | None" = None) -> Centres | BadRows:
    """The centres of a CSV file (UTF-8 with or without its mark, or TIS-620; comma, semicolon or tab between)."""
    if len(data) > MAX_BYTES:
        return _file(reason("centre-file-too-big", mb=round(len(data) / 2**20), most=MAX_BYTES // 2**20))
    text = decode(data) if isinstance(data, bytes) else data
    try:
        lines = list(_rows(text))
    except csv.Error:
        return _file(reason("centre-file-not-csv"))
    header = [name.strip().lower() for name in lines[0][1]] if lines else []
    wrong = _bad_table(header, len(lines) - 1)
    return _file(wrong) if wrong else _checked(header, lines[1:], atlas)


def _bad_table(header: list[str], rows: int) -> Reason | None:
    missing = [name for name in NEEDED if name not in header]
    if rows < 1:
        return reason("centre-file-empty")
    if missing:
        return reason("centre-file-columns", missing=", ".join(missing), columns=", ".join(header)[:120])
    if rows > MAX_ROWS:
        return reason("centre-file-too-long", rows=rows, most=MAX_ROWS)
    return None


def _file(why: Reason) -> BadRows:
    return BadRows((BadRow(0, "", "", why),))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every line that holds something."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\0", "\N{SYMBOL FOR NULL}"), newline=""), delimiter=separator)
    start = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield start, row
        start = reader.line_num + 1


def _checked(header: list[str], lines: list[tuple[int, list[str]]], atlas: "Atlas | None") -> Centres | BadRows:
    good: list[Centre] = []
    bad: list[BadRow] = []
    first: dict[str, int] = {}
    for line, cells in lines:
        if len(cells) > len(header):
            bad.append(BadRow(line, "", "", reason("centre-too-many-cells", cells=len(cells), columns=len(header))))
            continue
        values = dict(zip(header, cells, strict=False))
        found = read_centre(values, atlas)
        code = values["code"].strip().lower() if len(cells) else ""
        if code and code in first:
            bad.append(BadRow(line, "code", values["code"][:60], reason("centre-twice", line=first[code])))
        first.setdefault(code, line)
        if isinstance(found, Centre):
            good.append(found)
        else:
            bad.extend(_at(line, wrong) for wrong in found)
    return BadRows(tuple(bad)) if bad else Centres(tuple(good))


def _at(line: int, wrong: BadField) -> BadRow:
    return BadRow(line, wrong.column, wrong.value, wrong.why)


def write_centres(centres: Iterable[Centre]) -> str:
    """The CSV of centres; `read_centres` gives the same centres back. A borrowed position is left empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(guarded, cells(centre)) for centre in centres)
    return out.getvalue()


def cells(centre: Centre) -> tuple[str, ...]:
    """A centre as the words of COLUMNS, from which `read_centre` makes it again."""
    exact = not centre.approximate
    return (
        centre.code,
        centre.kind.value,
        centre.name_th,
        centre.province,
        centre.district or "",
        repr(centre.latitude) if exact else "",
        repr(centre.longitude) if exact else "",
        centre.phone,
        centre.hours,
        " ".join(sorted(centre.incidents)),
        centre.source,
        centre.verified_on,
        centre.name_en,
        "yes" if centre.mainland else "no",
    )


def changes(before: Iterable[Centre], after: Iterable[Centre]) -> Changes:
    """What replacing one list by another would change."""
    old = {centre.code: centre for centre in before}
    new = {centre.code: centre for centre in after}
    return Changes(
        added=tuple(code for code in new if code not in old),
        changed=tuple(code for code in new if code in old and new[code] != old[code]),
        removed=tuple(code for code in old if code not in new),
    )


def per_kind(centres: Iterable[Centre]) -> dict[str, int]:
    """How many centres of each kind, for a readable report."""
    return dict(Counter(centre.kind.value for centre in centres))
