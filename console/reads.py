"""What the queue shows, read from the case table's columns only. Times are ms."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import BINDING, CASE, NOT_CLOSED, PRESENCE
from console.audience import Audience
from models.case import CaseStatus
from models.changed import replace
from models.incident import Incident, Priority
from models.policy import Policy
from models.times import DAY, SECOND

PAGE = 50
LOOKING = 45 * SECOND
# Answer 90 % within 15 s and 95 % within 20 s (NENA-STA-020.1). Words of a reporter wait a minute at most.
ANSWER_SOON = 15 * SECOND
ANSWER_GOAL = 20 * SECOND
REPLY_GOAL = 60 * SECOND

# Written out, not bound: only so does SQLite see that the partial index of waiting cases serves the query.
SINCE = sa.func.coalesce(CASE.c.raised_at, CASE.c.started_at)
HELD = sa.case((CASE.c.answered_by.is_(None), 0), else_=1)
WORST_FIRST = (HELD, CASE.c.priority, SINCE, CASE.c.number)
NEWEST_FIRST = (CASE.c.started_at, CASE.c.number)
# The column holds the officer's LINE id, which is nobody's business: the binding has the name and the office.
COLUMNS = (
    *(c for c in CASE.c if c.name not in {"state", "responder"}),
    BINDING.c.name.label("responder"),
    BINDING.c.office,
)
ROWS = sa.select(*COLUMNS).outerjoin(BINDING, BINDING.c.to == CASE.c.responder)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is read, and since when a report with open questions must be silent to be *interrupted* (ms)."""

    now: int
    silent_since: int

    @staticmethod
    def of(now: int, policy: Policy) -> "Moment":
        return Moment(now, now - policy.interrupted_after)


