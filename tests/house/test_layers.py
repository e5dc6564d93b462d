"""Imports go downwards only; the pure rooms reach no database, network or framework."""

import subprocess
import sys

from tests.house.tree import ROOT, read

LINT = "from importlinter.cli import lint_imports_command as main; main()"


def test_the_rooms_import_only_what_lies_below_them():
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_a_value_imports_nothing_else_of_the_models():
    assert read("models/__init__.py") == ""
