"""Breaks and the end of a shift in a real browser: by keyboard, on a phone, seen by everybody."""

import pytest
from playwright.sync_api import expect

from models.incident import Priority
from tests.axe import accessible
from tests.console.windows import PHONE, row

pytestmark = pytest.mark.browser


def test_a_break_is_taken_and_ended_by_keyboard_and_everybody_sees_it(seen, room):
    malee, somchai = seen.window("malee"), seen.window("somchai")
    expect(malee.locator("#roll-count")).to_contain_text("ประจำ 2")
    somchai.locator(".rest summary").focus()
    somchai.keyboard.press("Enter")
    accessible(somchai)
    somchai.keyboard.press("Tab")
    somchai.keyboard.press("Tab")
    somchai.keyboard.press("Enter")
    expect(somchai.get_by_text("ท่านพักอยู่ถึง")).to_be_visible()
    accessible(somchai)
    expect(malee.locator("#roll-count")).to_contain_text("พัก 1")
    malee.locator(".roll summary").click()
    expect(malee.get_by_text("พักถึง")).to_be_visible()
    accessible(malee)
    room.desk.back("somchai")
    seen.live.stir()
    expect(somchai.locator("#resting")).to_be_hidden()
    expect(malee.get_by_text("พักถึง")).to_be_hidden()
    expect(malee.locator("#roll-list")).to_be_visible()


def test_what_is_pressed_stays_until_it_is_let_go(seen, room):
    """A click is lost when what was pressed is replaced meanwhile. Both windows of a browser hear the same frame."""
    room.user("somchai")
    room.desk.rest("somchai", 5)
    pressed = seen.window("malee")
    other = seen.opens(pressed.context.new_page())
    pressed.bring_to_front()
    expect(pressed.locator("#roll-count")).to_contain_text("พัก 1")
    expect(other.locator("#roll-count")).to_contain_text("พัก 1")
    pressed.locator("#roll-count b").hover()
    pressed.mouse.down()
    room.desk.back("somchai")
    seen.live.stir()
    expect(other.locator("#roll-count")).not_to_contain_text("พัก 1")
    expect(pressed.locator("#roll-count")).to_contain_text("พัก 1")
    pressed.mouse.up()
    expect(pressed.locator("#roll-count")).not_to_contain_text("พัก 1")
    expect(pressed.locator("#roll-list")).to_be_visible()


def test_a_break_that_runs_out_says_so_and_stays_until_it_is_answered(seen, room):
    room.user("somchai")
    room.desk.rest("somchai", 5)
    page = seen.signed_in("somchai")
    expect(page.get_by_text("ท่านพักอยู่ถึง")).to_be_visible()
    room.passes(minutes=5)
    seen.live.stir()
    expect(page.get_by_text("ครบเวลาพักแล้ว")).to_be_visible()
    page.get_by_role("button", name="กลับมาแล้ว").click()
    expect(page.locator("#resting")).to_be_hidden()


def test_who_signs_out_passes_on_what_they_hold(seen, room):
    given, left = room.case("a", held_by="somchai", priority=Priority.P1), room.case("b", held_by="somchai")
    malee = seen.window("malee")
    expect(malee.locator("#roll-count")).to_contain_text("ประจำ 1")
    somchai = seen.window("somchai", PHONE)
    somchai.locator(".me summary").click()
    somchai.get_by_role("button", name="ออกจากระบบ").click()
    expect(somchai.locator("h1")).to_have_text("ส่งต่อเรื่องก่อนออกจากระบบ")
    assert somchai.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(somchai)
    first = somchai.locator(".leave-case").first
    expect(first).to_contain_text(given)
    first.get_by_label("ให้ใครดูแลต่อ").select_option("malee")
    first.get_by_label("บันทึกถึงผู้รับช่วง").fill("โทรกลับหลังสองทุ่ม")
    somchai.get_by_role("button", name="ส่งต่อตามนี้แล้วออก").click()
    expect(somchai.get_by_label("รหัสผ่าน")).to_be_visible()
    expect(row(malee, given)).to_contain_text("malee")
    expect(row(malee, left)).to_contain_text("ยังไม่มีคนรับ")
    row(malee, given).click()
    expect(malee.locator(".passed")).to_contain_text("somchai ส่งต่อให้ท่าน")
    expect(malee.locator(".passed")).to_contain_text("โทรกลับหลังสองทุ่ม")
    accessible(malee)
