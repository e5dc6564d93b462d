"""`ess backup`, `ess restore` and `ess copy`: a whole installation, into a file and out of it, or across."""

from pathlib import Path
from typing import Annotated

import typer

from bot.archive import NotEmptyError, Restored, Tally, WrongArchiveError, frames, load, read_archive, write_archive
from bot.clock import SystemClock
from bot.commands.opened import settings_or_stop, stop
from bot.settings import MissingSettingError, Settings
from bot.store import Store

SHOWN = 10


def backup(file: Annotated[Path, typer.Argument(help="Where to write it; not over a file that is there.")]) -> None:
    """Save the whole database while the service runs, sealed with the data key. Example: `ess backup 2026-11-22.ess`"""
    settings, key = _key()
    if file.exists():
        raise stop(f"{file} is there already; a backup is never written over.")
    store = Store(settings.database_url)
    try:
        end = write_archive(file, key, frames(store, SystemClock().now(), settings.media_dir))
    except (WrongArchiveError, OSError) as e:
        raise stop(str(e)) from None
    finally:
        store.close()
    typer.echo(f"{_total(end.tables)} rows are in {file}. It lists {len(end.files)} files of {settings.media_dir}.")
    typer.echo("Copy that folder too, and keep DATA_KEY_FILE elsewhere: neither is in the backup.")


def restore(file: Annotated[Path, typer.Argument(help="A file that `ess backup` made.")]) -> None:
    """Fill the empty database of DATABASE_URL from a backup, row by row. Example: `ess restore 2026-11-22.ess`"""
    settings, key = _key()
    store = Store(settings.database_url)
    try:
        restored = load(store, read_archive(file, key), settings.media_dir)
    except (NotEmptyError, WrongArchiveError, OSError) as e:
        raise stop(str(e)) from None
    finally:
        store.close()
    typer.echo(f"{_total(restored.tables)} rows are back, every count and hash as it was.")
    _tell_files(restored, settings)


def copy(
    source: Annotated[str, typer.Argument(help="The installation as it is: its DATABASE_URL.")],
    target: Annotated[str, typer.Argument(help="An empty database.")],
) -> None:
    """Move an installation; stop the service first. Example: `ess copy sqlite:///var/ess.db postgresql://ess@db/ess`"""
    old, new = Store(source), Store(target)
    try:
        restored = load(new, frames(old, SystemClock().now(), None), None)
    except (NotEmptyError, WrongArchiveError, OSError) as e:
        raise stop(str(e)) from None
    finally:
        old.close()
        new.close()
    for name, tally in sorted(restored.tables.items()):
        typer.echo(f"{name:20} {tally.rows:>10}  {tally.hash[:16]}")
    typer.echo(f"{_total(restored.tables)} rows were copied, every count and hash the same. Now set DATABASE_URL.")


def _key() -> tuple[Settings, bytes]:
    settings = settings_or_stop()
    try:
        return settings, settings.data_key()
    except MissingSettingError as e:
        raise stop(str(e)) from None


def _total(tables: dict[str, Tally]) -> int:
    return sum(tally.rows for tally in tables.values())


def _tell_files(restored: Restored, settings: Settings) -> None:
    for name, found in (("are not in", restored.missing), ("are not what they were in", restored.changed)):
        if found:
            shown = ", ".join(found[:SHOWN]) + (" …" if len(found) > SHOWN else "")
            typer.echo(f"{len(found)} files {name} {settings.media_dir}: {shown}", err=True)
    if restored.missing or restored.changed:
        raise stop("The rows are back. Bring MEDIA_DIR back too.")
