"""Who gets in, for how long, and what somebody who guesses learns."""

import pyotp
import pytest

from bot.rows import SESSION, USER
from console.accounts import HASHER, Doorkeeper, add_user
from console.routes.door import inside
from console.sessions import digest
from models.people import Role
from tests.console.room import PASSWORD, Room

HASH = HASHER.hash(PASSWORD)
FORM = {"name": "somchai", "password": PASSWORD}


@pytest.fixture
def door(room):
    room.user("somchai", password=HASH)
    return room


def test_the_right_password_opens_and_the_cookie_is_out_of_reach(door):
    browser = door.browser()
    shown = browser.posts("/login", FORM)
    assert (shown.status, shown.headers["location"]) == (303, "/console/")
    cookie = shown.headers["set-cookie"]
    assert cookie.startswith("__Host-ess-session=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert browser.gets("/").status == 200


def test_only_a_hash_of_the_token_is_kept(door):
    browser = door.browser()
    browser.posts("/login", FORM)
    token = browser.client.cookies["__Host-ess-session"]
    assert [r.hash for r in door.read(SESSION.select())] == [digest(token)]


def test_on_this_machine_without_https_the_cookie_has_a_plain_name(door):
    browser = door.browser("http://127.0.0.1:8000")
    cookie = browser.posts("/login", FORM).headers["set-cookie"]
    assert cookie.startswith("ess-session=")
    assert "Secure" not in cookie
    assert browser.gets("/").status == 200


def test_elsewhere_without_https_the_page_says_so(door):
    assert "https" in door.browser("http://console.test").gets("/login").text
    assert "ต้องเปิดหน้านี้ผ่าน https" not in door.browser().gets("/login").text


def test_a_wrong_name_and_a_wrong_password_get_one_answer(door):
    wrong = door.browser().posts("/login", FORM | {"password": "something else"})
    nobody = door.browser().posts("/login", {"name": "nobody", "password": PASSWORD})
    assert wrong.status == nobody.status == 401
    assert wrong.html.replace("somchai", "nobody") == nobody.html


def test_a_user_who_was_shut_out_is_nobody(room):
    room.user("somchai", password=HASH, active=False)
    shown = room.browser().posts("/login", FORM)
    assert "ไม่ถูกต้อง" in shown.text


def test_many_attempts_are_slowed(door):
    guesses = [door.browser().posts("/login", FORM | {"password": f"guess {n}"}).status for n in range(6)]
    assert guesses == [401] * 5 + [429]
    assert door.browser().posts("/login", FORM).status == 429


def test_a_second_step_is_asked_for_and_works_once(room):
    secret = pyotp.random_base32()
    room.user("somchai", password=HASH, totp=secret)
    keeper, now = Doorkeeper(room.store), room.clock.now()
    code = pyotp.TOTP(secret).at(now // 1000)
    assert keeper.let_in("somchai", PASSWORD, "", now) == "code"
    assert keeper.let_in("somchai", PASSWORD, "000000" if code != "000000" else "111111", now) == "code"
    assert len(keeper.let_in("somchai", PASSWORD, f"{code[:3]} {code[3:]}", now)) > 40
    assert keeper.let_in("somchai", PASSWORD, code, now) == "code"


def test_a_recovery_code_opens_once(room):
    room.user("somchai", password=HASH, totp=pyotp.random_base32(), recovery=f"{digest('abcd1234')} {digest('efgh')}")
    keeper, now = Doorkeeper(room.store), room.clock.now()
    assert len(keeper.let_in("somchai", PASSWORD, "ABCD 1234", now)) > 40
    assert keeper.let_in("somchai", PASSWORD, "abcd1234", now) == "code"
    assert [r.recovery for r in room.read(USER.select())] == [digest("efgh")]


def test_wrong_codes_are_slowed_too(room):
    room.user("somchai", password=HASH, totp=pyotp.random_base32())
    tried = [room.browser().posts("/login", FORM | {"code": "123 456"}).status for _ in range(6)]
    assert tried == [401] * 5 + [429]


def test_a_session_ends_when_no_browser_asks_for_half_an_hour(room):
    browser = room.signs_in("somchai")
    room.passes(minutes=29)
    assert browser.gets("/").status == 200
    room.passes(minutes=29)
    assert browser.posts("/here").status == 204
    room.passes(minutes=31)
    assert browser.gets("/").headers["location"] == "/console/login?following=/console/"


def test_a_session_ends_after_a_shift_whatever_happens(room):
    browser = room.signs_in("somchai")
    for _ in range(13 * 3):
        room.passes(minutes=19)
        assert browser.posts("/here").status == 204
    room.passes(minutes=39)
    assert browser.gets("/").status == 303


def test_signing_out_ends_the_session_on_the_server(room):
    browser = room.signs_in("somchai")
    token = browser.client.cookies["__Host-ess-session"]
    shown = browser.posts("/logout")
    assert (shown.status, shown.headers["clear-site-data"]) == (303, '"cache", "storage"')
    browser.client.cookies.set("__Host-ess-session", token, domain="console.test")
    assert browser.gets("/").status == 303


def test_a_page_that_is_open_is_told_and_keeps_what_was_typed(room):
    shown = room.browser().gets("/", part=True)
    assert (shown.status, shown.headers["hx-retarget"]) == (401, "#problem")
    assert "ข้อความที่พิมพ์ยังอยู่" in shown.text


@pytest.mark.parametrize(
    "address",
    [
        "//evil.test/",
        "https://evil.test/",
        "/console/../../",
        "/consoleevil",
        "/console/\\evil",
        "/console/\n",
        "",
        "x",
    ],
)
def test_after_signing_in_one_stays_inside(address):
    assert inside(address) == "/console/"
    assert inside("/console/cases/K7M4-2RX9?listing=mine") == "/console/cases/K7M4-2RX9?listing=mine"


def test_the_demo_fills_itself_in_on_this_machine_only(room):
    room.desk.demo_login = ("demo", "open sesame")
    near = room.browser("http://127.0.0.1:8000", peer="127.0.0.1")
    assert 'value="open sesame"' in near.gets("/login").html
    assert "open sesame" not in near.gets("/login", headers={"X-Forwarded-For": "1.2.3.4"}).html
    assert "open sesame" not in room.browser("http://127.0.0.1:8000", peer="10.0.0.9").gets("/login").html
    assert "open sesame" not in room.browser(peer="127.0.0.1").gets("/login").html


def test_adding_a_user_again_changes_the_password_and_ends_their_sessions(room: Room):
    browser = room.signs_in("somchai")
    add_user(room.store, "somchai", Role.SUPERVISOR, PASSWORD, room.clock.now())
    assert browser.gets("/").status == 303
    assert room.browser().posts("/login", FORM).status == 303


def test_the_language_stays(room):
    browser = room.browser()
    assert 'lang="th"' in browser.gets("/login").html
    browser.posts("/language", {"lang": "en", "back": "/console/login"})
    assert "Sign in" in browser.gets("/login").text
