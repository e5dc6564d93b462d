"""`ess user …` and `ess office …`: who may sign in, and which LINE chats hear the alerts of an office."""

import getpass
import sys
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.codes import new_code
from bot.commands.opened import opened, stop
from models.people import Role
from models.policy import Policy
from routing.province import provinces

users = typer.Typer(help="People who sign in to the console.", no_args_is_help=True)
offices = typer.Typer(help="Offices and their destinations in LINE.", no_args_is_help=True)


def password() -> str:
    """Asked for twice at a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != given:
            raise stop("The two passwords differ.")
    return given


@users.command()
def add(
    name: str,
    role: Annotated[Role, typer.Option(help="What they may do.")],
    province: Annotated[str | None, typer.Option(help="TH-92; an officer needs one.")] = None,
) -> None:
    """Add somebody. Example: `echo "$PASSWORD" | ess user add somchai --role operator`"""
    from console.accounts import WeakPasswordError, add_user  # noqa: PLC0415 - argon2 only where it is used

    if role is Role.OFFICER and province is None:
        raise stop("An officer belongs to a province: add --province TH-92.")
    if province is not None and province not in provinces():
        raise stop(f"{province} is not a province: use its ISO 3166-2 code, TH-10 to TH-96.")
    secret = password()
    with opened() as store:
        try:
            add_user(store, name, role, secret, SystemClock().now(), province=province)
        except WeakPasswordError:
            raise stop("That password is too short.") from None
    typer.echo(f"{name} may now sign in as {role.value}.")


@offices.command()
def code(
    office: Annotated[str, typer.Argument(help="The office by its province: TH-92.")],
    group: Annotated[bool, typer.Option("--group", help="A code that binds a LINE group, a mere loudspeaker.")] = False,
) -> None:
    """Print a one-time code; who sends it in their 1:1 chat becomes an officer. Example: `ess office code TH-92`"""
    if office not in provinces():
        raise stop(f"{office} is not a province: use its ISO 3166-2 code, TH-10 to TH-96.")
    with opened() as store:
        typer.echo(new_code(store, SystemClock(), Policy(), office, group=group))
