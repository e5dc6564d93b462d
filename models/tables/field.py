"""Who can be reached for an office, and how."""

from sqlmodel import Field, SQLModel

from models.tables.columns import moment, serial


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
