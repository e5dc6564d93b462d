from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.console.room import Room
from tests.console.windows import Seen, served


@pytest.fixture
def seen(room: Room, browser: Browser) -> Iterator[Seen]:
    with served(room) as (url, live):
        made = Seen(room, url, browser, live)
        yield made
        made.check()
