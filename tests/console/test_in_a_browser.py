"""The console in a real browser: live without a reload, by keyboard, on a phone, without a CSP or axe-core finding."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.incident import Priority
from models.people import Role
from models.report import Place, PlaceSource, Report
from models.times import SECOND
from tests.axe import accessible
from tests.console.windows import PHONE, row

pytestmark = pytest.mark.browser
PIN = Place(PlaceSource.PIN, 7.556, 99.61, address="9 ม.1 ต.บ้านควน อ.เมืองตรัง", province="TH-92")
# Tones are counted in an attribute: a polled expression would be an eval, which the page's policy rightly refuses.
LISTEN = """const start = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (...at) {
  document.documentElement.toggleAttribute("data-sounded", true)
  return start.apply(this, at)
}
null"""
THAI_KEY = """([code, key]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", {code, key, bubbles: true, cancelable: true}))"""


def test_a_case_is_claimed_and_answered_while_the_queue_moves_by_itself(seen, room):
    first = room.case("a", priority=Priority.P2, ago=5, report=Report(begun=True, place=PIN))
    room.message(first, "ช่วยด้วย")
    page = seen.window("somchai")
    expect(page.locator("[data-count=waiting]")).to_have_text("1")
    accessible(page)
    worse = room.case("b", priority=Priority.P1, ago=1)
    room.service.changes.tell(frozenset([worse]))
    expect(page.locator("#rows a.row").first).to_contain_text(worse)
    expect(page.locator("[data-count=waiting]")).to_have_text("2")
    expect(page).to_have_title(re.compile(r"^\(2\) "))

    row(page, first).click()
    expect(page.locator("#case-title")).to_be_focused()
    assert page.url.endswith(f"/console/cases/{first}")
    expect(page.locator("case-map .leaflet-marker-icon")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="รับสนทนา").click()
    box = page.get_by_label("เขียนถึงผู้แจ้ง")
    box.fill("คุณปลอดภัยไหม")
    box.press("Control+Enter")
    expect(page.locator(".said-one.out")).to_contain_text("คุณปลอดภัยไหม")
    expect(box).to_have_value("")
    expect(row(page, first)).to_contain_text("somchai")
    accessible(page)


def test_new_words_arrive_while_a_draft_is_being_typed(seen, room):
    number = room.case("a", held_by="somchai")
    page = seen.window("somchai")
    row(page, number).click()
    box = page.get_by_label("เขียนถึงผู้แจ้ง")
    box.fill("กำลังพิมพ์อยู่")
    page.locator("summary", has_text="ส่งต่อการสนทนา").click()
    room.message(number, "เขามาแล้ว")
    seen.acts(number, "somchai")
    expect(page.locator(".said-one.in")).to_contain_text("เขามาแล้ว")
    expect(box).to_have_value("กำลังพิมพ์อยู่")
    expect(page.get_by_label("ส่งต่อให้")).to_be_visible()


def test_new_words_arrive_while_a_phrase_is_being_chosen(seen, room):
    number = room.case("a", held_by="somchai")
    page = seen.window("somchai")
    row(page, number).click()
    box = page.get_by_label("เขียนถึงผู้แจ้ง")
    box.press_sequentially("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(".phrases [aria-selected=true]")
    words = chosen.get_attribute("data-words")
    room.message(number, "เขามาแล้ว")
    seen.acts(number, "somchai")
    expect(page.locator(".said-one.in")).to_contain_text("เขามาแล้ว")
    expect(chosen).to_have_attribute("data-words", words)
    page.keyboard.press("Enter")
    expect(box).to_have_value(words)


def test_a_draft_belongs_to_its_case(seen, room):
    one, other = room.case("a", held_by="somchai"), room.case("b", held_by="somchai")
    page = seen.window("somchai")
    row(page, one).click()
    page.get_by_label("เขียนถึงผู้แจ้ง").fill("ถึงคนแรกเท่านั้น")
    row(page, other).click()
    expect(page.locator("#case")).to_have_attribute("data-number", other)
    expect(page.get_by_label("เขียนถึงผู้แจ้ง")).to_have_value("")
    row(page, one).click()
    expect(page.locator("#case")).to_have_attribute("data-number", one)
    expect(page.get_by_label("เขียนถึงผู้แจ้ง")).to_have_value("ถึงคนแรกเท่านั้น")


def test_what_one_claims_the_other_sees_claimed(seen, room):
    number = room.case("a")
    malee, somchai = seen.window("malee"), seen.window("somchai")
    for page in (malee, somchai):
        row(page, number).click()
        expect(page.get_by_role("button", name="รับสนทนา")).to_be_visible()
    malee.get_by_role("button", name="รับสนทนา").click()
    expect(malee.locator(".case-holder")).to_contain_text("ท่านดูแลอยู่")
    expect(somchai.locator(".case-holder")).to_contain_text("malee ดูแลอยู่")
    expect(row(somchai, number)).to_contain_text("malee")
    expect(somchai.get_by_role("button", name="รับสนทนา")).to_have_count(0)


def test_everything_by_keyboard_also_while_it_types_thai(seen, room):
    first = room.case("a", priority=Priority.P1)
    second = room.case("b", priority=Priority.P2)
    page = seen.window("somchai")
    page.keyboard.press("j")
    expect(row(page, first).locator("a")).to_be_focused()
    press_thai(page, "KeyJ", "่")
    expect(row(page, second).locator("a")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#case")).to_have_attribute("data-number", first)
    press_thai(page, "KeyC", "แ")
    box = page.get_by_label("เขียนถึงผู้แจ้ง")
    expect(box).to_be_visible()
    press_thai(page, "Slash", "ฝ")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("ตอนนี้คุณอยู่ในที่ปลอดภัยไหม ตอบ 1 = ปลอดภัย 2 = ไม่ปลอดภัย")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said-one.out")).to_contain_text("ปลอดภัยไหม")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.get_by_label("ส่งต่อให้")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("dialog")).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(row(page, first).locator("a")).to_be_focused()
    assert page.url.endswith("/console/")


def press_thai(page: Page, code: str, key: str) -> None:
    page.evaluate(THAI_KEY, [code, key])


def test_going_back_brings_the_queue_back(seen, room):
    number = room.case("a")
    page = seen.window("somchai")
    row(page, number).click()
    expect(page.locator("#case")).to_have_attribute("data-number", number)
    page.go_back()
    expect(page.locator("#case")).not_to_have_attribute("data-number", number)
    page.go_forward()
    expect(page.locator("#case")).to_have_attribute("data-number", number)


def test_on_a_phone_there_is_one_thing_at_a_time(seen, room):
    number = room.case("a", held_by="somchai", report=Report(begun=True, place=PIN))
    room.message(number, "ช่วยด้วย " * 40)
    page = seen.window("somchai", PHONE)
    accessible(page)
    row(page, number).click()
    expect(page.locator("#queue")).to_be_hidden()
    expect(page.get_by_label("เขียนถึงผู้แจ้ง")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    accessible(page)
    page.get_by_role("link", name="กลับไปที่คิว").click()
    expect(page.locator("#queue")).to_be_visible()


def test_in_the_dark_too(seen, room):
    number = room.case("a", held_by="somchai", unread=2, report=Report(begun=True, weapon=True))
    room.message(number, "ช่วยด้วย")
    room.message(number, "ระวังสุนัข", kind="note", outgoing=True, sender="malee")
    page = seen.window("somchai", color_scheme="dark", reduced_motion="reduce")
    accessible(page)
    row(page, number).click()
    expect(page.locator(".said-one.note")).to_be_visible()
    accessible(page)


def test_the_log_in_page_and_the_pages_beside_the_desk(seen, room):
    seen.expected = "404"  # the browser reports a page that is not there
    page = seen.window("admin", role=Role.ADMIN)
    for path in ("/console/people/", "/console/me/", "/console/new", "/console/cases/none"):
        page.goto(seen.url + path)
        accessible(page)
    door = seen.opens(seen.browser.new_page(), "/console/")
    assert "/console/login?following=/console/" in door.url
    accessible(door)


def test_a_lost_connection_is_said_with_the_age_of_the_data(seen, room):
    number = room.case("a")
    page = seen.window("somchai")
    page.clock.install()
    page.goto(f"{seen.url}/console/")
    # A connection begins with reading the queue anew. If time moves on while that is under way, htmx gives it up.
    expect(page.locator("html[data-asked]")).to_be_attached()
    seen.acts(number, "malee")
    expect(row(page, number)).to_contain_text("malee")
    seen.expected = "Failed to load resource"
    page.route("**/console/live", lambda route: route.abort())
    seen.live.loop.call_soon_threadsafe(seen.live.drop, list(seen.live.listening))
    with page.expect_event("requestfailed"):
        page.clock.fast_forward(40 * SECOND)
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator("#lost data-age")).to_contain_text(re.compile(r"0:[4-9]|[1-9]:"))
    page.unroute("**/console/live")
    with page.expect_request("**/console/live"):
        page.clock.fast_forward(10 * SECOND)
    expect(page.locator("#lost")).to_be_hidden()


def test_windows_of_one_browser_share_one_stream(seen, room):
    number = room.case("a")
    first = seen.window("somchai")
    row(first, number).wait_for()
    second = seen.opens(first.context.new_page())
    row(second, number).wait_for()
    seen.acts(number, "malee")
    for page in (first, second):
        expect(row(page, number)).to_contain_text("malee")
    assert len(seen.streams) == 1
    with second.expect_request("**/console/live"):
        seen.closes(first)
    seen.acts(room.case("b"), "malee")
    expect(second.locator("#rows")).to_contain_text("malee")


def test_when_the_session_ends_what_was_typed_stays(seen, room):
    number = room.case("a", held_by="somchai")
    page = seen.window("somchai")
    row(page, number).click()
    box = page.get_by_label("เขียนถึงผู้แจ้ง")
    box.fill("ยังอยู่")
    seen.expected = "401"
    room.passes(hours=14)
    page.get_by_role("button", name="ส่ง", exact=True).click()
    expect(page.locator("#problem")).to_contain_text("หมดเวลาการเข้าใช้")
    expect(box).to_have_value("ยังอยู่")


def test_the_alarm_sounds_for_what_nobody_has_and_stops_when_somebody_does(seen, room):
    number = room.case("a", priority=Priority.P1)
    page = seen.window("somchai")
    page.evaluate(LISTEN)
    page.locator("h1").click(force=True, position={"x": 0, "y": 0})
    expect(page.locator("html")).to_have_attribute("data-sounded", "")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="รับสนทนา").click()
    expect(page.locator("#strip")).to_have_attribute("data-alarm", "")
    page.get_by_role("button", name="เสียงเตือน").click()
    expect(page.locator("#sound")).to_have_attribute("aria-pressed", "false")
    assert number in page.url
