"""The queue as a turn sees it: which lanes have something to do, whose they are, and what each has waiting."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.asking import Among, ask
from bot.parse import read_event
from bot.rows import INBOX, LANE, TIMER
from bot.store import Store
from handlers.events import INNER, AnyEvent, Fired, Strange

ROWS_A_LANE = 20
_inner: msgspec.json.Decoder[INNER] = msgspec.json.Decoder(INNER)


class Pending(msgspec.Struct, frozen=True):
    """One thing to handle: an inbox row (`seq`) or a due timer (`seq` None)."""

    event: AnyEvent
    seq: int | None


def due_lanes(connection: Connection, now: int, most: int) -> list[str]:
    """Lanes with something pending, the most urgent first; lanes that back off wait."""
    found = [*ask(connection, _WAITING, now=now, more=most * 4), *ask(connection, _DUE, now=now, most=most)]
    return list(dict.fromkeys(row.lane for row in found))[:most]


# Statements that never change are built once: at every turn that would cost as much as running them.
_READY = sa.func.coalesce(LANE.c.not_before, 0) <= sa.bindparam("now", type_=sa.BigInteger)
_WAITING = (
    sa.select(INBOX.c.lane)
    .outerjoin(LANE, LANE.c.id == INBOX.c.lane)
    .where(INBOX.c.done_at.is_(None), _READY)
    .order_by(INBOX.c.rank, INBOX.c.seq)
    .limit(sa.bindparam("more", type_=sa.Integer))
)
_DUE = (
    sa.select(TIMER.c.lane)
    .outerjoin(LANE, LANE.c.id == TIMER.c.lane)
    .where(TIMER.c.due_at <= sa.bindparam("now", type_=sa.BigInteger), _READY)
    .order_by(TIMER.c.due_at)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_TRIED = sa.select(LANE.c.id, LANE.c.tries).where(Among(LANE.c.id, "lanes"))
_PENDING = (
    sa.select(INBOX.c.seq, INBOX.c.id, INBOX.c.lane, INBOX.c.kind, INBOX.c.at, INBOX.c.heard, INBOX.c.body)
    .where(Among(INBOX.c.lane, "lanes"), INBOX.c.done_at.is_(None))
    .order_by(INBOX.c.seq)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_TIMERS = sa.select(TIMER).where(
    Among(TIMER.c.lane, "lanes"), TIMER.c.due_at <= sa.bindparam("now", type_=sa.BigInteger)
)


def locked(
    store: Store, connection: Connection, lanes: Iterable[str], most: int, *, wait: bool = False
) -> dict[str, int]:
    """The lanes that are ours for this transaction, at most `most`, with the tries of each.

    On SQLite the writer has them all. On PostgreSQL the lock is an advisory one of the transaction, so that a lane
    needs no row of its own (docs/adr/0005): who comes second leaves the lane to the first, or waits when told to.
    """
    names = list(lanes)
    if not names:
        return {}
    if not store.is_sqlite:
        names = _taken(connection, names, most, wait=wait)
    tried = {row.id: row.tries for row in ask(connection, _TRIED, lanes=names)}
    return {lane: tried.get(lane, 0) for lane in names[:most]}


def _taken(connection: Connection, names: list[str], most: int, *, wait: bool) -> list[str]:
    if wait:
        for name in sorted(names):
            connection.execute(_WAIT, {"name": name})
        return names
    return [row.lane for row in connection.execute(_TAKE, {"names": names, "most": most})]


# MATERIALIZED: the locks are tried in the order of urgency, and no further than the limit.
_TAKE = sa.text(
    "WITH one AS MATERIALIZED (SELECT lane, place FROM unnest(cast(:names AS text[])) WITH ORDINALITY AS u(lane, place)"
    " ORDER BY place) SELECT lane FROM one WHERE pg_try_advisory_xact_lock(hashtextextended(lane, 0)) LIMIT :most"
)
_WAIT = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def _waiting(connection: Connection, lanes: list[str]) -> list[Any]:
    """One query for all lanes; each by itself when one of them floods the others out of it."""
    most = ROWS_A_LANE * max(4, len(lanes))
    rows = ask(connection, _PENDING, lanes=lanes, most=most)
    if len(rows) < most:
        return rows
    return [row for lane in lanes for row in ask(connection, _PENDING, lanes=[lane], most=ROWS_A_LANE)]


def waiting_in(connection: Connection, now: int, lanes: list[str]) -> dict[str, list[Pending]]:
    found: dict[str, list[Pending]] = defaultdict(list)
    for row in _waiting(connection, lanes):
        if len(found[row.lane]) < ROWS_A_LANE:
            found[row.lane].append(Pending(_event(row), row.seq))
    timers = ask(connection, _TIMERS, lanes=lanes, now=now)
    for timer in timers:
        fired = Fired(
            id=f"{timer.kind}:{timer.subject}:{timer.due_at}",
            at=timer.due_at,
            heard=timer.due_at,
            kind=timer.kind,
            subject=timer.subject,
        )
        found[timer.lane].append(Pending(fired, None))
    for waiting in found.values():
        waiting.sort(key=lambda p: (p.event.heard, p.seq or 0))
    return found


def _event(row: Any) -> AnyEvent:
    if row.kind == "inner":
        return _inner.decode(row.body)
    if row.kind == "strange":
        return Strange(id=row.id, at=row.at, heard=row.heard, kind="body")
    return read_event(row.id, row.at, row.heard, row.body)
