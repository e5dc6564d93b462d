"""Values to rows and back: the one place that knows how a Person and a Case lie in their tables."""

from typing import Any

import msgspec

from handlers.questions import first_empty
from models import tables
from models.case import Case
from models.centre import Centre
from models.people import Person

INBOX = tables.InboxRow.__table__  # type: ignore[attr-defined]
OUTBOX = tables.OutboxRow.__table__  # type: ignore[attr-defined]
TIMER = tables.TimerRow.__table__  # type: ignore[attr-defined]
LANE = tables.LaneRow.__table__  # type: ignore[attr-defined]
PERSON = tables.PersonRow.__table__  # type: ignore[attr-defined]
CASE = tables.CaseRow.__table__  # type: ignore[attr-defined]
CASE_OFFICE = tables.CaseOfficeRow.__table__  # type: ignore[attr-defined]
CASE_EVENT = tables.CaseEventRow.__table__  # type: ignore[attr-defined]
MESSAGE = tables.MessageRow.__table__  # type: ignore[attr-defined]
CONTENT = tables.ContentRow.__table__  # type: ignore[attr-defined]
BINDING = tables.BindingRow.__table__  # type: ignore[attr-defined]
CODE = tables.CodeRow.__table__  # type: ignore[attr-defined]
PRESENCE = tables.PresenceRow.__table__  # type: ignore[attr-defined]
DUTY = tables.DutyRow.__table__  # type: ignore[attr-defined]
PATH = tables.PathRow.__table__  # type: ignore[attr-defined]
READINESS = tables.ReadinessRow.__table__  # type: ignore[attr-defined]
QUOTA = tables.QuotaRow.__table__  # type: ignore[attr-defined]
PHONE_LINK = tables.PhoneLinkRow.__table__  # type: ignore[attr-defined]
REST = tables.RestRow.__table__  # type: ignore[attr-defined]
POLICY = tables.PolicyRow.__table__  # type: ignore[attr-defined]
AUDIT = tables.AuditRow.__table__  # type: ignore[attr-defined]
SESSION = tables.SessionRow.__table__  # type: ignore[attr-defined]
USER = tables.UserRow.__table__  # type: ignore[attr-defined]
MARK = tables.MarkRow.__table__  # type: ignore[attr-defined]

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
