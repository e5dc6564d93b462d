"""What is installed is exactly what was chosen: every package pinned, every file known by its hash, no address."""

import json
import re
import tomllib

import pytest

from tests.house.tree import read

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.IGNORECASE | re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall(read(lock)))


def name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return found.group().lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    assert "://" not in read(lock)
    assert re.search(r"^\s*--(?!hash=)", read(lock), re.MULTILINE) is None


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_known_by_its_hash(lock):
    entries = re.split(r"\n(?=\S)", read(lock).strip())
    assert [e.splitlines()[0] for e in entries if "==" in e and "--hash=sha256:" not in e] == []


def test_the_tests_run_on_what_the_program_runs_on():
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert run.items() - dev.items() == set()


def test_everything_that_is_asked_for_is_locked():
    asked = tomllib.loads(read("pyproject.toml"))
    project, extras = asked["project"], asked["project"]["optional-dependencies"]
    run = {name(each) for each in [*project["dependencies"], *extras["postgres"]]}
    locked = {lock: {name(pin) for pin in pins(lock)} for lock in LOCKS}
    assert run - locked["requirements.lock"] == set()
    assert {name(each) for each in extras["dev"]} - locked["requirements-dev.lock"] == set()
    assert {name(each) for each in asked["dependency-groups"]["node"]} - locked["requirements-node.lock"] == set()


def test_browser_libraries_are_known_by_their_hash_and_no_address():
    packages = json.loads(read("package-lock.json"))["packages"]
    libraries = {path: entry for path, entry in packages.items() if path}
    assert [path for path, entry in libraries.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [path for path, entry in libraries.items() if "resolved" in entry] == []
