from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.console.room import Room
from tests.console.windows import Seen, served


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.closes()


@pytest.fixture
def seen(room: Room, browser: Browser) -> Iterator[Seen]:
    with served(room) as (url, live):
        made = Seen(room, url, browser, live)
        yield made
        made.check()
