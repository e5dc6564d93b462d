"""Every table on one page. Times are ms since 1970 (UTC); `state` columns are JSON of the value of the same name.

Lanes own rows: a handler writes only rows of its own lane (see ARCHITECTURE.md, the rules).
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, text
from sqlmodel import Field, SQLModel

# An SQLite rowid must be INTEGER to count by itself; PostgreSQL wants eight bytes.
Serial = BigInteger().with_variant(Integer, "sqlite")


def serial() -> Column[int]:
    return Column("seq", Serial, primary_key=True, autoincrement=True)


def moment(*, null: bool = True) -> Column[int]:
    return Column(BigInteger, nullable=null)


class LaneRow(SQLModel, table=True):
    """One ordered stream and its owner: the row is the lock and the back-off of a failing lane."""

    __tablename__ = "lane"
    id: str = Field(primary_key=True)
    tries: int = 0
    not_before: int = Field(default=0, sa_column=moment(null=False))


class InboxRow(SQLModel, table=True):
    """What has happened. `done_at` empty = pending; `body` is blanked when done; the id stays: no event counts twice.

    What could not be handled is `parked` with its body; `seen_at` says when an operator has seen to it.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "inbox_pending",
            "rank",
            "seq",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "inbox_lane", "lane", "seq", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")
        ),
        Index("inbox_odd", "seen_at", "seq", sqlite_where=text("parked"), postgresql_where=text("parked")),
        Index(
            "inbox_done",
            "done_at",
            sqlite_where=text("done_at IS NOT NULL"),
            postgresql_where=text("done_at IS NOT NULL"),
        ),
    )
    seq: int | None = Field(default=None, sa_column=serial())
    id: str = Field(unique=True)
    lane: str
    kind: str
    rank: int
    at: int = Field(sa_column=moment(null=False))
    heard: int = Field(sa_column=moment(null=False))
    body: bytes
    result: str | None = None
    parked: bool = False
    done_at: int | None = Field(default=None, sa_column=moment())
    seen_at: int | None = Field(default=None, sa_column=moment())


class TimerRow(SQLModel, table=True):
    """What is due. Setting is an upsert, stopping a delete, both in the turn's transaction."""

    __tablename__ = "timer"
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    lane: str = Field(index=True)
    due_at: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))


class OutboxRow(SQLModel, table=True):
    """What must be said or done over the network. `id` (UUIDv7) is the X-Line-Retry-Key; `due_at` is also the lease.

    `rides_on` is the row whose reply takes this one along (bot/riding.py).
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "outbox_due",
            "rank",
            "due_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "outbox_order",
            "recipient",
            "seq",
            sqlite_where=text("status IN ('pending', 'held')"),
            postgresql_where=text("status IN ('pending', 'held')"),
        ),
        Index("outbox_case", "case_number"),
        Index(
            "outbox_riders",
            "rides_on",
            sqlite_where=text("status = 'riding'"),
            postgresql_where=text("status = 'riding'"),
        ),
    )
    seq: int | None = Field(default=None, sa_column=serial())
    id: str = Field(unique=True)
    kind: str
    rank: int
    recipient: str
    body: bytes
    reply_token: str | None = None
    reply_until: int | None = Field(default=None, sa_column=moment())
    initiative: str = "answer"
    vital: bool = False
    silent: bool = False
    contact_version: int = 0
    case_number: str | None = None
    message_id: str | None = None
    alert: str | None = None
    office: str | None = None
    recipients: int = 1
    made_at: int = Field(sa_column=moment(null=False))
    due_at: int = Field(sa_column=moment(null=False))
    expires_at: int | None = Field(default=None, sa_column=moment())
    tries: int = 0
    status: str = "pending"
    why: str | None = None
    sent_as: str | None = None
    request_id: str | None = None
    rides_on: str | None = None
    done_at: int | None = Field(default=None, sa_column=moment())


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
        Index(
            "case_waiting",
            "priority",
            "raised_at",
            sqlite_where=text("status != 'closed'"),
            postgresql_where=text("status != 'closed'"),
        ),
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


class BindingRow(SQLModel, table=True):
    """A destination of alerts: an officer's 1:1 chat or a group, bound to an office by a one-time code."""

    __tablename__ = "binding"
    to: str = Field(primary_key=True)
    office: str = Field(index=True)
    group: bool = False
    name: str = ""
    lang: str = "th"
    active: bool = True
    bound_at: int = Field(sa_column=moment(null=False))
    members: int = 1


class CodeRow(SQLModel, table=True):
    """A one-time binding code; only its SHA-256 is kept."""

    __tablename__ = "code"
    hash: str = Field(primary_key=True)
    office: str
    group: bool = False
    expires_at: int = Field(sa_column=moment(null=False))
    used_by: str | None = None


class UserRow(SQLModel, table=True):
    """A user of the console."""

    __tablename__ = "user"
    name: str = Field(primary_key=True)
    role: str
    province: str | None = None
    password: str
    totp: str | None = None
    totp_step: int = 0
    recovery: str = ""
    active: bool = True
    failures: int = 0  # this and the next: of a lock that strangers could turn; nothing reads them any more
    locked_until: int = Field(default=0, sa_column=moment(null=False))


