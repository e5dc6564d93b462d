"""The queue: what has happened, what is due and what must be said, in the lanes that own it."""

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from models.tables.columns import moment, serial, some


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
        some("inbox_pending", "rank", "seq", where="done_at IS NULL"),
        some("inbox_lane", "lane", "seq", where="done_at IS NULL"),
        some("inbox_odd", "seen_at", "seq", where="parked"),
        some("inbox_done", "done_at", where="done_at IS NOT NULL"),
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

    `rides_on` is the row whose reply takes this one along (bot/riding.py); `claimed_by` the process that holds the
    claim (bot/lives.py); `cause` the event that made it; `request_id` LINE's name for our last call.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        some("outbox_due", "rank", "due_at", where="status = 'pending'"),
        some("outbox_order", "recipient", "seq", where="status IN ('pending', 'held')"),
        Index("outbox_case", "case_number"),
        some("outbox_riders", "rides_on", where="status = 'riding'"),
        some("outbox_undone", "status", where="done_at IS NULL"),
        some("outbox_notice", "recipient", where="kind = 'notice'"),
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
    claimed_by: str | None = None
    cause: str | None = None
    done_at: int | None = Field(default=None, sa_column=moment())
