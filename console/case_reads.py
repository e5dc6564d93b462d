"""One case with everything its page shows: conversation, log, messages to the field, people. Times are ms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.cases import span
from bot.rows import CASE, CASE_EVENT, CENTRE, CONTENT, MESSAGE, PERSON, read_case, read_centre, read_person
from bot.told import Happening, Told, log, who_was_told
from console.audience import Audience
from console.files import Attachment
from models.case import LEAD_IN, Case, CaseStatus
from models.centre import Centre
from models.people import ContactState
from routing.directory import generated_directory

TALK = 100


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said. `words` is empty and `file` None for what was taken back: it is not even read."""

    id: str
    at: int
    kind: str
    sender: str
    outgoing: bool
    state: str
    unsent: bool
    words: str = ""
    file: Attachment | None = None

    @property
    def key(self) -> str:
        return f"{self.at}|{self.id}"


@dataclass(frozen=True, slots=True)
class Talk:
    """The newest part of a conversation, oldest first; `earlier` is the cursor of what came before, if anything did."""

    messages: tuple[Message, ...]
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Reporter:
    """The person behind the case as far as their phone matters. None where somebody is on the telephone."""

    name: str
    lang: str
    contact: ContactState
    follows: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page of a case shows."""

    case: Case
    talk: Talk
    log: tuple[Happening, ...]
    told: tuple[Told, ...]
    reporter: Reporter | None
    centre: Centre | None
    place_words: str
    passed_note: str = ""

    @property
    def seen(self) -> int:
        """The newest line of the log on this page: what a stale form has missed comes after it."""
        return self.log[-1].seq if self.log else 0


def case_page(connection: Connection, audience: Audience, number: str) -> CasePage | None:
    """The case, or None when there is none or this audience may not see it: the two are not told apart."""
    state = connection.scalar(sa.select(CASE.c.state).where(CASE.c.number == number, audience.sees()))
    if state is None:
        return None
    case, lines = read_case(state), log(connection, number)
    return CasePage(
        case=case,
        talk=talk(connection, audience, case),
        log=lines,
        told=who_was_told(connection, lines),
        reporter=reporter(connection, case.lane),
        centre=centre(connection, case.destined.centre),
        place_words=words_of(connection, case.place.words if case.place else None),
        passed_note=words_of(connection, case.passed.note if case.passed else None),
    )


def talk(connection: Connection, audience: Audience, case: Case, before: str = "", limit: int = TALK) -> Talk:
    """The conversation from half an hour before the case began up to the lane's next case."""
    query = (
        sa.select(
            MESSAGE, *(c for c in CONTENT.c if c.name not in {"id", "body", "state"}), CONTENT.c.state.label("held")
        )
        .add_columns(
            sa.case((sa.or_(MESSAGE.c.unsent, CONTENT.c.media.is_not(None)), None), else_=CONTENT.c.body).label("body")
        )
        .outerjoin(CONTENT, sa.and_(CONTENT.c.id == MESSAGE.c.content, sa.not_(MESSAGE.c.unsent)))
        .where(during(connection, audience, case))
        .order_by(MESSAGE.c.at.desc(), MESSAGE.c.id.desc())
        .limit(limit + 1)
    )
    at, _, ident = before.partition("|")
    if at.isascii() and at.isdigit() and len(at) < 16:
        query = query.where(sa.tuple_(MESSAGE.c.at, MESSAGE.c.id) < (int(at), ident))
    found = [message(r) for r in connection.execute(query)]
    shown = tuple(reversed(found[:limit]))
    return Talk(shown, shown[0].key if len(found) > limit else "")


def during(connection: Connection, audience: Audience, case: Case) -> sa.ColumnElement[bool]:
    begun = sa.select(CASE.c.started_at, CASE.c.status).where(CASE.c.lane == case.lane)
    since, until = span(case, [(at, status == CaseStatus.CLOSED) for at, status in connection.execute(begun)])
    window = [MESSAGE.c.lane == case.lane, MESSAGE.c.at >= since, MESSAGE.c.at < until]
    return sa.and_(*window, *(sa.not_(said) for said in elsewhere(connection, audience, case)))


def elsewhere(connection: Connection, audience: Audience, case: Case) -> Sequence[sa.ColumnElement[bool]]:
    """What the same person said in cases that this audience may not see: from their lead-in to their last line."""
    if audience.office is None:
        return ()
    last = sa.select(sa.func.max(CASE_EVENT.c.at)).where(CASE_EVENT.c.case_number == CASE.c.number).scalar_subquery()
    hidden = sa.select(CASE.c.started_at, CASE.c.last_heard, last.label("last")).where(
        CASE.c.lane == case.lane, CASE.c.number != case.number, sa.not_(audience.sees())
    )
    spans = []
    for found in connection.execute(hidden):
        first, end = found.started_at, max(found.last_heard, found.last or 0)
        if first <= case.started_at:
            first, end = first - LEAD_IN, min(end, case.started_at - 1)
        spans.append(sa.and_(MESSAGE.c.at >= first, MESSAGE.c.at <= end))
    return spans


def message(found: Any) -> Message:
    file = None
    if found.media is not None and found.content is not None:
        file = Attachment(found.content, found.media, found.mime or "", found.name or "", found.size, found.held)
    return Message(
        id=found.id,
        at=found.at,
        kind=found.kind,
        sender=found.sender,
        outgoing=found.outgoing,
        state=found.state,
        unsent=found.unsent,
        words=found.body.decode("utf-8", "replace") if found.body else "",
        file=file,
    )


def attachment(connection: Connection, audience: Audience, case: Case, content: str) -> Attachment | None:
    """A file of this case's conversation, unless it was taken back or belongs to another case."""
    query = (
        sa.select(CONTENT.c.id, CONTENT.c.media, CONTENT.c.mime, CONTENT.c.name, CONTENT.c.size, CONTENT.c.state)
        .join(MESSAGE, MESSAGE.c.content == CONTENT.c.id)
        .where(CONTENT.c.id == content, CONTENT.c.media.is_not(None), sa.not_(MESSAGE.c.unsent))
        .where(during(connection, audience, case))
    )
    r = connection.execute(query).first()
    return Attachment(r.id, r.media, r.mime or "", r.name or "", r.size, r.state) if r else None


def reporter(connection: Connection, lane: str) -> Reporter | None:
    user = lane.removeprefix("user:")
    if user == lane:
        return None
    r = connection.execute(sa.select(PERSON).where(PERSON.c.user == user)).one_or_none()
    if r is None:
        return None
    return Reporter(r.name, r.lang, ContactState(r.contact), read_person(r.state).follows)


def centre(connection: Connection, code: str | None) -> Centre | None:
    """The responsible centre: an imported one, or the one that a fresh installation generates."""
    state = connection.scalar(sa.select(CENTRE.c.state).where(CENTRE.c.code == code)) if code else None
    if state:
        return read_centre(state)
    return next((c for c in generated_directory().centres if c.code == code), None)


def words_of(connection: Connection, content: str | None) -> str:
    body = connection.scalar(sa.select(CONTENT.c.body).where(CONTENT.c.id == content)) if content else None
    return body.decode("utf-8", "replace") if body else ""


def changes_since(connection: Connection, number: str, seen: int) -> Sequence[Happening]:
    """What the log has gained since a page was drawn."""
    return log(connection, number, after=seen)
