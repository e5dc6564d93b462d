"""What the service did not understand: strange bodies, and events that could not be handled after five tries.

A list shows ages and kinds only. Opening one is recorded; it shows the words somebody wrote to us, because nobody else
has read them, and of everything else the shape alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.parse import read_event, read_json
from bot.rows import INBOX, PARKED, PERSON, read_person
from console import looks
from handlers.events import Said

PAGE = 50
MANY = 100
LINES = 200
UNSEEN = sa.and_(PARKED, INBOX.c.seen_at.is_(None))
# A strange body may be a mebibyte: a list reads only those that may be one event.
SIZE = sa.func.length(INBOX.c.body).label("size")
SMALL = sa.case((SIZE <= 2**16, INBOX.c.body), else_=b"").label("small")
COLUMNS = (INBOX.c.seq, INBOX.c.lane, INBOX.c.kind, INBOX.c.heard, INBOX.c.seen_at, SIZE, SMALL)
DEEPEST = 20
PLAIN_KEYS = frozenset({"type", "mode", "timestamp", "isRedelivery", "webhookEventId"})
PLAIN_VALUE = re.compile(r"[\w.:-]{0,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Oddity:
    """One of them. `what` is `body`, `inner` or LINE's own name of the event; `whose` is the kind of its lane."""

    seq: int
    heard: int
    seen_at: int | None
    what: str
    whose: str
    size: int


@dataclass(frozen=True, slots=True)
class Opened:
    """An oddity with what an operator needs: the words, the person's case, and the shape of the rest."""

    oddity: Oddity
    words: str
    case: str | None
    shape: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OddPage:
    """Oddities in their order, and the cursor behind which the next page begins; empty at the end."""

    oddities: tuple[Oddity, ...]
    following: str = ""


def waiting(connection: Connection) -> int:
    """How many nobody has seen to, counted to a hundred and no further."""
    return len(connection.scalars(sa.select(INBOX.c.seq).where(UNSEEN).limit(MANY)).all())


def page(connection: Connection, *, seen: bool, after: str = "") -> OddPage:
    """Those that wait, the oldest first, or those that were seen, the latest first."""
    query = sa.select(*COLUMNS)
    cursor = [int(part) for part in after.split("|") if part.isascii() and part.isdigit() and len(part) < 16]
    if seen:
        place = sa.tuple_(INBOX.c.seen_at, INBOX.c.seq)
        query = query.where(PARKED, INBOX.c.seen_at.is_not(None))
        query = query.order_by(INBOX.c.seen_at.desc(), INBOX.c.seq.desc())
        query = query.where(place < tuple(cursor)) if len(cursor) == 2 else query
    else:
        query = query.where(UNSEEN).order_by(INBOX.c.seq)
        query = query.where(INBOX.c.seq > cursor[0]) if len(cursor) == 1 else query
    found = connection.execute(query.limit(PAGE + 1)).all()
    rows = tuple(_oddity(row) for row in found[:PAGE])
    if len(found) <= PAGE:
        return OddPage(rows)
    last = rows[-1]
    return OddPage(rows, f"{last.seen_at}|{last.seq}" if seen else str(last.seq))


def opened(connection: Connection, seq: int) -> Opened | None:
    row = connection.execute(
        sa.select(*COLUMNS, INBOX.c.id, INBOX.c.at, INBOX.c.body).where(INBOX.c.seq == seq, PARKED)
    ).one_or_none()
    if row is None:
        return None
    event = read_event(row.id, row.at, row.heard, row.body) if row.kind == "line" else None
    kind, _, name = row.lane.partition(":")
    state = connection.scalar(sa.select(PERSON.c.state).where(PERSON.c.user == name)) if kind == "user" else None
    person = read_person(state) if state else None
    # What was taken back is shown nowhere, also when it never became a message of ours.
    taken_back = person.withdrawn if person else ()
    words = event.text if isinstance(event, Said) and event.line_id not in taken_back else ""
    case = name if kind == "case" else person.active if person else None
    return Opened(_oddity(row), words, case, shape(row.body))


def _oddity(row: Any) -> Oddity:
    if row.kind == "line":
        event = read_json(row.small)
        kind = event.get("type") if isinstance(event, dict) else None
        what = kind[:40] if isinstance(kind, str) and PLAIN_VALUE.fullmatch(kind) else "body"
    else:
        what = "inner" if row.kind == "inner" else "body"
    return Oddity(row.seq, row.heard, row.seen_at, what, row.lane.partition(":")[0], row.size)


def shape(body: bytes) -> tuple[tuple[str, str], ...]:
    """Names and kinds of what a body holds; the values of people stay closed. Empty when it is not JSON."""
    found = read_json(body)
    lines = []
    for line in _shape("", found) if found is not None else ():
        lines.append(line)
        if len(lines) == LINES:
            break
    return tuple(lines)


def _shape(path: str, value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    match value:
        case dict() | list() if depth == DEEPEST:
            yield path[-120:], "…"
        case dict():
            for key, inner in value.items():
                yield from _shape(f"{path}.{key[:40]}" if path else key[:40], inner, depth + 1)
        case list():
            for index, inner in enumerate(value):
                yield from _shape(f"{path}[{index}]", inner, depth + 1)
        case _:
            yield path[-120:] or "-", _closed(path.rpartition(".")[2], value)


def _closed(key: str, value: Any) -> str:
    match value:
        case str() if key in PLAIN_KEYS and PLAIN_VALUE.fullmatch(value):
            return value
        case str():
            return f"text ({len(value)})"
        case bool():
            return str(value).lower()
        case None:
            return "null"
        case int() | float() if key in PLAIN_KEYS:
            return str(value)
        case _:
            return "number"


def look(connection: Connection, user: str, seq: int, now: int) -> None:
    """That somebody opened one; a page that is loaded again is the same look."""
    what = f"oddity:{seq}"
    if looks.is_new(connection, user, None, what, now):
        looks.record(connection, user, None, what, now)


def see(connection: Connection, user: str, seq: int, now: int, *, earlier: bool = False) -> None:
    """Seen to: this one, or with `earlier` every one that came up to it. Who did so stands among the looks."""
    which = INBOX.c.seq <= seq if earlier else INBOX.c.seq == seq
    if connection.execute(sa.update(INBOX).where(UNSEEN, which).values(seen_at=now)).rowcount:
        what = f"oddity-seen:{'..' if earlier else ''}{seq}"
        looks.record(connection, user, None, what, now)
