"""Who was told: the log of a case and the outbox together, as typed rows in keys of the catalogues (`told-…`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import CASE_EVENT, OUTBOX
from texts.catalogue import words

PAGED, NOTIFIED = "paged_", "notified_"
HOTLINE, NOBODY, TAKEN = "told_1300", "no_destination", "taken"
LINE = "line"


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One thing that was told: when, why (`kind`), to whom, by which path, and what became of it.

    `result` is waiting, sent, expired, refused, dropped, held or nobody; `done_at` is when it ended and `why` why it
    did not arrive. `took` names who took the case afterwards and `took_after` is how long that was (ms).
    `alert` is the same on every path of one alert.
    """

    at: int
    kind: str
    name: str
    office: str
    group: bool
    path: str
    result: str
    done_at: int | None = None
    why: str = ""
    took: str = ""
    took_after: int | None = None
    alert: str = ""

    def plain(self, lang: str) -> str:
        """The line in plain words."""
        whom = self.name or self.office or "1300"
        told = words(lang, f"told-{self.kind}", whom=whom, path=words(lang, f"told-path-{self.path}"))
        result = words(lang, f"told-result-{self.result}")
        seconds = (self.took_after or 0) // 1000
        took = words(lang, "told-took", who=self.took, minutes=seconds // 60, seconds=seconds % 60) if self.took else ""
        return " · ".join(part for part in (told, result, took) if part)


def who_was_told(connection: Connection, number: str) -> tuple[ToldLine, ...]:
    """Every line of one case, oldest first. A row swept from the outbox had gone out."""
    events = connection.execute(
        sa.select(CASE_EVENT).where(CASE_EVENT.c.case_number == number).order_by(CASE_EVENT.c.seq)
    ).all()
    read = [(e, orjson.loads(e.data)) for e in events]
    query = sa.select(OUTBOX.c.id, OUTBOX.c.status, OUTBOX.c.why, OUTBOX.c.done_at)
    rows = {r.id: r for r in connection.execute(query.where(OUTBOX.c.case_number == number))}
    taken = [(e.at, e.actor) for e, _ in read if e.kind == TAKEN]
    return tuple(_lines(read, rows, taken))


def _lines(
    read: list[tuple[Any, dict[str, str]]], rows: dict[str, Any], taken: list[tuple[int, str]]
) -> Iterator[ToldLine]:
    for event, data in read:
        row = rows.get(data.get("row", ""))
        took = next(((by, at - event.at) for at, by in taken if at >= event.at), ("", None))
        if event.kind.startswith((PAGED, NOTIFIED)):
            yield ToldLine(
                at=event.at,
                kind=event.kind.removeprefix(PAGED).removeprefix(NOTIFIED),
                name=data.get("to", ""),
                office=data.get("office", ""),
                group=data.get("group") == "True",
                path=data.get("path", LINE),
                result="waiting" if row and row.status == "pending" else row.status if row else "sent",
                done_at=row.done_at if row else None,
                why=(row.why or "") if row else "",
                took=took[0],
                took_after=took[1],
                alert=data.get("alert", ""),
            )
        elif event.kind in {HOTLINE, NOBODY}:
            result = "sent" if event.kind == HOTLINE else "nobody"
            kind = "hotline" if event.kind == HOTLINE else "alert"
            yield ToldLine(event.at, kind, "", data.get("office", ""), group=False, path="console", result=result)
