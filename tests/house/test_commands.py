"""`make help` and `ess --help` explain every command, the second with an example."""

import re
from collections.abc import Iterator

import typer

from bot.__main__ import main
from tests.house.tree import read

TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
EXPLAINED = re.compile(r"^([a-z]+):.*## \S", re.MULTILINE)
PUBLIC = {
    "serve",
    "demo",
    "migrate",
    "key new",
    "user add",
    "centre import",
    "office code",
    "case list",
    "case show",
    "menus sync",
}


def commands(app: typer.Typer, before: str = "") -> Iterator[tuple[str, str]]:
    for command in app.registered_commands:
        function = command.callback
        assert function
        name = command.name or function.__name__.strip("_").replace("_", "-")
        yield before + name, command.help or function.__doc__ or ""
    for group in app.registered_groups:
        assert group.typer_instance
        yield from commands(group.typer_instance, f"{before}{group.name} ")


def test_make_help_lists_every_command_of_make():
    makefile = read("Makefile")
    assert set(TARGET.findall(makefile)) - set(EXPLAINED.findall(makefile)) == {"machine"}


def test_every_command_has_an_example():
    assert [name for name, help_text in commands(main) if "Example: `" not in help_text] == []


def test_the_commands_others_script_against_are_there():
    assert PUBLIC - {name for name, _ in commands(main)} == set()
