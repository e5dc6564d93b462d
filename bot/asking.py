"""Questions that every turn puts to the database: built once for each kind of database, asked without detours.

SQLAlchemy spells `IN (…)` anew for every list, and its own way through each question costs more than the answer. Here a
list is one value: SQLite reads it with json_each (sqlite.org/json1.html), PostgreSQL as an array.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

Values = Callable[[Mapping[str, Any]], Any]
_built: dict[tuple[Any, str], tuple[str, Values]] = {}


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
    sql, ordered = built
    return list(connection.exec_driver_sql(sql, ordered(values)))


def _build(statement: sa.Select[Any], dialect: sa.Dialect) -> tuple[str, Values]:
    compiled = statement.compile(dialect=dialect)
    fixed, order = compiled.params, compiled.positiontup
    if order is None:  # the driver takes names, and lists as they are
        return str(compiled), lambda given: {**fixed, **given}
    return str(compiled), lambda given: tuple(_listed({**fixed, **given}[name]) for name in order)


def _listed(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, list) else value
