from collections.abc import Iterator

import pytest

from emulator.platform import Platform
from tests.emulator.town import Bot, Clock, bot_of


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def platform(clock: Clock) -> Platform:
    return Platform(clock=clock, channel_secret="secret")


@pytest.fixture
def bot(platform: Platform) -> Iterator[Bot]:
    with bot_of(platform) as one:
        yield one
