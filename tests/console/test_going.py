"""Signing out and breaks: nothing stays with somebody who is gone, and everybody sees who is there."""

import html
import re

import pytest
import sqlalchemy as sa

from bot.rows import PRESENCE, REST, SESSION
from console import accounts
from models.people import Role


def beats(room, name):
    browser = room.signs_in(name)
    browser.posts("/here")
    return browser


def test_who_holds_nothing_signs_out_at_once(room):
    somchai = beats(room, "somchai")
    assert somchai.posts("/logout").headers["location"] == "/console/login"
    assert room.read(sa.select(SESSION.c.user)) == []
    assert room.read(sa.select(PRESENCE.c.user)) == []


def test_who_holds_conversations_is_shown_them_before_signing_out(room):
    urgent = room.case("a", held_by="somchai", ago=7, priority=1)
    calm = room.case("b", held_by="somchai", ago=3, priority=3, line=False)
    other = room.case("c", held_by="malee")
    beats(room, "malee")
    somchai = beats(room, "somchai")
    assert somchai.posts("/logout").headers["location"] == "/console/leave"
    page = somchai.gets("/leave")
    assert page.text.index(urgent) < page.text.index(calm)
    assert other not in page.text
    assert "ผู้แจ้งเขียนล่าสุด 7 นาทีที่แล้ว" in page.text
    assert "เปิดเรื่องไว้ 3 นาทีแล้ว" in page.text
    assert "<option>malee</option>" in page.html
    assert "<option>somchai</option>" not in page.html
    assert room.state(urgent).answerer.operator == "somchai"


def test_each_goes_to_whom_it_was_given_with_its_note(room):
    one, two = room.case("a", held_by="somchai"), room.case("b", held_by="somchai", ago=2)
    malee, somchai = beats(room, "malee"), beats(room, "somchai")
    form = somchai.gets("/leave").form("leave")
    lines = {"number": [two, one], "to": ["malee", ""], "note": ["โทรกลับหลังสองทุ่ม", "ระวังสุนัข"]}
    gone = somchai.posts("/leave", {**form, **lines, "how": "chosen"})
    assert gone.headers["location"] == "/console/login"
    assert room.state(two).answerer.operator == "malee"
    assert room.state(one).answerer is None
    shown = malee.case(two)
    assert "somchai ส่งต่อให้ท่าน" in shown.text
    assert "โทรกลับหลังสองทุ่ม" in shown.html.split('class="passed"')[1].split("</div>")[0]
    assert "somchai คืนเข้าคิว" in malee.case(one).text
    malee.acts(two, "write", text="ดิฉันรับช่วงต่อค่ะ")
    assert 'class="passed"' not in malee.case(two).html
    assert "โทรกลับหลังสองทุ่ม" in malee.case(two).text


def test_all_goes_back_to_the_queue_in_one_tap_and_the_notes_with_it(room):
    numbers = [room.case(seed, held_by="somchai") for seed in "abc"]
    malee, somchai = beats(room, "malee"), beats(room, "somchai")
    lines = {"number": numbers, "to": ["malee"] * 3, "note": ["", "ระวังสุนัข", ""]}
    assert somchai.posts("/leave", {**lines, "how": "queue"}).headers["location"] == "/console/login"
    assert [room.state(n).answerer for n in numbers] == [None] * 3
    assert "ระวังสุนัข" in malee.case(numbers[1]).text
    assert somchai.gets("/").status == 303


def test_a_colleague_who_has_gone_meanwhile_is_given_nothing(room):
    number = room.case("a", held_by="somchai")
    malee, somchai = beats(room, "malee"), beats(room, "somchai")
    form = somchai.gets("/leave").form("leave")
    malee.posts("/logout")
    somchai.posts("/leave", {**form, "number": [number], "to": ["malee"], "note": [""], "how": "chosen"})
    assert room.state(number).answerer is None


def test_with_no_colleague_there_the_page_says_who_will_hear(room):
    room.case("a", held_by="somchai")
    page = beats(room, "somchai").gets("/leave")
    assert "เรื่องใหม่จะแจ้งหัวหน้าเวรทันที" in page.text
    assert 'value="chosen"' not in page.html


