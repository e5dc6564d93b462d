"""The schema: migrations for real databases, and the same tables made at once for tests."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from bot.rows import MARK  # importing the rows fills the metadata
from bot.store import Store

MIGRATIONS = Path(__file__).parent.parent / "migrations"
DEMO = "demo"


def migrate(url: str, target: str = "head", scripts: Path = MIGRATIONS) -> None:
    """Brings the database to a revision, forwards or backwards; whatever happens on the way, all of it or nothing.

    One process at a time. On PostgreSQL a change that would wait for a table lets go after three seconds and tries
    again, because everybody else would wait behind it.
    """
    from alembic import command  # noqa: PLC0415 - only this command pays for the import
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(scripts))
    known = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]

    def move(connection: sa.Connection) -> None:
        config.attributes["connection"] = connection
        back = target != "head" and _is_before(connection, target, known)
        (command.downgrade if back else command.upgrade)(config, target)

    store = Store(url)
    try:
        _alone(store, move)
    finally:
        store.close()


def _alone(store: Store, work: Callable[[sa.Connection], None]) -> None:
    """One transaction of one process; again and again while somebody else holds what it needs."""
    for left in reversed(range(TRIES)):
        try:
            with store.writer.begin() as connection:
                if not store.is_sqlite:
                    connection.execute(_ALONE)
                work(connection)
                return
        except OperationalError as e:
            if left == 0 or store.is_sqlite or "LockNotAvailable" not in str(e):
                raise


def revision(connection: sa.Connection) -> str | None:
    """The revision of this database; None before the first migration."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _is_before(connection: sa.Connection, target: str, newest_first: list[str]) -> bool:
    """Whether `target` lies behind this database."""
    now = revision(connection)
    if now is None:
        return False
    return target == "base" or newest_first.index(target) > newest_first.index(now)


TRIES = 20
_ALONE = sa.text(
    "SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),"
    " pg_advisory_xact_lock(hashtextextended('ess migrate', 0)), set_config('lock_timeout', '3s', true)"
)


def create_tables(store: Store) -> None:
    """Every table of models/tables/ in an empty database."""
    store.write(SQLModel.metadata.create_all)


def has_tables(store: Store) -> bool:
    with store.read() as connection:
        return sa.inspect(connection).has_table("inbox")


def mark_demo(store: Store) -> None:
    store.write(lambda c: c.execute(store.upsert(MARK), [{"name": DEMO, "value": "yes"}]))


def is_demo(store: Store) -> bool:
    with store.read() as connection:
        return connection.execute(sa.select(MARK.c.value).where(MARK.c.name == DEMO)).first() is not None
