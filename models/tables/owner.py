"""What an owner sets and sees: centres, boundaries, policy, changes, the month's pushes, marks."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from models.tables.columns import Serial, moment, serial


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
    """Every version of the policy as JSON; the newest holds. Defaults are in models/policy.py."""

    __tablename__ = "policy"
    version: int = Field(sa_column=Column("version", Serial, primary_key=True, autoincrement=True))
    at: int = Field(sa_column=moment(null=False))
    actor: str
    body: bytes


class AuditRow(SQLModel, table=True):
    """Changes to what an owner tunes: users, centres, boundaries, policy, codes."""

    __tablename__ = "audit"
    seq: int | None = Field(default=None, sa_column=serial())
    at: int = Field(sa_column=moment(null=False))
    actor: str
    what: str
    data: bytes = b"{}"


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


class MarkRow(SQLModel, table=True):
    """Small facts about this database: `demo`, raised oddities, counters."""

    __tablename__ = "mark"
    name: str = Field(primary_key=True)
    value: str