class SessionRow(SQLModel, table=True):
    """A console session: SHA-256 of its token."""

    __tablename__ = "session"
    hash: str = Field(primary_key=True)
    user: str = Field(index=True)
    made_at: int = Field(sa_column=moment(null=False))
    seen_at: int = Field(sa_column=moment(null=False))
    until: int | None = Field(default=None, sa_column=moment())


class PresenceRow(SQLModel, table=True):
    """The last heartbeat of an operator, and the case they look at."""

    __tablename__ = "presence"
    user: str = Field(primary_key=True)
    at: int = Field(sa_column=moment(null=False))
    case_number: str | None = None


class RestRow(SQLModel, table=True):
    """An operator on a break: not counted as present until then."""

    __tablename__ = "rest"
    user: str = Field(primary_key=True)
    since: int = Field(sa_column=moment(null=False))
    until: int = Field(sa_column=moment(null=False))


class DutyRow(SQLModel, table=True):
    """One line of an office's rota (models.field.DutyLine); an office without any line is always on duty."""

    __tablename__ = "duty"
    seq: int | None = Field(default=None, sa_column=serial())
    office: str = Field(index=True)
    officer: str
    kind: str
    rank: int = 1
    hours: str = ""
    since: int | None = Field(default=None, sa_column=moment())
    until: int | None = Field(default=None, sa_column=moment())


class PathRow(SQLModel, table=True):
    """Another way to reach an office (`TH-92`) or the `supervisor`; `secret` is its sealed address."""

    __tablename__ = "path"
    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    kind: str
    name: str
    secret: bytes
    active: bool = True
    made_at: int = Field(sa_column=moment(null=False))


class ReadinessRow(SQLModel, table=True):
    """Whether a destination answers: its last drill, and its last acknowledgement of a drill or a real alert."""

    __tablename__ = "readiness"
    to: str = Field(primary_key=True)
    asked_at: int | None = Field(default=None, sa_column=moment())
    confirmed_at: int | None = Field(default=None, sa_column=moment())
    delay: int | None = Field(default=None, sa_column=moment())
    failures: int = 0
    red_since: int | None = Field(default=None, sa_column=moment())


class QuotaRow(SQLModel, table=True):
    """Pushes of one month (`2026-11`, Bangkok): LINE's limit and count, and our own count of recipients."""

    __tablename__ = "quota"
    month: str = Field(primary_key=True)
    most: int | None = Field(default=None, sa_column=moment())
    used: int = Field(default=0, sa_column=moment(null=False))
    read_at: int | None = Field(default=None, sa_column=moment())
    counted: int = Field(default=0, sa_column=moment(null=False))
    counted_then: int = Field(default=0, sa_column=moment(null=False))
    warned: int = 0


class PhoneLinkRow(SQLModel, table=True):
    """A one-time link from an officer's 1:1 card to the case page; only the SHA-256 of its token is kept."""

    __tablename__ = "phone_link"
    hash: str = Field(primary_key=True)
    officer: str = Field(index=True)
    number: str
    office: str
    made_at: int = Field(sa_column=moment(null=False))
    expires_at: int = Field(sa_column=moment(null=False))
    used_at: int | None = Field(default=None, sa_column=moment())


class LookRow(SQLModel, table=True):
    """Every look at a case or a file of it."""

    __tablename__ = "look"
    seq: int | None = Field(default=None, sa_column=serial())
    at: int = Field(sa_column=moment(null=False))
    user: str
    case_number: str | None = Field(default=None, index=True)
    what: str


class AuditRow(SQLModel, table=True):
    """Changes to what an owner tunes: users, centres, boundaries, policy, codes."""

    __tablename__ = "audit"
    seq: int | None = Field(default=None, sa_column=serial())
    at: int = Field(sa_column=moment(null=False))
    actor: str
    what: str
    data: bytes = b"{}"


class CentreRow(SQLModel, table=True):
    """One help centre (models.centre.Centre in `state`)."""

    __tablename__ = "centre"
    code: str = Field(primary_key=True)
    province: str = Field(index=True)
    state: bytes


class ArtefactRow(SQLModel, table=True):
    """A named blob that every replica loads: boundaries."""

    __tablename__ = "artefact"
    name: str = Field(primary_key=True)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: int = Field(sa_column=moment(null=False))
    note: str = ""


class PolicyRow(SQLModel, table=True):
    """Every version of the policy as JSON; the newest holds. Defaults are in bot/policy.py."""

    __tablename__ = "policy"
    version: int = Field(sa_column=Column("version", Serial, primary_key=True, autoincrement=True))
    at: int = Field(sa_column=moment(null=False))
    actor: str
    body: bytes


class MarkRow(SQLModel, table=True):
    """Small facts about this database: `demo`, raised oddities, counters."""

    __tablename__ = "mark"
    name: str = Field(primary_key=True)
    value: str
