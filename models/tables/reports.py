"""What people have told us and what became of it: persons, cases and their logs, the conversation."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.tables.columns import moment, serial, some


class PersonRow(SQLModel, table=True):
    """A LINE user: contact state for the gate, the rest in `state` (models.people.Person)."""

    __tablename__ = "person"
    user: str = Field(primary_key=True)
    contact: str = "free"
    contact_version: int = 0
    name: str = ""
    lang: str = "th"
    state: bytes


class CaseRow(SQLModel, table=True):
    """One case; the columns are drawn from `state` (models.case.Case) for lists and searches."""

    __tablename__ = "case"
    __table_args__ = (
        some("case_waiting", "priority", "raised_at", where="status != 'closed'"),
        some("case_responder", "responder", where="status != 'closed' AND responder IS NOT NULL"),
        Index("case_started", "started_at", "number"),
        Index("case_lane", "lane", "started_at"),
        Index("case_province", "province", "started_at"),
    )
    number: str = Field(primary_key=True)
    lane: str
    status: str
    incident: str | None = None
    priority: int
    province: str | None = None
    district: str | None = None
    centre: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    started_at: int = Field(sa_column=moment(null=False))
    opened_at: int | None = Field(default=None, sa_column=moment())
    raised_at: int | None = Field(default=None, sa_column=moment())
    last_heard: int = Field(sa_column=moment(null=False))
    answered_at: int | None = Field(default=None, sa_column=moment())
    answered_by: str | None = None
    responder: str | None = None
    complete: bool = False
    unread: int = 0
    training: bool = False
    version: int = 0
    state: bytes


class CaseOfficeRow(SQLModel, table=True):
    """Which offices were asked to respond to a case: the reading right of their officers."""

    __tablename__ = "case_office"
    number: str = Field(primary_key=True)
    office: str = Field(primary_key=True, index=True)


class CaseEventRow(SQLModel, table=True):
    """The plain-language log of a case: who was told or did what, when, with what result. `data` is JSON."""

    __tablename__ = "case_event"
    __table_args__ = (Index("case_event_case", "case_number", "seq"),)
    seq: int | None = Field(default=None, sa_column=serial())
    case_number: str
    at: int = Field(sa_column=moment(null=False))
    kind: str
    actor: str = ""
    data: bytes = b"{}"


class MessageRow(SQLModel, table=True):
    """One thing said in a lane, by the person or to them. Shown by (at, id); the words are in `content`."""

    __tablename__ = "message"
    __table_args__ = (Index("message_lane", "lane", "at", "id"), Index("message_line", "line_id"))
    id: str = Field(primary_key=True)
    lane: str
    at: int = Field(sa_column=moment(null=False))
    kind: str
    sender: str
    outgoing: bool = False
    content: str | None = None
    line_id: str | None = None
    state: str = ""
    unsent: bool = False


class ContentRow(SQLModel, table=True):
    """A person's words or the envelope of a file: the one place where unsend, erasure and access act."""

    __tablename__ = "content"
    id: str = Field(primary_key=True)
    body: bytes
    media: str | None = None
    mime: str | None = None
    name: str | None = None
    size: int | None = None
    sha256: str | None = None
    state: str = "ready"
