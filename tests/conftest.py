"""What every test shares: how hard Hypothesis looks, which tests this machine can run, where they take place."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import playwright
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests.cluster import Cluster, binaries
from tests.console.room import Room
from tests.town import Town

# On a developer's machine Hypothesis looks somewhere new each time. In CI the same code always gets the same answer;
# `make soak` looks long and at random.
settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("new"), derandomize=True, print_blob=True)
settings.register_profile("soak", settings.get_profile("new"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "new"))

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
NO_CHROMIUM = "no Chromium on this machine (apt-get install chromium, or make test as root on Debian)"
NO_DRIVER = "no libatomic for Playwright's driver on this machine (apt-get install libatomic1)"
POSTGRES = binaries()
NO_POSTGRES = "no PostgreSQL on this machine (apt-get install postgresql, or make test as root on Debian)"
LEFT_OUT = pytest.StashKey[dict[str, list[str]]]()


def browser_lacks() -> str | None:
    """What stands between this machine and its browser tests."""
    if CHROMIUM is None:
        return NO_CHROMIUM
    driver = Path(playwright.__file__).with_name("driver") / "node"
    return NO_DRIVER if subprocess.run([driver, "--version"], check=False, capture_output=True).returncode else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what this machine has no browser or PostgreSQL for, and long proofs unless asked for by `-m soak`."""
    soak = "soak" in (config.option.markexpr or "")
    items_left = [i for i in items if soak or not i.get_closest_marker("soak")]
    browser, postgres = ([i for i in items_left if i.get_closest_marker(name)] for name in ("browser", "postgres"))
    lacking: dict[str, list[pytest.Item]] = {NO_POSTGRES: postgres if POSTGRES is None else []}
    if browser and (why_not := browser_lacks()):
        lacking[why_not] = browser
    without = [i for each in lacking.values() for i in each]
    out = without + [i for i in items if i not in items_left]
    config.stash[LEFT_OUT] = {why: [i.nodeid for i in each] for why, each in lacking.items() if each}
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [i for i in items if i not in out]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # a worker of xdist: the list travels to the process that prints
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    tell_reached(terminalreporter)
    for why, left_out in config.stash.get(LEFT_OUT, {}).items():
        terminalreporter.section("left out", yellow=True)
        terminalreporter.write_line(f"{len(left_out)} tests, because there is {why}:")
        for name in sorted(left_out):
            terminalreporter.write_line(f"  {name}")


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Town]:
    """Where every story begins, on either database: nothing has happened yet."""
    town = Town(tmp_path, database=database)
    yield town
    town.closes()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """The operators' room."""
    made = Room(tmp_path)
    yield made
    made.closes()


@pytest.fixture
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, for one test: Playwright holds the thread's event loop as long as it lives, and the
    next test may want a loop of its own."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=CHROMIUM,
            # Root (in a container) may not use the sandbox; the pages are our own.
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        yield made
        made.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for the tests of this worker."""
    made = Cluster()
    yield made
    made.close()


@pytest.fixture
def postgres(cluster: Cluster) -> Iterator[str]:
    """A fresh PostgreSQL database with every table."""
    url = cluster.database()
    yield url
    cluster.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of either kind: what uses this runs on both."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite:///{tmp_path}/town.db"


def tell_reached(terminalreporter: pytest.TerminalReporter) -> None:
    """What the generated tests reached, said even when they ran in another process."""
    told = [
        f"{report.nodeid.split('::')[-1]}: {value}"
        for report in terminalreporter.stats.get("passed", [])
        for name, value in report.user_properties
        if name == "reached"
    ]
    if told:
        terminalreporter.section("reached", green=True)
        for line in told:
            terminalreporter.write_line(line)
