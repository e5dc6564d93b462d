"""`ess case …`: cases as JSON lines, for scripts."""

from typing import Annotated

import orjson
import typer

from bot.cases import every_case, one_case
from bot.clock import SystemClock
from bot.commands.opened import opened, stop
from bot.policy import policy_of
from models.case import read_case_number

app = typer.Typer(help="Read cases, one JSON object a line.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line (the only form there is).")]


def line(case: dict[str, object]) -> str:
    return orjson.dumps(case).decode()


@app.command("list")
def list_(as_json: AsJson = True) -> None:  # noqa: ARG001 - the flag is part of the public contract
    """Every case, oldest first. Example: `ess case list --json | jq .number`"""
    with opened() as store, store.read() as connection:
        for case in every_case(connection, SystemClock().now(), policy_of(connection).interrupted_after):
            typer.echo(line(case))


@app.command()
def show(number: str, as_json: AsJson = True) -> None:  # noqa: ARG001
    """One case. Example: `ess case show K7M4-2RX9 --json`"""
    known = read_case_number(number)
    if known is None:
        raise stop(f"{number} is not a case number: eight characters, the last one checks the others.")
    with opened() as store, store.read() as connection:
        case = one_case(connection, known, SystemClock().now(), policy_of(connection).interrupted_after)
    if case is None:
        raise stop(f"There is no case {known}.")
    typer.echo(line(case))
