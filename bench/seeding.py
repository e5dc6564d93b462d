"""A database as it looks after years: closed cases with their people, conversations, logs and sent messages, in bulk.

One real case is made by walking the newcomer's path; the others are its copies under other names and times.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.people import user, walks
from bench.town import settings_of
from bot.clock import SystemClock
from bot.rows import CASE, CASE_EVENT, CONTENT, INBOX, MESSAGE, OUTBOX, PERSON
from bot.service import build
from bot.store import Store
from models.case import case_number
from models.times import DAY

PIECE = 5_000
TABLES = (PERSON, CASE, CASE_EVENT, MESSAGE, CONTENT, INBOX, OUTBOX)
SERIAL = "seq"


def fill(folder: Path, open_cases: int, closed: int) -> None:
    """Adds that many cases to the database of a folder (bench/town.py)."""
    settings, clock = settings_of(folder), SystemClock()
    store = Store(settings.database_url)
    service = build(settings, clock, store)
    (walk,) = walks(1, 4711)
    for shot in walk[:-2]:
        service.accepter.store_now(service.accepter.rows(shot.request.partition(b"\r\n\r\n")[2]))
        while service.turner.turn().handled:
            pass
    with store.read() as connection:
        real = {t.name: [dict(r._mapping) for r in connection.execute(sa.select(t))] for t in TABLES}  # noqa: SLF001
    now, count = clock.now(), open_cases + closed
    for first in range(0, count, PIECE):
        numbers = range(first, min(count, first + PIECE))
        pieces: dict[str, list[dict[str, Any]]] = {t.name: [] for t in TABLES}
        for number in numbers:
            for name, row in copies(real, number, now - number * (3 * 365 * DAY // count), closed=number >= open_cases):
                pieces[name].append(row)
        store.write(partial(put, store, pieces))
    # No ANALYZE: the service never runs it either.
    store.close()


def put(store: Store, pieces: dict[str, list[dict[str, Any]]], connection: sa.Connection) -> None:
    for table in TABLES:
        if pieces[table.name]:
            # A million numbers of a billion: a few meet, and the second of the two is left out.
            connection.execute(store.insert(table).on_conflict_do_nothing(), pieces[table.name])


def copies(real: dict[str, list[dict[str, Any]]], number: int, at: int, *, closed: bool) -> Iterator[tuple[str, Any]]:
    """The rows of one more case: the same story, told by somebody else at another time."""
    (person,), (case,) = real["person"], real["case"]
    who, name = user(number, 815), case_number(f"seed {number}")
    later = at - case["started_at"]

    def told(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(person["user"], who).replace(case["number"], name)
        if isinstance(value, bytes):
            return value.replace(person["user"].encode(), who.encode()).replace(case["number"].encode(), name.encode())
        return value

    for table, rows in real.items():
        for order, row in enumerate(rows):
            made = {k: told(v) for k, v in row.items() if k != SERIAL}
            made |= {k: v + later for k, v in made.items() if k.endswith(("_at", "heard")) and v and k != "bound_at"}
            if "id" in made:
                made["id"] = f"{number}-{table}-{order}"
            if made.get("content"):
                made["content"] = f"{number}-content-{order}"
            if table in {"inbox", "outbox"}:
                made |= {"body": b"", "done_at": at} | ({"status": "sent"} if table == "outbox" else {})
            if table == "case" and closed:
                made |= {"status": "closed", "state": made["state"].replace(b'"status":"open"', b'"status":"closed"')}
            yield table, made
