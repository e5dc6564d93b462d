"""The schema: migrations for real databases, and the same tables made at once for tests."""

from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.rows import MARK  # importing the rows fills the metadata
from bot.store import Store

MIGRATIONS = Path(__file__).parent.parent / "migrations"
DEMO = "demo"


def migrate(url: str) -> None:
    """Brings the database to the newest revision; a database that is there already loses nothing."""
    from alembic import command  # noqa: PLC0415 - only this command pays for the import
    from alembic.config import Config  # noqa: PLC0415

    store = Store(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.writer.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    store.close()


def create_tables(store: Store) -> None:
    """Every table of models/tables.py in an empty database."""
    store.write(SQLModel.metadata.create_all)


def has_tables(store: Store) -> bool:
    with store.read() as connection:
        return sa.inspect(connection).has_table("inbox")


def mark_demo(store: Store) -> None:
    store.write(lambda c: c.execute(store.upsert(MARK), [{"name": DEMO, "value": "yes"}]))


def is_demo(store: Store) -> bool:
    with store.read() as connection:
        return connection.execute(sa.select(MARK.c.value).where(MARK.c.name == DEMO)).first() is not None
