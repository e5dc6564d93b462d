"""What is asked while people wait must not grow with what was long ago, nor a turn with what is open elsewhere: every
statement of a busy day is put to SQLite's planner on tables without statistics, as they are in service.
"""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
import sqlalchemy as sa

from bot.auditor import audit
from bot.health import Ages
from bot.rows import LANE, TIMER
from console.reads import Audience, Listing, Moment, page, strip
from handlers.commands import Answer, Close, HandOver, Unreachable, Write
from models.case import Outcome
from tests.duty_room import in_danger, leaps, th
from tests.town import Town

# What never becomes fewer. A lane has a row only while it backs off; what administrators do is a few rows a day.
GROWS = {"case", "case_event", "case_office", "content", "inbox", "look", "message", "outbox", "person", "timer"}
WALK = re.compile(r"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?|^SEARCH (\w+)$")
# Why reading an index from its beginning stays cheap.
MAY = {
    "case_started": "the newest closed cases first, as many as a page has",
    "sqlite_autoindex_timer_1": "timers of what is open, in the auditor's look",
}


class Seen:
    """Every statement with its values, once for each text."""

    def __init__(self) -> None:
        self.statements: dict[str, Any] = {}

    def connect(self, dialect: sa.Dialect, _record: object, _values: object, options: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            options["factory"] = self.factory()

    def factory(self) -> type[sqlite3.Connection]:
        known = self.statements

        class Cursor(sqlite3.Cursor):
            def execute(self, sql: str, values: Any = ()) -> Self:
                known.setdefault(sql, values)
                return super().execute(sql, values)

            def executemany(self, sql: str, values: Any) -> Self:
                known.setdefault(sql, values[0])
                return super().executemany(sql, values)

        class Connection(sqlite3.Connection):
            def cursor(self, factory: type[sqlite3.Cursor] = Cursor) -> sqlite3.Cursor:
                return super().cursor(factory)

        return Connection


@pytest.fixture
def seen() -> Iterator[Seen]:
    made = Seen()
    sa.event.listen(sa.Engine, "do_connect", made.connect)
    yield made
    sa.event.remove(sa.Engine, "do_connect", made.connect)


def walks(connection: sqlite3.Connection, sql: str, values: Any) -> Iterator[str]:
    """What the statement would read from end to end of the tables that grow."""
    partial = {
        name for (name, text) in connection.execute("SELECT name, sql FROM sqlite_master") if " WHERE " in (text or "")
    }
    for _, _, _, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values):
        found = WALK.match(step)
        if found and (found[1] or found[3]) in aliases(sql) and found[2] not in {*partial, *MAY}:
            yield f"{step}: {' '.join(sql.split())}"


def aliases(sql: str) -> set[str]:
    """The growing tables of a statement, and the names they go by in it."""
    found = re.findall(r'(?:FROM|JOIN|,)\s+"?(\w+)"?(?:\s+AS\s+"?(\w+)"?)?', sql)
    return {name for table, alias in found if table in GROWS for name in (table, alias) if name}


def test_nothing_is_read_from_end_to_end(seen: Seen, tmp_path: Path):
    town = Town(tmp_path)
    a_busy_day(town)
    town.closes()
    with sqlite3.connect(f"{tmp_path}/town.db") as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchall()
        found = [
            walk
            for sql, values in seen.statements.items()
            if sql.split()[0] in {"SELECT", "UPDATE", "DELETE", "WITH", "INSERT"}
            for walk in walks(connection, sql, values)
        ]
    assert not found, "\n".join(found)


def a_busy_day(town: Town) -> None:
    town.present("op1")
    town.present("op2")
    officer = town.officer("TH-50")
    numbers = [in_danger(town.citizen(f"คนที่ {n}")) for n in range(3)]
    officer.taps(th("button-take"))
    officer.says("กำลังไป")
    town.acts("op1", numbers[1], Answer())
    town.acts("op1", numbers[1], Write("อยู่ที่ไหนคะ"))
    town.acts("op1", numbers[1], HandOver("op2", "ช่วยต่อด้วย"))
    town.acts("op1", numbers[2], Unreachable())
    citizen = town.citizen("คนใหม่")
    said = citizen.says("ช่วยด้วย")
    citizen.unsends(said)
    citizen.blocks()
    citizen.follows()
    citizen.sends_image(b"\xff\xd8\xff")
    leaps(town, 40)
    town.acts("op2", numbers[1], Close(Outcome.ADVISED))
    town.service.desk.hand_over_list("op1")
    town.service.slow.round()
    breaks = sa.delete(TIMER).where(TIMER.c.kind == "ladder")
    town.service.store.write(lambda c: c.execute(breaks))
    town.service.store.write(lambda c: c.execute(sa.insert(LANE).values(id="x", tries=1, not_before=2**50)))
    audit(town.service.store, town.service.policy, town.clock)
    list(Ages(town.service.store, town.clock).collect())
    moment = Moment.of(town.clock.now(), town.service.policy)
    everybody = Audience()
    with town.service.store.read() as connection:
        strip(connection, everybody, moment)
        for listing in Listing:
            page(connection, everybody, listing, user="op1", moment=moment)
