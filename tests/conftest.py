"""What every test shares: how hard Hypothesis looks, and which tests this machine can run."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

# On a developer's machine Hypothesis looks somewhere new each time. In CI the same code always gets the same answer;
# `make soak` looks long and at random.
settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("new"), derandomize=True, print_blob=True)
settings.register_profile("soak", settings.get_profile("new"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "new"))

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
NO_CHROMIUM = "no Chromium on this machine (apt-get install chromium, or WITH_BROWSER=1 make test as root)"
LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out browser tests where there is no browser, and long proofs unless they are asked for by `-m soak`."""
    soak = "soak" in (config.option.markexpr or "")
    without = [i for i in items if i.get_closest_marker("browser") and CHROMIUM is None]
    out = without + [i for i in items if i.get_closest_marker("soak") and not soak and i not in without]
    config.stash[LEFT_OUT] = [i.nodeid for i in without]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [i for i in items if i not in out]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # a worker of xdist: the list travels to the process that prints
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = config.stash.get(LEFT_OUT, [])
    if left_out:
        terminalreporter.section("left out", yellow=True)
        terminalreporter.write_line(f"{len(left_out)} tests, because there is {NO_CHROMIUM}:")
        for name in sorted(left_out):
            terminalreporter.write_line(f"  {name}")


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
