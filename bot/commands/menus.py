"""`ess menus …`: the rich menus that people see under the chat."""

import asyncio

import typer

from bot.commands.opened import settings_or_stop, stop
from bot.settings import LINE_API
from rich_menus.menus import drawn

app = typer.Typer(help="The menus under the chat.", no_args_is_help=True)


@app.callback()
def menus() -> None:
    """The menus under the chat."""


@app.command("sync")
def sync_menus() -> None:
    """Bring LINE's rich menus in line with this release; changes nothing when they are. Example: `ess menus sync`"""
    # LINE's SDK takes a second to import and no other command needs it.
    from rich_menus.sync import Failed, sync  # noqa: PLC0415

    settings = settings_or_stop()
    if not settings.access_token:
        raise stop("LINE_CHANNEL_ACCESS_TOKEN is not set: issue one in the LINE Developers console.")
    base = None if settings.api_base == LINE_API else settings.api_base
    outcome = asyncio.run(sync(drawn(), settings.access_token, base, typer.echo))
    if isinstance(outcome, Failed):
        status = f" ({outcome.status})" if outcome.status else ""
        raise stop(f"Stopped while {outcome.doing}: {outcome.why}{status}. Run it again to go on.")
    typer.echo("The menus are up to date." if outcome.done else "Nothing to do: the menus were up to date.")
