"""`ess policy …`: what an owner tunes while the service runs."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.commands.opened import opened, stop
from bot.drills import cost_a_month
from bot.policy import BadPolicyError, load_policy, read_policy, save_policy, write_policy

app = typer.Typer(help="What an owner tunes while it runs: docs/policy.md explains every name.", no_args_is_help=True)


@app.command()
def show() -> None:
    """Print the policy that holds, as JSON. Example: `ess policy show > policy.json`"""
    with opened() as store:
        typer.echo(write_policy(load_policy(store)).decode(), nl=False)


@app.command("set")
def set_(
    file: Annotated[Path, typer.Argument(help="JSON; names left out take their defaults.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check it and show what drills would cost.")] = False,
) -> None:
    """Check a policy and put it in force everywhere. Example: `ess policy set policy.json --dry-run`"""
    try:
        policy = read_policy(file.read_bytes())
    except OSError as e:
        raise stop(f"{file} cannot be read: {e}") from None
    except BadPolicyError as e:
        raise stop(f"{file} is not taken:\n{e}") from None
    with opened() as store:
        typer.echo(f"Drills would cost about {cost_a_month(store, policy)} recipients a month.")
        if dry_run:
            typer.echo("Dry run: nothing was changed.")
            return
        version = save_policy(store, policy, getpass.getuser(), SystemClock().now())
    typer.echo(f"Version {version} holds. Running services take it over by themselves.")
