"""What every command opens first: the settings, and the database of DATABASE_URL."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.schema import has_tables, is_demo, migrate
from bot.settings import MissingSettingError, Settings, read_settings
from bot.store import Store


def stop(words: str) -> typer.Exit:
    """One clear line on standard error and exit code 1."""
    typer.echo(words, err=True)
    return typer.Exit(1)


def settings_or_stop() -> Settings:
    try:
        return read_settings()
    except MissingSettingError as e:
        raise stop(str(e)) from None


@contextmanager
def opened() -> Iterator[Store]:
    """The database with its tables; an empty SQLite file is migrated on the way."""
    store = Store(settings_or_stop().database_url)
    try:
        prepare(store)
        yield store
    finally:
        store.close()


def prepare(store: Store) -> None:
    if has_tables(store):
        return
    if not store.is_sqlite:
        raise stop("The database has no tables yet: run `ess migrate`.")
    migrate(store.url.render_as_string(hide_password=False))


def refuse_demo(store: Store) -> None:
    if is_demo(store):
        raise stop("This database holds the demo's invented people: `serve` will not run on it. Set DATABASE_URL.")
