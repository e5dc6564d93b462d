"""One centre at a time: added, edited, closed for a while. What it was before stands in the audit."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.directory import CENTRES_CHANGED, ONE_CENTRE, alone, difference
from bot.ledger import enter
from bot.rows import AUDIT, CENTRE, encode, read_centre
from bot.store import Store
from models.centre import Centre
from routing.directory import generated

SHOWN = 30
IMPORTS = 100


@dataclass(frozen=True, slots=True)
class Saved:
    """The centre as it holds now."""

    centre: Centre


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Nothing was saved: this is what stands under the code now, None when nothing does any more."""

    current: Centre | None


@dataclass(frozen=True, slots=True)
class CentreChange:
    """A line of a centre's history: each changed field with its value before and after, as JSON values."""

    at: int
    actor: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[tuple[str, Any, Any], ...]:
        names = dict.fromkeys((*self.before, *self.after))
        return tuple((name, self.before.get(name), self.after.get(name)) for name in names)


def fingerprint(centre: Centre) -> str:
    """What a form carries along, so that two people who edit one centre do not undo each other unseen."""
    return hashlib.sha256(msgspec.json.encode(centre, order="deterministic")).hexdigest()[:16]


def generated_unit(code: str) -> Centre | None:
    return next((unit for unit in generated() if unit.code == code), None)


def save_centre(store: Store, made: Centre, seen: str, now: int, actor: str) -> Saved | Overtaken:
    """Saves a checked centre over the one whose fingerprint is `seen`; an empty `seen` adds a new one."""

    def work(connection: Connection) -> Saved | Overtaken:
        alone(store, connection)
        state = connection.scalar(sa.select(CENTRE.c.state).where(sa.func.lower(CENTRE.c.code) == made.code.lower()))
        current = read_centre(state) if state else generated_unit(made.code)
        if (fingerprint(current) if current else "") != seen:
            return Overtaken(current)
        if current == made:
            return Saved(made)
        row = {"code": made.code, "province": made.province, "state": encode(made)}
        connection.execute(store.upsert(CENTRE), [row])
        enter(connection, now, actor, f"{ONE_CENTRE}{made.code}", **difference(current, made))
        return Saved(made)

    return store.write(work)


def history(connection: Connection, code: str) -> tuple[CentreChange, ...]:
    """What happened to one centre, newest first: every edit, and the imports that changed it."""
    edits = sa.select(AUDIT).where(AUDIT.c.what == f"{ONE_CENTRE}{code}").order_by(AUDIT.c.seq.desc()).limit(SHOWN)
    imports = sa.select(AUDIT).where(AUDIT.c.what == CENTRES_CHANGED).order_by(AUDIT.c.seq.desc()).limit(IMPORTS)
    found: list[tuple[int, CentreChange]] = []
    for row in connection.execute(edits):
        data = msgspec.json.decode(row.data)
        found.append((row.seq, CentreChange(row.at, row.actor, data["before"], data["after"])))
    for row in connection.execute(imports):
        data = msgspec.json.decode(row.data)
        if code in data["added"]:
            found.append((row.seq, CentreChange(row.at, row.actor)))
        elif code in data["changed"]:
            both = data.get("fields", {}).get(code, {})
            found.append((row.seq, CentreChange(row.at, row.actor, both.get("before", {}), both.get("after", {}))))
    return tuple(change for _, change in sorted(found, key=lambda pair: pair[0], reverse=True)[:SHOWN])


@dataclass(frozen=True, slots=True)
class ListChange:
    """A line of the whole list's history: one centre's code, or the counts of an import."""

    at: int
    actor: str
    code: str = ""
    added: int = 0
    changed: int = 0
    removed: int = 0


def recent(connection: Connection, most: int = 10) -> tuple[ListChange, ...]:
    query = sa.select(AUDIT).where(sa.or_(AUDIT.c.what == CENTRES_CHANGED, AUDIT.c.what.startswith(ONE_CENTRE)))
    return tuple(_line(row) for row in connection.execute(query.order_by(AUDIT.c.seq.desc()).limit(most)))


def _line(row: Any) -> ListChange:
    if row.what != CENTRES_CHANGED:
        return ListChange(row.at, row.actor, row.what.removeprefix(ONE_CENTRE))
    data = msgspec.json.decode(row.data)
    return ListChange(row.at, row.actor, "", *(len(data[each]) for each in ("added", "changed", "removed")))
