"""`ess duty`, `ess path`, `ess drill` and `ess audit`: who is on call, other paths, readiness, and the auditor."""

import getpass
import sys
from dataclasses import asdict
from pathlib import Path as File
from typing import Annotated

import orjson
import typer

from bot.auditor import audit as look
from bot.clock import SystemClock
from bot.commands.opened import opened, settings_or_stop, stop
from bot.drills import board, drill
from bot.figures import figures
from bot.paths import BadAddress, add_path, check, new_path, paths, set_active, test_path
from bot.policy import load_policy
from bot.rotas import BadRotaError, export_rota, import_rota
from bot.settings import MissingSettingError
from models.field import SUPERVISOR, PathKind
from routing.province import provinces

duties = typer.Typer(help="Rotas: who is on call in which office.", no_args_is_help=True)
ways = typer.Typer(help="Other ways than LINE to an office or the supervisors.", no_args_is_help=True)


@duties.command("import")
def import_duties(file: Annotated[File, typer.Argument(help="CSV in the columns of `ess duty export`.")]) -> None:
    """Replace the rotas of the offices in the file, all or nothing. Example: `ess duty import rota.csv`"""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise stop(f"{file} cannot be read: {e}") from None
    with opened() as store:
        try:
            count = import_rota(store, text, SystemClock().now(), getpass.getuser())
        except BadRotaError as e:
            raise stop(f"{file} is not taken:\n{e}") from None
    typer.echo(f"{count} lines are in force.")


@duties.command("export")
def export_duties() -> None:
    """Write every rota as CSV. Example: `ess duty export > rota.csv`"""
    with opened() as store, store.read() as connection:
        sys.stdout.write(export_rota(connection))


@ways.command()
def add(
    owner: Annotated[str, typer.Argument(help="An office (TH-92), or `supervisor`.")],
    kind: Annotated[PathKind, typer.Argument(help="What it is.")],
    name: Annotated[str, typer.Option(help="How the log calls it.")] = "",
) -> None:
    """Add a path; its address comes from standard input. Example: `ess path add TH-92 email < address.txt`"""
    if owner != SUPERVISOR and owner not in provinces():
        raise stop(f"{owner} is neither an office (TH-10 to TH-96) nor `supervisor`.")
    try:
        key = settings_or_stop().data_key()
    except MissingSettingError as e:
        raise stop(str(e)) from None
    address = getpass.getpass("Address: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    wrong = check(kind, address)
    if isinstance(wrong, BadAddress):
        raise stop(f"This address cannot be used: {wrong.why}.")
    with opened() as store:
        path = new_path(owner, kind, name)
        typer.echo(add_path(store, key, path, address, SystemClock().now(), getpass.getuser()))


@ways.command("list")
def list_() -> None:
    """Every path without its address. Example: `ess path list`"""
    with opened() as store, store.read() as connection:
        for path, active in paths(connection):
            typer.echo("\t".join([path.id, path.owner, path.kind.value, path.name, "on" if active else "off"]))


@ways.command()
def test(ident: Annotated[str, typer.Argument(help="As `ess path list` shows it.")]) -> None:
    """Send a test by this path; the running service does it within seconds. Example: `ess path test 1a2b3c4d5e6f`"""
    with opened() as store:
        row = test_path(store, ident, SystemClock().now())
    if row is None:
        raise stop(f"There is no path {ident}, or it is switched off.")
    typer.echo(f"A test is on its way as {row}.")


@ways.command()
def off(ident: Annotated[str, typer.Argument(help="As `ess path list` shows it.")]) -> None:
    """Switch a path off. Example: `ess path off 1a2b3c4d5e6f`"""
    with opened() as store:
        if not set_active(store, ident, SystemClock().now(), getpass.getuser(), active=False):
            raise stop(f"There is no path {ident}.")


def drill_now(
    as_json: Annotated[bool, typer.Option("--json", help="Print the board, one province a line.")] = False,
) -> None:
    """Ask every destination that is due for a test, or print the readiness board. Example: `ess drill --json`"""
    with opened() as store:
        policy, now = load_policy(store), SystemClock().now()
        if not as_json:
            typer.echo(f"{drill(store, policy, now)} destinations are asked.")
            return
        with store.read() as connection:
            for office in board(connection, policy, now):
                typer.echo(orjson.dumps({**asdict(office), "light": office.light}).decode())


def audit_now() -> None:
    """Look for anything without a future step, repair it, exit 1 when something is left. Example: `ess audit`"""
    with opened() as store:
        found = look(store, load_policy(store), SystemClock())
    for each in found.findings:
        typer.echo(f"{each.kind}\t{each.subject}\t{'repaired' if each.repaired else 'left'}")
    if not found.well:
        raise typer.Exit(1)
    typer.echo("All is well.")


def doctor() -> None:
    """Say how the service is: what is late, red, parked or used up. Example: `ess doctor`"""
    with opened() as store:
        policy, now = load_policy(store), SystemClock().now()
        with store.read() as connection:
            found = figures(connection, policy, now)
    for name, value in asdict(found).items():
        typer.echo(f"{name.replace('_', ' ')}\t{'-' if value is None else value}")
    if found.unrepaired:
        raise typer.Exit(1)
