"""The command line: `ess …` or `python -m bot …`."""

import gc

# What is imported stays for good. Looking for rubbish among it would be a quarter of the time of a start.
gc.disable()

import os
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import OperationalError

from bot.commands import archives, cases, field, menus, people, places, policy
from bot.commands.opened import prepare, refuse_demo, settings_or_stop, stop
from bot.schema import migrate as migrate_database
from bot.settings import MissingSettingError, make_key
from bot.spool import Spool
from bot.store import Store

gc.freeze()
gc.enable()

main = typer.Typer(
    help="ESS Help Me: a LINE Official Account for social emergencies in Thailand.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
keys = typer.Typer(help="The key that encrypts files.", no_args_is_help=True)
main.add_typer(keys, name="key")
main.add_typer(people.users, name="user")
main.add_typer(people.offices, name="office")
main.add_typer(cases.app, name="case")
main.add_typer(menus.app, name="menus")
main.add_typer(policy.app, name="policy")
main.add_typer(field.duties, name="duty")
main.add_typer(field.ways, name="path")
main.command("drill")(field.drill_now)
main.command("audit")(field.audit_now)
main.command("doctor")(field.doctor)
main.add_typer(places.boundaries, name="boundaries")
main.add_typer(places.centres, name="centre")
main.command("place")(places.place)
main.command("route")(places.route_file)
for each in (archives.backup, archives.restore, archives.copy):
    main.command()(each)


@main.command()
def serve(
    fd: Annotated[
        int | None, typer.Option(help="An open listening socket, by its number, instead of HOST and PORT.")
    ] = None,
) -> None:
    """Run the service as the environment says. Example: `PORT=8000 ess serve`"""
    gc.disable()  # bot.serving puts it on again
    from bot.net.listen import listen  # noqa: PLC0415 - the web framework only where it is used
    from bot.serving import serve as run  # noqa: PLC0415

    settings = settings_or_stop()
    try:
        settings.require_line()
        Spool(settings.spool_dir, settings.data_key()).probe()
    except MissingSettingError as e:
        raise stop(str(e)) from None
    except OSError as e:
        raise stop(f"SPOOL_DIR {settings.spool_dir} cannot be written ({e.strerror}): events could be lost.") from None
    store = Store(settings.database_url)
    try:
        prepare(store)
        refuse_demo(store)
    except OperationalError:
        typer.echo("The database cannot be reached: events go to SPOOL_DIR until it can.", err=True)
    try:
        listener = listen(settings.host, settings.port, settings.listen_fd if fd is None else fd)
    except OSError as e:
        raise stop(f"HOST and PORT {settings.host}:{settings.port} cannot be used ({e.strerror}).") from None
    try:
        run(settings, store, listener)
    except MissingSettingError as e:
        raise stop(str(e)) from None


@main.command()
def demo(
    port: Annotated[int, typer.Option(help="The console's port; the phones take the next one; 0 = any.")] = 8000,
    folder: Annotated[Path, typer.Option(help="Where the demo lives.")] = Path("var/demo"),
) -> None:
    """Everything on this machine: a citizen's phone, an officer's phone and the console. Example: `ess demo`"""
    from bot.demo import demo as run  # noqa: PLC0415

    run(folder, port)


@main.command()
def migrate(
    to: Annotated[str, typer.Option(help="A revision to go to, also backwards.")] = "head",
) -> None:
    """Bring the database of DATABASE_URL to the newest revision. Example: `ess migrate`"""
    settings = settings_or_stop()
    migrate_database(settings.database_url, to)
    typer.echo("The database is up to date.")


@keys.command()
def new(file: Path) -> None:
    """Write a new key of 32 random bytes in base64; never over an existing file. Example: `ess key new data.key`"""
    try:
        make_key(file)
    except FileExistsError:
        raise stop(f"{file} is there already; a key is never written over.") from None
    typer.echo(f"{file} holds a new key. Name it in DATA_KEY_FILE and keep a copy: files need it.")


@main.callback()
def private() -> None:
    # Whatever a command writes (database, backups, exports) is its owner's alone, whatever the shell's umask.
    os.umask(0o077)


if __name__ == "__main__":
    main()
