"""The log of a case, and from it who was told: to whom each message to the field went, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import CASE_EVENT, OUTBOX

PAGED, NOTIFIED = "paged_", "notified_"
UNTOLD = "no_destination"
NOBODY = "nobody"
LOG = 200


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the case's log."""

    seq: int
    at: int
    kind: str
    actor: str
    data: dict[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One message to the field: to whom, by which path (empty is LINE: a group or alone), when, and how it went."""

    at: int
    kind: str
    name: str
    office: str
    group: bool
    status: str
    why: str = ""
    done_at: int | None = None
    path: str = ""


def log(connection: Connection, number: str, after: int = 0) -> tuple[Happening, ...]:
    """The newest lines of the log in their order, or those after line `after`."""
    query = sa.select(CASE_EVENT).where(CASE_EVENT.c.case_number == number, CASE_EVENT.c.seq > after)
    found = connection.execute(query.order_by(CASE_EVENT.c.seq.desc()).limit(LOG)).all()
    return tuple(Happening(r.seq, r.at, r.kind, r.actor, orjson.loads(r.data or b"{}")) for r in reversed(found))


def who_was_told(connection: Connection, lines: Sequence[Happening]) -> tuple[Told, ...]:
    """What went to the field, from the log, with how each message went. A row swept from the outbox had gone out."""
    told = [line for line in lines if line.kind.startswith((PAGED, NOTIFIED)) or line.kind == UNTOLD]
    query = sa.select(OUTBOX.c.id, OUTBOX.c.status, OUTBOX.c.why, OUTBOX.c.done_at)
    ids = [line.data["row"] for line in told if "row" in line.data]
    rows = {r.id: r for r in connection.execute(query.where(OUTBOX.c.id.in_(ids)))} if ids else {}
    return tuple(_told(line, rows.get(line.data.get("row"))) for line in told)


def _told(line: Happening, row: Any) -> Told:
    return Told(
        at=line.at,
        kind=line.kind.removeprefix(PAGED).removeprefix(NOTIFIED),
        name=line.data.get("to", ""),
        office=line.data.get("office", ""),
        group=line.data.get("group") == "True",
        status=row.status if row else NOBODY if line.kind == UNTOLD else "sent",
        why=(row.why or "") if row else "",
        done_at=row.done_at if row else None,
        path=line.data.get("path", ""),
    )
