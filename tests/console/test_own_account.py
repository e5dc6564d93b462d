"""One's own account: a new password, the second step, and what a console left open cannot do."""

import re

import pyotp
import pytest

from bot.rows import USER
from console.accounts import HASHER, Doorkeeper
from tests.console.room import PASSWORD, Browser, Room

HASH = HASHER.hash(PASSWORD)


@pytest.fixture
def somchai(room: Room) -> Browser:
    room.user("somchai", password=HASH)
    return room.comes_back("somchai")


def offered(browser: Browser) -> str:
    return re.search(r'name="secret" value="([A-Z2-7]{32})"', browser.gets("/me/").html).group(1)


def code(room: Room, secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(room.clock.now() // 1000 + 30 * steps)


def test_a_new_password_ends_every_other_session(room, somchai):
    elsewhere = room.comes_back("somchai")
    shown = somchai.posts("/me/password", {"password": PASSWORD, "fresh": "another long one"})
    assert "เปลี่ยนรหัสผ่านแล้ว" in shown.text
    assert somchai.gets("/").status == 200
    assert elsewhere.gets("/").status == 303
    assert room.browser().posts("/login", {"name": "somchai", "password": "another long one"}).status == 303


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"password": "wrong", "fresh": "another long one"}, "รหัสผ่านปัจจุบันไม่ถูกต้อง"),
        ({"password": PASSWORD, "fresh": "short"}, "อย่างน้อย 10 ตัว"),
    ],
)
def test_without_the_password_nothing_changes(room, somchai, form, says):
    shown = somchai.posts("/me/password", form)
    assert shown.status == 422
    assert says in shown.text
    assert [r.password for r in room.read(USER.select())] == [HASH]


def test_the_second_step_is_on_from_the_first_right_code(room, somchai):
    secret = offered(somchai)
    form = {"password": PASSWORD, "secret": secret}
    refused = somchai.posts("/me/second-step", {**form, "code": "000000"})
    assert "รหัสยืนยันไม่ถูกต้อง" in refused.text
    assert f'value="{secret}"' in refused.html
    shown = somchai.posts("/me/second-step", {**form, "code": code(room, secret)})
    codes = re.findall(r"<code>([0-9a-f]{4}-[0-9a-f]{4})</code>", shown.html)
    assert len(set(codes)) == 10
    assert secret not in shown.html
    keeper = Doorkeeper(room.store)
    let_in = [
        len(keeper.let_in("somchai", PASSWORD, given, room.clock.now())) > 40
        for given in ("", code(room, secret), code(room, secret, 1), codes[3], codes[3])
    ]
    assert let_in == [False, False, True, True, False]
    assert not any(c in room.read(USER.select())[0].recovery for c in codes)


def test_the_second_step_goes_off_with_a_fresh_code_only(room, somchai):
    secret = offered(somchai)
    somchai.posts("/me/second-step", {"password": PASSWORD, "secret": secret, "code": code(room, secret)})
    form = {"password": PASSWORD}
    assert "ใช้ไปแล้ว" in somchai.posts("/me/one-step", {**form, "code": code(room, secret)}).text
    assert "ปิดยืนยันสองชั้นแล้ว" in somchai.posts("/me/one-step", {**form, "code": code(room, secret, 1)}).text
    assert room.read(USER.select())[0].totp is None


def test_a_secret_of_ours_cannot_be_replaced_while_it_is_on(room, somchai):
    secret = offered(somchai)
    somchai.posts("/me/second-step", {"password": PASSWORD, "secret": secret, "code": code(room, secret)})
    other = pyotp.random_base32()
    somchai.posts("/me/second-step", {"password": PASSWORD, "secret": other, "code": code(room, other, 1)})
    assert room.read(USER.select())[0].totp == secret


@pytest.mark.parametrize(
    "secret", ["", "<svg onload=x>", "A" * 31, "é" * 32, "A" * 400, "0" * 32, "1" * 32, "a" * 32, "A" * 31 + "\0"]
)
def test_only_a_secret_that_we_could_have_made_is_taken_back(somchai, secret):
    shown = somchai.posts("/me/second-step", {"password": PASSWORD, "secret": secret, "code": "123456"})
    assert shown.status == 422
    assert "onload" not in shown.html


def test_guessing_the_password_here_is_slowed_too(somchai):
    tried = [somchai.posts("/me/password", {"password": f"guess {n}", "fresh": "x" * 12}) for n in range(6)]
    assert "ลองถี่เกินไป" in tried[-1].text


def test_the_picture_needs_no_inline_style(somchai):
    html = somchai.gets("/me/").html
    assert "<svg" in html.split('class="qr"')[1]
    assert "style=" not in html
