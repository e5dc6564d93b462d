"""Who can be reached now: bindings, rotas, other paths and readiness, as one transaction sees them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.asking import ask
from bot.rows import BINDING, DUTY, PATH, READINESS
from handlers.screens import Shift
from models.field import Destination, DutyKind, DutyLine, Path, PathKind, Reach
from routing.duty import next_duty, rank_of, ranks

# So many offices are asked for one by one, by their indexes; who asks for more gets the whole tables, which are small.
FEW = 4


@dataclass(slots=True)
class Field:
    """`reach(office)` for one moment: what it has answered once it answers again."""

    connection: Connection
    now: int
    _reached: dict[str, Reach] = field(default_factory=dict)
    _everything: "Known | None" = field(default=None)

    def reach(self, office: str) -> Reach:
        found = self._reached.get(office)
        if found is None:
            found = self._reached[office] = self._known(office).reach(office, self.now)
        return found

    def _known(self, office: str) -> "Known":
        if self._everything is None and len(self._reached) < FEW:
            return Known(self.connection, office)
        self._everything = self._everything or Known(self.connection)
        return self._everything


class Known:
    """The tables as they are now, by office, or those of one office; what follows is only worked out for who asks."""

    def __init__(self, connection: Connection, office: str | None = None) -> None:
        self.rota = rotas(connection, office)
        self.bound: dict[str, list[Any]] = defaultdict(list)
        self.paths: dict[str, list[Path]] = defaultdict(list)
        for row in _asked(connection, _BOUND, office):
            self.bound[row.office].append(row)
        for ident, owner, kind, name in _asked(connection, _PATHS, office):
            self.paths[owner].append(Path(ident, owner, PathKind(kind), name))

    def reach(self, office: str, now: int) -> Reach:
        bound = self.bound.get(office, [])
        on_call = ranks(self.rota.get(office, ()), [row.to for row in bound if not row.group], now)
        found = []
        for row in bound:
            rank = 1 if row.group else on_call.get(row.to)
            if rank is not None:
                # Red: it did not confirm its last drill, or LINE could not reach it.
                red = row.red_since is not None
                found.append(Destination(row.to, office, row.name, bool(row.group), row.lang, rank, red, row.members))
        return Reach(tuple(found), tuple(self.paths.get(office, ())))


Both = tuple[sa.Select[Any], sa.Select[Any]]


def _both(statement: sa.Select[Any], office: sa.ColumnElement[str]) -> Both:
    """For everybody, and for one office."""
    return statement, statement.where(office == sa.bindparam("office"))


_B = BINDING.c
_BOUND = _both(
    sa.select(_B.to, _B.office, _B.name, _B.group, _B.lang, _B.members, READINESS.c.red_since)
    .outerjoin(READINESS, READINESS.c.to == _B.to)
    .where(_B.active)
    .order_by(_B.bound_at),
    _B.office,
)
_PATHS = _both(
    sa.select(PATH.c.id, PATH.c.owner, PATH.c.kind, PATH.c.name)
    .where(PATH.c.active)
    .order_by(PATH.c.made_at, PATH.c.id),
    PATH.c.owner,
)
_DUTIES = _both(sa.select(DUTY).order_by(DUTY.c.seq), DUTY.c.office)


def _asked(connection: Connection, both: Both, office: str | None) -> list[Any]:
    return ask(connection, both[0]) if office is None else ask(connection, both[1], office=office)


def everybody(connection: Connection, now: int) -> dict[str, Reach]:
    """Every office and the supervisors with those who may be told at `now`; nobody off duty is among them."""
    known = Known(connection)
    reached = {office: known.reach(office, now) for office in {*known.bound, *known.paths}}
    return {office: reach for office, reach in reached.items() if reach.destinations or reach.paths}


def rotas(connection: Connection, office: str | None = None) -> dict[str, list[DutyLine]]:
    lines: dict[str, list[DutyLine]] = defaultdict(list)
    for r in _asked(connection, _DUTIES, office):
        line = DutyLine(r.office, r.officer, DutyKind(r.kind), r.rank, r.hours, r.since, r.until)
        lines[r.office].append(line)
    return lines


def shifts(connection: Connection, officers: Mapping[str, str], now: int) -> dict[str, Shift]:
    """The hours of these officers (LINE user → office)."""
    if not officers:
        return {}
    rota = rotas(connection)
    found = {}
    for officer, office in officers.items():
        lines = rota.get(office, [])
        mine = [line for line in lines if line.officer == officer]
        rank = rank_of(mine, now) if lines else 1
        found[officer] = Shift(rank, None if rank else next_duty(mine, now), rota=bool(lines))
    return found
