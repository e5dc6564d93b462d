"""Who can be reached now: bindings, rotas, other paths and readiness, as one transaction sees them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import BINDING, DUTY, PATH, READINESS
from handlers.screens import Shift
from models.field import Destination, DutyKind, DutyLine, Path, PathKind, Reach
from routing.duty import next_duty, rank_of, ranks


@dataclass(slots=True)
class Field:
    """`reach(office)` for one moment. The tables are small and are read once, at the first question."""

    connection: Connection
    now: int
    _known: Mapping[str, Reach] | None = field(default=None)

    def reach(self, office: str) -> Reach:
        if self._known is None:
            self._known = everybody(self.connection, self.now)
        return self._known.get(office, Reach())


def everybody(connection: Connection, now: int) -> dict[str, Reach]:
    """Every office and the supervisors with those who may be told at `now`; nobody off duty is among them."""
    rota, red = rotas(connection), reds(connection)
    found: dict[str, list[Destination]] = defaultdict(list)
    bound = connection.execute(sa.select(BINDING).where(BINDING.c.active).order_by(BINDING.c.bound_at)).all()
    people: dict[str, list[str]] = defaultdict(list)
    for row in bound:
        if not row.group:
            people[row.office].append(row.to)
    on_call = {office: ranks(rota.get(office, ()), officers, now) for office, officers in people.items()}
    for row in bound:
        rank = 1 if row.group else on_call[row.office].get(row.to)
        if rank is not None:
            found[row.office].append(
                Destination(row.to, row.office, row.name, row.group, row.lang, rank, row.to in red, row.members)
            )
    paths: dict[str, list[Path]] = defaultdict(list)
    for row in connection.execute(sa.select(PATH).where(PATH.c.active).order_by(PATH.c.made_at, PATH.c.id)):
        paths[row.owner].append(Path(row.id, row.owner, PathKind(row.kind), row.name))
    return {o: Reach(tuple(found[o]), tuple(paths[o])) for o in {*found, *paths}}


def rotas(connection: Connection) -> dict[str, list[DutyLine]]:
    lines: dict[str, list[DutyLine]] = defaultdict(list)
    for r in connection.execute(sa.select(DUTY).order_by(DUTY.c.seq)):
        line = DutyLine(r.office, r.officer, DutyKind(r.kind), r.rank, r.hours, r.since, r.until)
        lines[r.office].append(line)
    return lines


def reds(connection: Connection) -> frozenset[str]:
    """Destinations that did not confirm their last drill, or that LINE could not reach."""
    return frozenset(connection.scalars(sa.select(READINESS.c.to).where(READINESS.c.red_since.is_not(None))))


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
