"""A case as the outside sees it: one JSON object, the fields of the public contract (`case list`, `case show`)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import CASE, CASE_EVENT, CONTENT, MESSAGE, OUTBOX, PATH, read_case
from handlers.questions import first_empty
from models.case import LEAD_IN, Case, CaseStatus

PAGE = 200
FOREVER = 2**62


def moment(at: int | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, `2026-11-22T03:05:00.123Z`."""
    if at is None:
        return None
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def every_case(connection: Connection, now: int, interrupted_after: int) -> Iterator[dict[str, Any]]:
    """All cases, oldest first, a page at a time by key."""
    after = (-1, "")
    while True:
        key = sa.tuple_(CASE.c.started_at, CASE.c.number) > sa.tuple_(*map(sa.literal, after))
        rows = connection.execute(
            sa.select(CASE.c.started_at, CASE.c.number, CASE.c.state)
            .where(key)
            .order_by(CASE.c.started_at, CASE.c.number)
            .limit(PAGE)
        ).all()
        if not rows:
            return
        yield from describe(connection, [read_case(r.state) for r in rows], now, interrupted_after)
        after = (rows[-1].started_at, rows[-1].number)


def one_case(connection: Connection, number: str, now: int, interrupted_after: int) -> dict[str, Any] | None:
    state = connection.execute(sa.select(CASE.c.state).where(CASE.c.number == number)).scalar()
    if state is None:
        return None
    return next(describe(connection, [read_case(state)], now, interrupted_after))


def describe(connection: Connection, cases: list[Case], now: int, interrupted_after: int) -> Iterator[dict[str, Any]]:
    messages, alerts, events = _messages(connection, cases), _alerts(connection, cases), _events(connection, cases)
    words = _words(connection, cases)
    for case in cases:
        place, quiet = case.report.place, now - case.last_heard > interrupted_after
        yield {
            "number": case.number,
            "status": case.status.value,
            "incident": case.report.incident.value if case.report.incident else None,
            "priority": f"P{int(case.priority)}",
            "province": case.destined.province,
            "district": case.destined.district,
            "centre": case.destined.centre,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "address": (place.address or words.get(place.words or "")) if place else None,
            "in_danger": case.report.in_danger,
            "started_at": moment(case.started_at),
            "opened_at": moment(case.opened_at),
            "raised_at": moment(case.raised_at),
            "answered_at": moment(case.answered_at),
            "answered_by": case.answerer.operator if case.answerer else None,
            "responder": case.responder.name or case.responder.officer if case.responder else None,
            "claimed_by": case.answerer.operator if case.answerer else None,
            "interrupted": first_empty(case.report) is not None and case.status is not CaseStatus.CLOSED and quiet,
            "outcome": case.outcome.value if case.outcome else None,
            "flags": list(case.destined.flags),
            "signals": list(case.signals),
            "messages": messages[case.number],
            "alerts": alerts[case.number],
            "events": events[case.number],
        }


def span(case: Case, others: Iterable[tuple[int, bool]]) -> tuple[int, int]:
    """From when to when a lane's words belong to a case: half an hour before its start, to the next one's start.

    `others` are the lane's cases: when each started and whether it is closed. A closed one ends no live one: what the
    person writes after it belongs to the case that is still open.
    """
    ends = (at for at, closed in others if at > case.started_at and not (closed and case.live))
    return case.started_at - LEAD_IN, min(ends, default=FOREVER)


def _messages(connection: Connection, cases: list[Case]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    lanes = {case.lane for case in cases}
    starts: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    every = sa.select(CASE.c.lane, CASE.c.started_at, CASE.c.status).where(CASE.c.lane.in_(lanes))
    for row in connection.execute(every):
        starts[row.lane].append((row.started_at, row.status == CaseStatus.CLOSED.value))
    for case in cases:
        since, until = span(case, starts[case.lane])
        rows = connection.execute(
            sa.select(MESSAGE, CONTENT.c.body, CONTENT.c.media, CONTENT.c.state.label("file"))
            .outerjoin(CONTENT, CONTENT.c.id == MESSAGE.c.content)
            .where(MESSAGE.c.lane == case.lane, MESSAGE.c.at >= since, MESSAGE.c.at < until)
            .order_by(MESSAGE.c.at, MESSAGE.c.id)
        )
        found[case.number] = [
            {
                "id": r.id,
                "at": moment(r.at),
                "from": _speaker(case, r),
                "kind": r.kind,
                "text": None if r.unsent or r.media else (r.body or b"").decode("utf-8", "replace"),
                "state": "unsent" if r.unsent else r.file if r.media else r.state or None,
            }
            for r in rows
        ]
    return found


def _speaker(case: Case, row: Any) -> str:
    if not row.outgoing:
        return "reporter" if f"user:{row.sender}" == case.lane else row.sender
    return str(row.sender)


def _words(connection: Connection, cases: list[Case]) -> dict[str, str]:
    ids = {c.report.place.words for c in cases if c.report.place and c.report.place.words}
    if not ids:
        return {}
    rows = connection.execute(sa.select(CONTENT.c.id, CONTENT.c.body).where(CONTENT.c.id.in_(ids)))
    return {r.id: r.body.decode("utf-8", "replace") for r in rows}


def _alerts(connection: Connection, cases: list[Case]) -> dict[str, list[dict[str, Any]]]:
    """What went to the field and the supervisors, by LINE and by other paths; an alert has one id on all of them."""
    found: dict[str, list[dict[str, Any]]] = {case.number: [] for case in cases}
    rows = connection.execute(
        sa.select(OUTBOX, PATH.c.kind.label("path"))
        .outerjoin(PATH, OUTBOX.c.recipient == "path:" + PATH.c.id)
        .where(OUTBOX.c.case_number.in_(found), OUTBOX.c.kind.in_(("alert", "notify")))
        .order_by(OUTBOX.c.case_number, OUTBOX.c.seq)
    )
    for r in rows:
        found[r.case_number].append(
            {
                "id": r.id,
                "alert": r.alert,
                "path": r.path or "line",
                "at": moment(r.made_at),
                "to": r.recipient,
                "status": r.status,
                "sent_at": moment(r.done_at),
            }
        )
    return found


def _events(connection: Connection, cases: list[Case]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {case.number: [] for case in cases}
    rows = connection.execute(
        sa.select(CASE_EVENT)
        .where(CASE_EVENT.c.case_number.in_(found))
        .order_by(CASE_EVENT.c.case_number, CASE_EVENT.c.seq)
    )
    for r in rows:
        data = orjson.loads(r.data)
        found[r.case_number].append({**data, "at": moment(r.at), "kind": r.kind, "actor": r.actor or None})
    return found
