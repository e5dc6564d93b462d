"""Questions that every turn puts to the database: built once for each kind of database, asked without detours.

SQLAlchemy spells `IN (…)` anew for every list, and its own way through each question costs more than the answer. Here a
list is one value: SQLite reads it with json_each (sqlite.org/json1.html), PostgreSQL as an array.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

Values = Callable[[Mapping[str, Any]], Any]
Named = Callable[[tuple[Any, ...]], Any]
_named: Any = NamedTuple  # of fields that are known when a statement is
_built: dict[tuple[Any, str], tuple[str, Values, Named]] = {}


class Among(sa.ColumnElement[bool]):
    """`column` is one of the list that `ask` gets under `name`."""

    inherit_cache = False

    def __init__(self, column: sa.ColumnElement[str], name: str) -> None:
        self.column = column
        self.list: sa.BindParameter[str] = sa.bindparam(name)


@compiles(Among)
def _json(among: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, value = compiler.process(among.column, **kw), compiler.process(among.list, **kw)
    return f"{column} IN (SELECT value FROM json_each({value}))"  # noqa: S608 - both were made by the compiler


@compiles(Among, "postgresql")
def _array(among: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, value = compiler.process(among.column, **kw), compiler.process(among.list, **kw)
    return f"{column} = ANY(CAST({value} AS text[]))"


def ask(connection: Connection, statement: sa.Select[Any], **values: Any) -> list[Any]:
    """The rows of a statement that lives as long as the program. Columns come as the driver gives them: SQLite has no
    booleans.
    """
    dialect = connection.dialect
    key = (statement, dialect.name)
    built = _built.get(key)
    if built is None:
        built = _built[key] = _build(statement, dialect)
    sql, ordered, named = built
    if dialect.name != "sqlite":
        return list(connection.exec_driver_sql(sql, ordered(values)))
    return [*map(named, straight(connection, sql, ordered(values)))]


def straight(connection: Connection, sql: str, values: tuple[Any, ...] | Sequence[tuple[Any, ...]]) -> list[Any]:
    """SQLite itself, in the transaction of `connection`, once for each of a list of values: SQLAlchemy on the way costs
    three times the statement. Errors are SQLAlchemy's, without the values: they are people's words.
    """
    if not connection.in_transaction():
        connection.begin()  # as SQLAlchemy does at its first statement: all questions of one reader see one moment
    return bare(connection, sql, values)


def bare(connection: Connection, sql: str, values: tuple[Any, ...] | Sequence[tuple[Any, ...]] = ()) -> list[Any]:
    """The same, with a transaction or without."""
    driver: Any = connection.connection.dbapi_connection
    try:
        if isinstance(values, tuple):
            rows: list[Any] = driver.cursor().execute(sql, values).fetchall()
            return rows
        driver.cursor().executemany(sql, values)
    except sqlite3.Error as e:
        raise sa.exc.DBAPIError.instance(
            sql, None, e, sqlite3.Error, hide_parameters=True, dialect=connection.dialect
        ) from e
    return []


def _build(statement: sa.Select[Any], dialect: sa.Dialect) -> tuple[str, Values, Named]:
    compiled = statement.compile(dialect=dialect)
    fixed, order = compiled.params, compiled.positiontup
    named = _named("Row", [(column.name, Any) for column in statement.selected_columns])
    if order is None:  # the driver takes names, and lists as they are
        return str(compiled), lambda given: {**fixed, **given}, named._make
    return str(compiled), partial(_in_order, fixed, order), named._make


def _in_order(fixed: Mapping[str, Any], order: Sequence[str], given: Mapping[str, Any]) -> tuple[Any, ...]:
    values = {**fixed, **given}
    return tuple(_listed(values[name]) for name in order)


def _listed(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, list) else value
