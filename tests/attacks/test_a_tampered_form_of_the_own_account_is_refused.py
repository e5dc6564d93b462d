"""Whatever a form of one's own account is made to hold, the answer is a clear refusal and nothing has changed."""

import pytest

from bot.rows import USER
from console.accounts import HASHER
from tests.console.room import PASSWORD, Browser, Room

HASH = HASHER.hash(PASSWORD)

ODD = [
    "0" * 32,
    "1" * 32,
    "8" * 32,
    "=" * 32,
    "a" * 32,
    "A" * 31 + "=",
    "\0" * 32,
    "\u0e01" * 32,
    "\U0001f511" * 32,
    "A" * 5_000,
]


@pytest.fixture
def somchai(room: Room) -> Browser:
    room.user("somchai", password=HASH)
    return room.comes_back("somchai")


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_secret_or_code(room: Room, somchai: Browser, odd: str):
    before = room.read(USER.select())
    for form in ({"secret": odd, "code": "123456"}, {"secret": "A" * 32, "code": odd}, {"secret": odd, "code": odd}):
        assert somchai.posts("/me/second-step", {"password": PASSWORD, **form}).status == 422
    assert somchai.posts("/me/second-step", {"password": odd, "secret": odd, "code": odd}).status == 422
    assert room.read(USER.select()) == before


def test_no_other_change_is_known(somchai: Browser):
    assert somchai.posts("/me/third-step", {"password": PASSWORD}).status == 404
    for what in ("password", "second-step", "one-step"):
        assert somchai.posts(f"/me/{what}", {}).status == 422
