"""The users of the console: who they are, whether they are there, what they have looked at."""

from sqlmodel import Field, SQLModel

from models.tables.columns import moment, serial


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


class LookRow(SQLModel, table=True):
    """Every look at a case or a file of it."""

    __tablename__ = "look"
    seq: int | None = Field(default=None, sa_column=serial())
    at: int = Field(sa_column=moment(null=False))
    user: str
    case_number: str | None = Field(default=None, index=True)
    what: str
