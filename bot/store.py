"""The database: one writer at a time on SQLite, row locks on PostgreSQL, and readers that never hold a writer up.

The rule of the house: return commits, raise rolls back, one commit per batch, at the edge.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

T = TypeVar("T")
BUSY_MS = 10_000


class Store:
    """A database by its URL (`sqlite:///var/ess.db`, `postgresql://…`).

    `write(fn)` runs `fn(connection)` in one transaction and returns its value after COMMIT. `read()` is a
    connection that cannot write. Both may be called from any thread.
    """

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            Path(self.url.database or "").parent.mkdir(parents=True, exist_ok=True)
            self.writer = sa.create_engine(self.url, poolclass=sa.pool.StaticPool, connect_args=SQLITE)
            self.reader = sa.create_engine(self.url, pool_size=8, max_overflow=24, connect_args=SQLITE)
            _tune_sqlite(self.writer, read_only=False)
            _tune_sqlite(self.reader, read_only=True)
        else:
            self.url = self.url.set(drivername="postgresql+psycopg")
            self.writer = sa.create_engine(self.url, pool_size=8, pool_pre_ping=True)
            self.reader = self.writer.execution_options(postgresql_readonly=True)
        self._lock: Any = threading.Lock() if self.is_sqlite else _NoLock()

    def write(self, work: Callable[[Connection], T]) -> T:
        with self._lock, self.writer.begin() as connection:
            return work(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.reader.connect() as connection:
            yield connection

    def insert(self, table: sa.Table) -> Any:
        """The dialect's INSERT, for `on_conflict_do_nothing` and `on_conflict_do_update` (both databases speak it)."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def upsert(self, table: sa.Table, *columns: str) -> Any:
        """INSERT of whole rows that replaces every other column of a row with the same primary key."""
        statement = self.insert(table)
        keys = [c.name for c in table.primary_key]
        changed = {c: statement.excluded[c] for c in (columns or [c.name for c in table.columns]) if c not in keys}
        return statement.on_conflict_do_update(index_elements=keys, set_=changed)

    def close(self) -> None:
        self.writer.dispose()
        self.reader.dispose()


class _NoLock:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


SQLITE = {"check_same_thread": False, "timeout": BUSY_MS / 1000, "isolation_level": None}


def _tune_sqlite(engine: Engine, *, read_only: bool) -> None:
    """WAL with synchronous=FULL: an acknowledged event survives a power cut (sqlite.org, PRAGMA synchronous)."""

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "secure_delete=ON",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
            "temp_store=MEMORY",
            *(["query_only=ON"] if read_only else ["wal_autocheckpoint=2000"]),
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # Readers use a plain BEGIN: BEGIN IMMEDIATE would queue every page view behind the writer.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
