"""Values to rows and back: the one place that knows how a Person and a Case lie in their tables."""

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlmodel import SQLModel

from handlers.events import INNER
from handlers.questions import first_empty
from models.case import Case
from models.centre import Centre
from models.people import Person
from models.tables.console import LookRow, PresenceRow, RestRow, SessionRow, UserRow
from models.tables.field import BindingRow, CodeRow, DutyRow, PathRow, PhoneLinkRow, ReadinessRow
from models.tables.owner import ArtefactRow, AuditRow, CentreRow, MarkRow, PolicyRow, QuotaRow
from models.tables.queue import InboxRow, LaneRow, OutboxRow, TimerRow
from models.tables.reports import CaseEventRow, CaseOfficeRow, CaseRow, ContentRow, MessageRow, PersonRow


def _table(row: type[SQLModel]) -> sa.Table:
    return row.__table__  # type: ignore[attr-defined, no-any-return]


INBOX = _table(InboxRow)
OUTBOX = _table(OutboxRow)
TIMER = _table(TimerRow)
LANE = _table(LaneRow)
PERSON = _table(PersonRow)
CASE = _table(CaseRow)
CASE_OFFICE = _table(CaseOfficeRow)
CASE_EVENT = _table(CaseEventRow)
MESSAGE = _table(MessageRow)
CONTENT = _table(ContentRow)
BINDING = _table(BindingRow)
CODE = _table(CodeRow)
PRESENCE = _table(PresenceRow)
DUTY = _table(DutyRow)
PATH = _table(PathRow)
READINESS = _table(ReadinessRow)
QUOTA = _table(QuotaRow)
PHONE_LINK = _table(PhoneLinkRow)
REST = _table(RestRow)
POLICY = _table(PolicyRow)
AUDIT = _table(AuditRow)
SESSION = _table(SessionRow)
USER = _table(UserRow)
MARK = _table(MarkRow)
LOOK = _table(LookRow)
CENTRE = _table(CentreRow)
ARTEFACT = _table(ArtefactRow)

# Written out, not bound: only so does SQLite see that a partial index serves the query.
NOT_CLOSED: sa.ColumnElement[bool] = CASE.c.status != sa.literal_column("'closed'")
PARKED: sa.ColumnElement[bool] = sa.literal_column("inbox.parked")

_case = msgspec.json.Decoder(Case)
_person = msgspec.json.Decoder(Person)
_centre = msgspec.json.Decoder(Centre)
encode = msgspec.json.encode


def read_case(state: bytes) -> Case:
    return _case.decode(state)


def read_person(state: bytes) -> Person:
    return _person.decode(state)


def read_centre(state: bytes) -> Centre:
    return _centre.decode(state)


def person_row(person: Person) -> dict[str, Any]:
    return {
        "user": person.user,
        "contact": person.contact.value,
        "contact_version": person.contact_version,
        "name": person.name,
        "lang": person.lang,
        "state": encode(person),
    }


def case_row(case: Case) -> dict[str, Any]:
    """The columns are for lists and searches; `state` is the whole value."""
    place = case.report.place
    return {
        "number": case.number,
        "lane": case.lane,
        "status": case.status.value,
        "incident": case.report.incident.value if case.report.incident else None,
        "priority": int(case.priority),
        "province": case.destined.province,
        "district": case.destined.district,
        "centre": case.destined.centre,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "started_at": case.started_at,
        "opened_at": case.opened_at,
        "raised_at": case.raised_at,
        "last_heard": case.last_heard,
        "answered_at": case.answered_at,
        "answered_by": case.answerer.operator if case.answerer else None,
        "responder": case.responder.officer if case.responder else None,
        "complete": first_empty(case.report) is None,
        "unread": case.unread,
        "training": case.training,
        "version": case.version,
        "state": encode(case),
    }


def inner_row(lane: str, event: INNER) -> dict[str, Any]:
    """The inbox row of an event of our own making."""
    return {
        "id": event.id,
        "lane": lane,
        "kind": "inner",
        "rank": 0,
        "at": event.at,
        "heard": event.heard,
        "body": encode(event),
        "parked": False,
    }