class Listing(StrEnum):
    """The lists of the queue."""

    WAITING = "waiting"
    MINE = "mine"
    INTERRUPTED = "interrupted"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list as it was read. `since` is when it was raised, or began; `looking` are the users who have it
    open.
    """

    number: str
    status: CaseStatus
    incident: Incident | None
    priority: Priority
    province: str | None
    district: str | None
    since: int
    last_heard: int
    answered_at: int | None
    answered_by: str | None
    responder: str | None
    office: str | None
    complete: bool
    unread: int
    training: bool
    version: int
    interrupted: bool
    looking: tuple[str, ...] = ()

    @property
    def due(self) -> int | None:
        """When somebody should have answered, or answered again; None while nobody waits."""
        if self.status not in {CaseStatus.STARTED, CaseStatus.OPEN}:
            return None
        if self.answered_at is None:
            return self.since + ANSWER_GOAL
        return self.last_heard + REPLY_GOAL if self.unread else None

    @property
    def key(self) -> str:
        """Its place among the live lists as text that sorts; the same order as WORST_FIRST."""
        return f"{int(self.answered_by is not None)}|{int(self.priority)}|{self.since:014d}|{self.number}"

    @property
    def lists(self) -> tuple[Listing, ...]:
        """The lists it belongs to. MINE is added for every holder: whose it is, `answered_by` says."""
        found = []
        if self.status is CaseStatus.OPEN:
            found.append(Listing.WAITING)
        if self.answered_by and self.status is not CaseStatus.CLOSED:
            found.append(Listing.MINE)
        if self.interrupted:
            found.append(Listing.INTERRUPTED)
        if self.status is CaseStatus.CLOSING:
            found.append(Listing.CLOSING)
        if self.status in {CaseStatus.CLOSED, CaseStatus.ASIDE}:
            found.append(Listing.CLOSED)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one list and the cursor of the next page, empty at the end."""

    rows: tuple[Row, ...]
    following: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases are in each shared list, and how many each operator holds."""

    lists: Mapping[Listing, int]
    held: Mapping[str, int]

    def of(self, listing: Listing, user: str) -> int:
        return self.held.get(user, 0) if listing is Listing.MINE else self.lists.get(listing, 0)


@dataclass(frozen=True, slots=True)
class Strip:
    """The numbers above the queue. Shares are of the last 24 hours, None without a case; `alarm` counts by priority."""

    now: int
    counts: Counts
    waiting: int
    oldest: int | None
    within_15: float | None
    within_20: float | None
    alarm: Mapping[int, int]

    @property
    def loudest(self) -> int | None:
        return min((p for p, n in self.alarm.items() if n), default=None)


def in_list(listing: Listing, user: str, moment: Moment) -> sa.ColumnElement[bool]:
    status: sa.ColumnElement[str] = CASE.c.status
    match listing:
        case Listing.WAITING:
            return sa.and_(NOT_CLOSED, status == CaseStatus.OPEN)
        case Listing.MINE:
            return sa.and_(NOT_CLOSED, CASE.c.answered_by == user)
        case Listing.INTERRUPTED:
            silent = sa.and_(
                status.in_([CaseStatus.STARTED, CaseStatus.OPEN]),
                sa.not_(CASE.c.complete),
                CASE.c.last_heard < moment.silent_since,
            )
            return sa.and_(NOT_CLOSED, sa.or_(silent, status == CaseStatus.UNREACHABLE))
        case Listing.CLOSING:
            return sa.and_(NOT_CLOSED, status == CaseStatus.CLOSING)
        case Listing.CLOSED:
            return status.in_([CaseStatus.CLOSED, CaseStatus.ASIDE])


def page(
    connection: Connection,
    audience: Audience,
    listing: Listing,
    *,
    user: str,
    moment: Moment,
    after: str = "",
    limit: int = PAGE,
) -> Page:
    """One page of a list, from behind the row of cursor `after`. A cursor that makes no sense is the first page."""
    newest = listing is Listing.CLOSED
    order: Sequence[sa.ColumnElement[Any]] = NEWEST_FIRST if newest else WORST_FIRST
    query = ROWS.where(in_list(listing, user, moment), audience.sees())
    query = query.order_by(*(c.desc() for c in order) if newest else order).limit(limit + 1)
    cursor = read_cursor(after, newest=newest)
    if cursor:
        place = sa.tuple_(*order)
        query = query.where(place < cursor if newest else place > cursor)
    found = connection.execute(query).all()
    rows = with_lookers(connection, (row(r, moment) for r in found[:limit]), moment.now)
    if len(found) <= limit:
        return Page(rows)
    last = found[limit - 1]
    return Page(rows, f"{last.started_at}|{last.number}" if newest else rows[-1].key)


def read_cursor(text: str, *, newest: bool) -> tuple[Any, ...] | None:
    parts = text.split("|")
    numbers, number = parts[:-1], parts[-1]
    if len(parts) != (2 if newest else 4) or not all(n.isascii() and n.isdigit() and len(n) < 16 for n in numbers):
        return None
    return (*map(int, numbers), number)


def some(connection: Connection, audience: Audience, numbers: Collection[str], moment: Moment) -> tuple[Row, ...]:
    """The rows of these cases that the audience may see."""
    query = ROWS.where(CASE.c.number.in_(numbers), audience.sees())
    return with_lookers(connection, (row(r, moment) for r in connection.execute(query)), moment.now)


def row(found: Any, moment: Moment) -> Row:
    status = CaseStatus(found.status)
    silent = not found.complete and found.last_heard < moment.silent_since
    return Row(
        number=found.number,
        status=status,
        incident=Incident(found.incident) if found.incident else None,
        priority=Priority(found.priority),
        province=found.province,
        district=found.district,
        since=found.started_at if found.raised_at is None else found.raised_at,
        last_heard=found.last_heard,
        answered_at=found.answered_at,
        answered_by=found.answered_by,
        responder=found.responder,
        office=found.office,
        complete=found.complete,
        unread=found.unread,
        training=found.training,
        version=found.version,
        interrupted=status is CaseStatus.UNREACHABLE or (silent and status in {CaseStatus.STARTED, CaseStatus.OPEN}),
    )


def with_lookers(connection: Connection, rows: Iterable[Row], now: int) -> tuple[Row, ...]:
    """The rows with who has each open. Presence holds one row per colleague: it is read whole."""
    looking: dict[str, list[str]] = {}
    query = sa.select(PRESENCE.c.user, PRESENCE.c.case_number).where(
        PRESENCE.c.at > now - LOOKING, PRESENCE.c.case_number.is_not(None)
    )
    for user, number in connection.execute(query.order_by(PRESENCE.c.user)):
        looking.setdefault(number, []).append(user)
    return tuple(replace_looking(r, tuple(looking.get(r.number, ()))) for r in rows)


def replace_looking(one: Row, names: tuple[str, ...]) -> Row:
    return replace(one, looking=names) if names else one


def strip(connection: Connection, audience: Audience, moment: Moment) -> Strip:
    """The numbers of this moment. Waiting cases come by their partial index, the shares by the cases of one day."""
    waiting = (
        sa.select(CASE.c.priority, sa.func.count(), sa.func.min(SINCE))
        .where(NOT_CLOSED, CASE.c.status == CaseStatus.OPEN, CASE.c.answered_by.is_(None), sa.not_(CASE.c.training))
        .where(audience.sees())
        .group_by(CASE.c.priority)
    )
    groups = [(int(p), int(n), int(since)) for p, n, since in connection.execute(waiting)]
    took = CASE.c.answered_at - CASE.c.raised_at
    today = (
        sa.select(
            sa.func.count(),
            sa.func.sum(sa.case((took <= ANSWER_SOON, 1), else_=0)),
            sa.func.sum(sa.case((took <= ANSWER_GOAL, 1), else_=0)),
        )
        .where(CASE.c.started_at > moment.now - DAY, CASE.c.raised_at.is_not(None), sa.not_(CASE.c.training))
        .where(sa.or_(CASE.c.answered_at.is_not(None), CASE.c.raised_at < moment.now - ANSWER_GOAL))
        .where(audience.sees())
    )
    of, soon, goal = connection.execute(today).one()
    return Strip(
        now=moment.now,
        counts=counts(connection, audience, moment),
        waiting=sum(n for _, n, _ in groups),
        oldest=min((since for _, _, since in groups), default=None),
        within_15=soon / of if of else None,
        within_20=goal / of if of else None,
        alarm={p: n for p, n, _ in groups},
    )


def counts(connection: Connection, audience: Audience, moment: Moment, most: int = 99) -> Counts:
    """How many rows each live list holds, counted to `most` + 1 and no further; the same for a whole audience."""
    lists = {}
    for listing in (Listing.WAITING, Listing.INTERRUPTED, Listing.CLOSING):
        some_of_it = sa.select(CASE.c.number).where(in_list(listing, "", moment), audience.sees()).limit(most + 1)
        lists[listing] = connection.scalar(sa.select(sa.func.count()).select_from(some_of_it.subquery())) or 0
    held = (
        sa.select(CASE.c.answered_by, sa.func.count().label("n"))
        .where(NOT_CLOSED, CASE.c.answered_by.is_not(None), audience.sees())
        .group_by(CASE.c.answered_by)
    )
    return Counts(lists, {r.answered_by: int(r.n) for r in connection.execute(held)})
