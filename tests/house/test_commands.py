"""`make help` and the command line explain themselves."""

import re

from tests.house.tree import read

TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
EXPLAINED = re.compile(r"^([a-z]+):.*## \S", re.MULTILINE)


def test_make_help_lists_every_command_of_make():
    makefile = read("Makefile")
    assert set(TARGET.findall(makefile)) - set(EXPLAINED.findall(makefile)) == {"machine"}
