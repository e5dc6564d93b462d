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


@dataclass(slots=True)
class Field:
    """`reach(office)` for one moment. The tables are small and are read once, at the first question."""

    connection: Connection
    now: int
    _known: "Known | None" = field(default=None)

    def reach(self, office: str) -> Reach:
        if self._known is None:
            self._known = Known(self.connection)
        return self._known.reach(office, self.now)


class Known:
    """The tables as they are now, by office; what follows for one office is only worked out for that one."""

    def __init__(self, connection: Connection) -> None:
        self.rota, self.red = rotas(connection), reds(connection)
        self.bound: dict[str, list[Any]] = defaultdict(list)
        self.paths: dict[str, list[Path]] = defaultdict(list)
        for row in ask(connection, _BOUND):
            self.bound[row[1]].append(row)
        for ident, owner, kind, name in ask(connection, _PATHS):
            self.paths[owner].append(Path(ident, owner, PathKind(kind), name))

    def reach(self, office: str, now: int) -> Reach:
        bound = self.bound.get(office, [])
        on_call = ranks(self.rota.get(office, ()), [row.to for row in bound if not row.group], now)
        found = []
        for row in bound:
            rank = 1 if row.group else on_call.get(row.to)
            if rank is not None:
                red = row.to in self.red
                found.append(Destination(row.to, office, row.name, bool(row.group), row.lang, rank, red, row.members))
        return Reach(tuple(found), tuple(self.paths.get(office, ())))


_B = BINDING.c
_BOUND = sa.select(_B.to, _B.office, _B.name, _B.group, _B.lang, _B.members).where(_B.active).order_by(_B.bound_at)
_PATHS = (
    sa.select(PATH.c.id, PATH.c.owner, PATH.c.kind, PATH.c.name)
    .where(PATH.c.active)
    .order_by(PATH.c.made_at, PATH.c.id)
)


_DUTIES = sa.select(DUTY).order_by(DUTY.c.seq)
_RED = sa.select(READINESS.c.to).where(READINESS.c.red_since.is_not(None))


def everybody(connection: Connection, now: int) -> dict[str, Reach]:
    """Every office and the supervisors with those who may be told at `now`; nobody off duty is among them."""
    known = Known(connection)
    reached = {office: known.reach(office, now) for office in {*known.bound, *known.paths}}
    return {office: reach for office, reach in reached.items() if reach.destinations or reach.paths}


def rotas(connection: Connection) -> dict[str, list[DutyLine]]:
    lines: dict[str, list[DutyLine]] = defaultdict(list)
    for r in ask(connection, _DUTIES):
        line = DutyLine(r.office, r.officer, DutyKind(r.kind), r.rank, r.hours, r.since, r.until)
        lines[r.office].append(line)
    return lines


def reds(connection: Connection) -> frozenset[str]:
    """Destinations that did not confirm their last drill, or that LINE could not reach."""
    return frozenset(row.to for row in ask(connection, _RED))


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
