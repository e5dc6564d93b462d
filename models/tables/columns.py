"""Columns and indexes that both databases have. Times are ms since 1970 (UTC); a `state` column is the JSON of a value.

Lanes own rows: a handler writes only rows of its own lane (see ARCHITECTURE.md, the rules).
"""

from sqlalchemy import BigInteger, Column, Index, Integer, text

# An SQLite rowid must be INTEGER to count by itself; PostgreSQL wants eight bytes.
Serial = BigInteger().with_variant(Integer, "sqlite")


def serial() -> Column[int]:
    return Column("seq", Serial, primary_key=True, autoincrement=True)


def moment(*, null: bool = True) -> Column[int]:
    return Column(BigInteger, nullable=null)


def some(name: str, *columns: str, where: str) -> Index:
    """An index of those rows only that a query asks for with the same condition."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
