"""Migrations, on both databases: the schema of the code, forwards and backwards with data, beside the old version,
all or nothing when they are interrupted."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from bot.schema import MIGRATIONS, create_tables, has_tables, migrate, revision
from bot.store import Store
from tests.cluster import Cluster
from tests.town import Town

REVISIONS = [each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
STEPS = list(itertools.pairwise(REVISIONS))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a table."""
    yield from bare(request, tmp_path, "empty")


@pytest.fixture
def other(request: pytest.FixtureRequest, empty: str, tmp_path: Path) -> Iterator[str]:
    """A second one of the same kind."""
    yield from bare(request, tmp_path, "other", like=empty)


def bare(request: pytest.FixtureRequest, folder: Path, name: str, like: str = "") -> Iterator[str]:
    if (like or request.param).startswith("sqlite"):
        yield f"sqlite:///{folder}/{name}.db"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    url = cluster.database(empty=True)
    yield url
    cluster.drop(url)


def shape(url: str) -> dict[str, Any]:
    """Every table with its columns, keys and indexes as the database itself tells them."""
    store = Store(url)
    with store.read() as connection:
        look = sa.inspect(connection)
        told = {
            name: {
                "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in look.get_columns(name)},
                "key": look.get_pk_constraint(name)["constrained_columns"],
                "unique": [c["column_names"] for c in look.get_unique_constraints(name)],
            }
            for name in look.get_table_names()
            if name != "alembic_version"
        }
        definitions = (
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            if store.is_sqlite
            else "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
        told["indexes"] = sorted(connection.execute(sa.text(definitions)).scalars())
    store.close()
    return told


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    store = Store(url)
    with store.read() as connection:
        look = sa.inspect(connection)
        found = {}
        for name in look.get_table_names():
            table = sa.Table(name, sa.MetaData(), autoload_with=connection)
            columns = sorted(table.columns, key=lambda c: c.name)
            found[name] = sorted(map(repr, connection.execute(sa.select(*columns)).all()))
    store.close()
    return found


def test_the_migrated_schema_is_the_schema_of_the_code(empty: str, other: str):
    migrate(empty)
    store = Store(other)
    create_tables(store)
    store.close()
    assert shape(empty) == shape(other)


def test_forwards_again_and_backwards_with_data_in_them(empty: str, tmp_path: Path):
    migrate(empty)
    town = Town(tmp_path, database=empty)
    town.citizen().reports()
    town.closes()
    before = rows(empty)
    migrate(empty)
    assert rows(empty) == before, "a second run changes nothing"
    for older, newer in reversed(STEPS):
        migrate(empty, older)
        assert set(shape(empty)) <= {*before, "indexes"}
        migrate(empty, newer)
        migrate(empty)
        now = rows(empty)
        assert {name: len(found) for name, found in now.items() if name in OLD} == {
            name: len(before[name]) for name in OLD
        }
    migrate(empty, "base")
    store = Store(empty)
    assert not has_tables(store)
    store.close()


OLD = ("inbox", "outbox", "case", "case_event", "person", "message", "content")


@pytest.mark.parametrize(("older", "newer"), STEPS)
def test_the_old_version_can_still_write_after_the_migration(empty: str, older: str, newer: str):
    migrate(empty, older)
    store = Store(empty)
    metadata = sa.MetaData()
    metadata.reflect(store.writer)
    migrate(empty, newer)
    with store.writer.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(sa.insert(table), [{c.name: something(c) for c in table.columns}])
                connection.execute(sa.select(table)).all()
    store.close()


def something(column: sa.Column[Any]) -> Any:
    kind = column.type.python_type
    return {int: 7, str: "seven", bytes: b"7", bool: False, float: 7.0}[kind]


@pytest.fixture
def breaking(tmp_path: Path) -> Path:
    """Our migrations and one more that fails halfway."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_breaks.py").write_text(
        f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{REVISIONS[-1]}"

def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("person", sa.Column("half", sa.Integer(), nullable=True))
    op.execute("UPDATE person SET name = 'changed'")
    op.execute("SELECT * FROM no_such_table")

def downgrade():
    pass
"""
    )
    return folder


def test_a_migration_that_is_interrupted_leaves_everything_as_it_was(empty: str, tmp_path: Path, breaking: Path):
    migrate(empty)
    town = Town(tmp_path, database=empty)
    town.citizen().reports()
    town.closes()
    before, looks = rows(empty), shape(empty)
    with pytest.raises(sa.exc.DBAPIError):
        migrate(empty, scripts=breaking)
    assert (rows(empty), shape(empty)) == (before, looks)
    broken = breaking / "versions" / "9999_breaks.py"
    broken.write_text(broken.read_text().replace('    op.execute("SELECT * FROM no_such_table")\n', ""))
    migrate(empty, scripts=breaking)
    store = Store(empty)
    with store.read() as connection:
        assert revision(connection) == "9999"
        assert connection.execute(sa.text("SELECT name FROM person")).scalars().all() == ["changed"]
    store.close()
