"""A stranger who guesses at the door learns no name, and keeps no operator out."""

import pytest

from bot.rows import USER
from console.accounts import HASHER
from console.throttle import LoginThrottle, network
from tests.console.room import PASSWORD, Room

HASH = HASHER.hash(PASSWORD)
FORM = {"name": "somchai", "password": PASSWORD}


@pytest.fixture
def door(room: Room) -> Room:
    room.user("somchai", password=HASH)
    return room


def guesses(door: Room, name: str, address: str, times: int) -> list[tuple[int, str]]:
    browser = door.browser(peer=address)
    shown = [browser.posts("/login", {"name": name, "password": f"guess {n}"}) for n in range(times)]
    return [(each.status, each.html.replace(name, "")) for each in shown]


def test_a_known_and_an_unknown_name_get_the_same_answers_and_write_nothing(door: Room):
    before = door.read(USER.select())
    assert guesses(door, "somchai", "10.9.9.1", 8) == guesses(door, "no such name", "10.9.9.2", 8)
    assert door.read(USER.select()) == before


def test_a_strangers_guesses_do_not_count_against_the_operator(door: Room):
    guesses(door, "somchai", "10.9.9.1", 12)
    assert door.browser(peer="10.1.1.1").posts("/login", FORM).status == 303


def test_many_strangers_slow_new_browsers_and_not_the_operators_own():
    throttle = LoginThrottle()
    tried = [throttle.allows("somchai", f"10.9.{n}.1") for n in range(60)]
    assert tried == [True] * 40 + [False] * 20
    assert not throttle.allows("SomChai", "10.1.1.1")
    assert throttle.allows("somchai", "10.1.1.1", "the operator's own")
    assert throttle.allows("malee", "10.1.1.1")


def test_one_address_cannot_slow_a_name_alone():
    throttle = LoginThrottle()
    for _ in range(500):
        throttle.allows("somchai", "10.9.9.1")
    assert throttle.allows("somchai", "10.1.1.1")


def test_a_browser_that_was_here_is_known_again_and_a_forged_one_is_not(door: Room):
    mine = door.browser(peer="10.9.9.1")
    assert mine.posts("/login", FORM).status == 303
    mine.posts("/logout")
    cookie = mine.client.cookies["ess-browser"]
    guesses(door, "somchai", "10.9.9.1", 6)
    forger = door.browser(peer="10.9.9.1")
    forger.client.cookies.set("ess-browser", cookie[:-1] + ("0" if cookie[-1] != "0" else "1"), domain="console.test")
    assert forger.posts("/login", FORM).status == 429
    assert mine.posts("/login", FORM).status == 303


def test_who_knows_the_browser_still_cannot_guess_for_ever(door: Room):
    mine = door.browser()
    mine.posts("/login", FORM)
    tried = [mine.posts("/login", FORM | {"password": f"guess {n}"}).status for n in range(6)]
    assert tried[-1] == 429


def test_half_an_ipv6_address_is_one_party():
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9") != network("2001:db8:1:3::1")
    assert network("10.1.1.1") == "10.1.1.1"
    assert network("a socket") == "a socket"