@pytest.mark.parametrize("minutes", [5, 15, 30, 60])
def test_a_break_is_said_to_its_owner_and_to_everybody(room, minutes):
    malee, somchai = beats(room, "malee"), beats(room, "somchai")
    assert "ประจำ 2" in malee.gets("/").text
    somchai.posts("/rest", {"minutes": minutes})
    ((until,),) = room.read(sa.select(REST.c.until))
    assert until == room.clock.now() + minutes * 60_000
    shown = malee.gets("/")
    assert "ประจำ 1 · พัก 1" in shown.text
    assert re.search(r"somchai พักถึง \d\d:\d\d น.", shown.text)
    assert banner(malee) is None
    assert re.match(r"ท่านพักอยู่ถึง \d\d:\d\d น.", banner(somchai))
    somchai.posts("/back")
    assert banner(somchai) is None
    assert "ประจำ 2" in malee.gets("/").text


def banner(browser):
    """What the line under the bar says, None without one."""
    found = re.search(r'<form[^>]*id="resting"([^>]*)>(.*?)</form>', browser.gets("/").html, re.DOTALL)
    if "hidden" in found.group(1):
        return None
    said = re.sub(r"<span hidden>.*?</span>", "", found.group(2), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", said)).split())


def test_a_break_that_is_over_is_said_until_its_owner_answers(room):
    somchai = beats(room, "somchai")
    somchai.posts("/rest", {"minutes": 5})
    room.passes(minutes=6)
    somchai.posts("/here")
    assert banner(somchai) == "ครบเวลาพักแล้ว ระบบนับว่าท่านอยู่ประจำอีกครั้ง กลับมาแล้ว"
    assert "ประจำ 1" in somchai.gets("/").text
    somchai.posts("/back")
    assert banner(somchai) is None


def test_who_still_holds_conversations_passes_them_on_before_a_break(room):
    number = room.case("a", held_by="somchai")
    somchai = beats(room, "somchai")
    assert somchai.posts("/rest", {"minutes": 15}).headers["location"] == "/console/leave?minutes=15"
    page = somchai.gets("/leave?minutes=15")
    assert "ส่งต่อเรื่องก่อนพัก" in page.text
    form = page.form("leave")
    assert somchai.posts("/leave", {**form, "how": "queue"}).headers["location"] == "/console/"
    assert room.state(number).answerer is None
    assert banner(somchai)


def test_claiming_ends_a_break(room):
    number = room.case("a")
    somchai = beats(room, "somchai")
    somchai.posts("/rest", {"minutes": 60})
    somchai.acts(number, "answer")
    assert room.read(sa.select(REST.c.user)) == []


def test_an_unknown_length_is_no_break(room):
    somchai = beats(room, "somchai")
    assert somchai.posts("/rest", {"minutes": 600}).status == 303
    assert room.read(sa.select(REST.c.user)) == []


def test_a_new_sign_in_ends_a_break_and_a_sign_out_too(room):
    somchai = beats(room, "somchai")
    somchai.posts("/rest", {"minutes": 60})
    room.in_transaction(lambda c: accounts.open_session(c, "somchai", accounts.Step(), room.clock.now()))
    assert room.read(sa.select(REST.c.user)) == []
    somchai.posts("/rest", {"minutes": 60})
    somchai.posts("/logout")
    assert room.read(sa.select(REST.c.user)) == []


def test_whom_an_administrator_signs_out_is_not_present(room):
    beats(room, "somchai")
    room.in_transaction(lambda c: accounts.sign_out_everywhere(c, "somchai", by="admin", now=room.clock.now()))
    assert room.read(sa.select(PRESENCE.c.user)) == []


def test_an_officer_is_not_at_1300_and_does_not_see_who_is(room):
    beats(room, "somchai")
    officer = room.signs_in("trang", Role.OFFICER, "TH-92")
    officer.posts("/here")
    assert "somchai" not in officer.gets("/").text
    assert officer.gets("/leave").status == 404
    assert officer.posts("/rest", {"minutes": 5}).status == 404
    assert officer.posts("/back").status == 404
    shown = room.comes_back("somchai").gets("/")
    assert "ประจำ 1" in shown.text
    assert "trang" not in shown.text


def test_in_english_too(room):
    number = room.case("a", held_by="somchai")
    somchai = beats(room, "somchai")
    somchai.posts("/language", {"lang": "en"})
    somchai.client.cookies.set("ess-lang", "en", domain="console.test", path="/")
    assert "Present 1" in somchai.gets("/").text
    page = somchai.gets("/leave")
    assert "Pass on your cases before signing out" in page.text
    assert number in page.text
