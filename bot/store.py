"""The database: one writer at a time on SQLite, row locks on PostgreSQL, and readers that never hold a writer up.

The rule of the house: return commits, raise rolls back, one commit per batch, at the edge.
"""

import secrets
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from bot.asking import bare, straight

T = TypeVar("T")
BUSY_MS = 10_000
CHANNEL = "ess"
NOW = "SELECT cast(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)"
# PostgreSQL takes payloads below 8,000 bytes; more changes than this are told as "look at everything".
MOST_NAMED = 200

_ALONE = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")


class Store:
    """A database by its URL (`sqlite:///var/ess.db`, `postgresql://…`).

    `write(fn)` runs `fn(connection)` in one transaction and returns its value after COMMIT. `read()` is a
    connection that cannot write. Both may be called from any thread.
    """

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.name = secrets.token_hex(4)
        # The name under which this process claims, while others can see whether it lives (bot/lives.py).
        self.claimant: str | None = None
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            Path(self.url.database or "").parent.mkdir(parents=True, exist_ok=True)
            shared: dict[str, Any] = {"connect_args": SQLITE, "hide_parameters": True}
            self.writer = sa.create_engine(self.url, poolclass=sa.pool.StaticPool, **shared)
            self._first = self.writer
            self.reader = sa.create_engine(self.url, pool_size=8, max_overflow=24, **shared)
            _tune_sqlite(self.writer, read_only=False)
            _tune_sqlite(self.reader, read_only=True)
        else:
            self.url = self.url.set(drivername="postgresql+psycopg")
            self.writer = sa.create_engine(self.url, pool_size=8, max_overflow=0, **_postgres(read_only=False))
            self._first = sa.create_engine(self.url, pool_size=2, max_overflow=0, **_postgres(read_only=False))
            self.reader = sa.create_engine(
                self.url, pool_size=8, max_overflow=8, pool_pre_ping=True, **_postgres(read_only=True)
            )
        self._lock: Any = _InLine() if self.is_sqlite else _NoLock()
        self._built: dict[tuple[Any, ...], Any] = {}

    def write(self, work: Callable[[Connection], T], *, first: bool = False) -> T:
        """A connection that PostgreSQL has closed is noticed at the first statement: nothing of `work` is committed
        then, and it is done once more on a new connection. A COMMIT with an unknown end is never repeated here.

        `first` has connections of its own: a hundred busy pages must not keep an event from being stored.
        """
        engine = self._first if first else self.writer
        try:
            return self._write(engine, work)
        except _LostEarlyError:
            return self._write(engine, work, again=True)

    def _write(self, engine: Engine, work: Callable[[Connection], T], *, again: bool = False) -> T:
        with self._lock, engine.begin() as connection:
            try:
                return work(connection)
            except sa.exc.DBAPIError as e:
                if e.connection_invalidated and not again:
                    raise _LostEarlyError from e
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.reader.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Everything as it was at one moment, for as long as it takes to read it."""
        with self.reader.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901
                connection.execute(_AT_LEISURE)
            yield connection

    def alone(self, connection: Connection, what: str) -> None:
        """Until the commit nobody else does `what`. On SQLite there is one writer anyway."""
        if not self.is_sqlite:
            connection.execute(_ALONE, {"what": what})

    def insert(self, table: sa.Table) -> Any:
        """The dialect's INSERT, for `on_conflict_do_nothing` and `on_conflict_do_update` (both databases speak it)."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def insert_new(self, table: sa.Table) -> Any:
        """INSERT that leaves out rows that are there already."""
        return self._once((table,), lambda: self.insert(table).on_conflict_do_nothing())

    def upsert(self, table: sa.Table, *columns: str) -> Any:
        """INSERT of whole rows that replaces every other column of a row with the same primary key."""
        return self._once((table, *columns), lambda: self._upsert(table, columns))

    def _upsert(self, table: sa.Table, columns: tuple[str, ...]) -> Any:
        statement = self.insert(table)
        keys = [c.name for c in table.primary_key]
        changed = {c: statement.excluded[c] for c in (columns or [c.name for c in table.columns]) if c not in keys}
        return statement.on_conflict_do_update(index_elements=keys, set_=changed)

    def many(self, connection: Connection, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        """`statement`, which lives as long as the program, once for each row; all rows have the keys of the first.

        The driver gets the values as they are: text, integers, floats, booleans, bytes and None. SQLAlchemy's own way
        through each row costs more than the database does.
        """
        names = tuple(rows[0])
        sql, values = self._once((statement, names), lambda: self._compiled(statement, names))
        each = [values(row) for row in rows]
        if self.is_sqlite:
            straight(connection, sql, each)
        else:
            connection.exec_driver_sql(sql, each)

    def _compiled(self, statement: Any, names: tuple[str, ...]) -> tuple[str, Callable[[Mapping[str, Any]], Any]]:
        compiled = statement.compile(dialect=self.writer.dialect, column_keys=names)
        fixed = {name: value for name, value in compiled.params.items() if name not in names}
        order = compiled.positiontup
        if order is None:  # the driver takes names
            return str(compiled), lambda row: {**fixed, **row}
        picked = itemgetter(*order) if len(order) > 1 else lambda row: (row[order[0]],)
        return str(compiled), (lambda row: picked({**fixed, **row})) if fixed else picked

    def _once(self, key: tuple[Any, ...], build: Callable[[], Any]) -> Any:
        """Building a statement costs as much as running it. Two threads may build the same one: both are right."""
        built = self._built.get(key)
        if built is None:
            built = self._built[key] = build()
        return built

    def hint(self, connection: Connection, numbers: Collection[str], *, more: bool) -> None:
        """Told to the other replicas at COMMIT (PostgreSQL only): cases that changed, and whether rows wait to be sent
        by somebody else. Nothing depends on it: who misses it looks for itself a moment later.
        """
        if self.is_sqlite or not (numbers or more):
            return
        named = " ".join(sorted(numbers)) if len(numbers) <= MOST_NAMED else ""
        connection.execute(_HINT, {"payload": f"{self.name} {'+' if more else '-'} {named}"})

    def conninfo(self) -> str:
        """For a connection of one's own (PostgreSQL)."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def close(self) -> None:
        self.writer.dispose()
        self._first.dispose()
        self.reader.dispose()


class _LostEarlyError(Exception):
    """The connection was gone before COMMIT was asked for."""


class _InLine:
    """A lock that is given in the order of asking. With an ordinary one a loop that asks again at once, as turns do
    while much waits, kept everybody else waiting for seconds: nothing was sent.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._line: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._line.append(mine)
        mine.acquire()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._line:
                self._line.popleft().release()
            else:
                self._taken = False


class _NoLock:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


_AT_LEISURE = sa.text(
    "SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)"
)
_HINT = sa.text(f"SELECT pg_notify('{CHANNEL}', :payload)")
# A database that does not answer must cost seconds, never minutes: the spool takes over (bot/accept.py).
POSTGRES = {
    "statement_timeout": "15s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    "timezone": "UTC",
    "synchronous_commit": "on",
}
SOCKET = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 15_000}


def _postgres(*, read_only: bool) -> dict[str, Any]:
    """Parameters of statements stay out of errors: they are people's words."""
    options = {**POSTGRES, **({"default_transaction_read_only": "on"} if read_only else {})}
    said = " ".join(f"-c {name}={value}" for name, value in options.items())
    return {
        "pool_timeout": 5,
        "pool_recycle": 3600,
        "hide_parameters": True,
        "connect_args": {**SOCKET, "options": said, "application_name": "ess"},
    }


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
        bare(connection, "BEGIN" if read_only else "BEGIN IMMEDIATE")
