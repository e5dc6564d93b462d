"""Rotas as CSV: who is on call in which office. Imported all or nothing, one clear line for each mistake."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.ledger import enter
from bot.rows import BINDING, DUTY
from bot.store import Store
from models.field import DutyKind, DutyLine
from models.times import THAILAND, local
from routing.hours import BadHours, read_hours
from routing.province import provinces
from routing.spreadsheet import guarded, unguarded

COLUMNS = ("office", "officer", "name", "kind", "rank", "hours", "from", "until")
SHOWN = "%Y-%m-%d %H:%M"


class BadRotaError(ValueError):
    """Every mistake of a file, one a line."""


def export_rota(connection: Connection) -> str:
    """Every line of every office; an office that keeps no rota is listed with its officers and no kind."""
    names = {r.to: r for r in connection.execute(sa.select(BINDING).where(BINDING.c.active, sa.not_(BINDING.c.group)))}
    out = io.StringIO()
    made = csv.writer(out, lineterminator="\n")
    made.writerow(COLUMNS)
    kept: set[str] = set()
    for r in connection.execute(sa.select(DUTY).order_by(DUTY.c.office, DUTY.c.seq)):
        name = names[r.officer].name if r.officer in names else ""
        cells = (r.office, r.officer, name, r.kind, str(r.rank), r.hours, _shown(r.since), _shown(r.until))
        made.writerow(map(guarded, cells))
        kept.add(r.office)
    for r in sorted(names.values(), key=lambda b: (b.office, b.bound_at)):
        if r.office not in kept:
            made.writerow(map(guarded, (r.office, r.to, r.name, "", "", "", "", "")))
    return out.getvalue()


def import_rota(store: Store, text: str, now: int, actor: str) -> int:
    """Replaces the rotas of the offices that the file names. The number of lines; BadRotaError changes nothing."""

    def work(connection: Connection) -> int:
        bound = connection.execute(sa.select(BINDING).where(BINDING.c.active, sa.not_(BINDING.c.group))).all()
        mistakes: list[str] = []
        lines = list(_read(text, [(r.office, r.to, r.name) for r in bound], mistakes))
        if mistakes:
            raise BadRotaError("\n".join(mistakes))
        offices = {office for office, _ in lines}
        connection.execute(sa.delete(DUTY).where(DUTY.c.office.in_(offices)))
        rows = [
            {
                "office": each.office,
                "officer": each.officer,
                "kind": each.kind.value,
                "rank": each.rank,
                "hours": each.hours,
                "since": each.since,
                "until": each.until,
            }
            for _, each in lines
            if each is not None
        ]
        if rows:
            connection.execute(sa.insert(DUTY), rows)
        enter(connection, now, actor, "rota imported", offices=sorted(offices), lines=len(rows))
        return len(rows)

    return store.write(work)


def _read(text: str, bound: list[tuple[str, str, str]], mistakes: list[str]) -> Iterator[tuple[str, DutyLine | None]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    missing = {"office", "kind"} - set(reader.fieldnames or ())
    if missing:
        mistakes.append(f"line 1: the columns {', '.join(sorted(missing))} are missing")
        return
    for number, row in enumerate(reader, start=2):
        cells = {k: unguarded(v or "").strip() for k, v in row.items() if isinstance(v, str | None) and k}
        try:
            yield cells["office"], _line(cells, bound)
        except ValueError as e:
            mistakes.append(f"line {number}: {e}")


def _line(cells: dict[str, str], bound: list[tuple[str, str, str]]) -> DutyLine | None:
    office = cells["office"]
    if office not in provinces():
        raise ValueError(f"{office!r} is not an office (TH-10 to TH-96)")
    if not cells["kind"]:
        return None  # an office that keeps no rota
    if cells["kind"] not in {k.value for k in DutyKind}:
        raise ValueError(f"kind is weekly, extra or leave, not {cells['kind']!r}")
    named = cells.get("officer") or cells.get("name", "")
    found = [to for at, to, name in bound if at == office and named in {to, name}]
    if len(found) != 1:
        raise ValueError(f"{len(found)} officers of {office} are called that: use the officer column of an export")
    hours = cells.get("hours", "")
    if hours and isinstance(read_hours(hours), BadHours):
        raise ValueError(f"hours {hours!r} are not understood (`Mo-Fr 08:30-16:30; PH off`)")
    kind, since, until = DutyKind(cells["kind"]), _moment(cells.get("from", "")), _moment(cells.get("until", ""))
    if kind is not DutyKind.WEEKLY and (since is None or until is None or until <= since):
        raise ValueError(f"{kind.value} needs from and until")
    rank = cells.get("rank") or "1"
    if rank not in {"1", "2", "3"}:
        raise ValueError("rank is 1 (called first), 2 or 3")
    return DutyLine(office, found[0], kind, int(rank), hours, since, until)


def _moment(text: str) -> int | None:
    """`2026-12-05` or `2026-12-05 08:30`, Thailand's time, in ms."""
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text).replace(tzinfo=THAILAND)
    except ValueError:
        raise ValueError(f"{text!r} is not a date (2026-12-05 08:30)") from None
    return int(when.timestamp() * 1000)


def _shown(at: int | None) -> str:
    return "" if at is None else f"{local(at):{SHOWN}}"
