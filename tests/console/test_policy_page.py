"""The policy in the console: every value with its meaning, one changed at a time, every version with its maker."""

import pytest
import sqlalchemy as sa

from bot.policy import load_policy, write_policy
from bot.rows import BINDING, POLICY
from console.policy_form import NAMES
from models.people import Role
from models.policy import Policy
from models.times import HOUR, MINUTE
from tests.console.room import Browser, Room, Shown
from texts.catalogue import bundle


def admin(room: Room) -> Browser:
    return room.signs_in("admin", Role.ADMIN)


def changes(browser: Browser, name: str, **form: str) -> Shown:
    hidden = browser.gets(f"/policy/{name}").form(name)
    return browser.posts(f"/policy/{name}", {**(hidden or {}), **form})


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_value_has_its_meaning(lang):
    assert [n for n in NAMES if not bundle(lang).has_message(f"console-policy-{n.replace('_', '-')}")] == []


def test_the_page_shows_what_holds_and_what_was(room):
    browser = admin(room)
    assert "ยังใช้ค่าเริ่มต้นทั้งหมด" in browser.gets("/policy/").text
    assert changes(browser, "lease_taken", text="15", unit="minutes").status == 303
    assert load_policy(room.store).lease_taken == 15 * MINUTE
    page = browser.gets("/policy/?done=lease_taken")
    assert "บันทึกแล้ว: รับเรื่องแล้วถือไว้" in page.text
    assert "รุ่น 1" in page.text
    assert "ถือไว้ได้นานเท่าใดถ้าไม่มีความเคลื่อนไหว: 10 นาที → 15 นาที" in page.text


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shown_is_taken_back_unchanged(room, name):
    browser = admin(room)
    page = browser.gets(f"/policy/{name}")
    assert page.status == 200
    assert room.read(sa.select(POLICY)) == []


@pytest.mark.parametrize(
    ("name", "form", "holds"),
    [
        ("review_after", {"text": "36", "unit": "hours"}, 36 * HOUR),
        ("neighbours", {"text": "0"}, 0),
        ("push_warnings", {"text": "60, 80,95"}, (60, 80, 95)),
        ("push_reserve", {"text": "30"}, 30),
    ],
)
def test_a_value_of_each_kind(room, name, form, holds):
    assert changes(admin(room), name, **form).status == 303
    assert getattr(load_policy(room.store), name) == holds


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lease_taken", "0"),
        ("lease_taken", "-5"),
        ("lease_taken", "สิบ"),
        ("lease_taken", "9" * 40),
        ("push_reserve", "101"),
        ("push_warnings", "70, x"),
        ("ladders", "{}"),
        ("ladders", "{nonsense"),
    ],
)
def test_what_ess_policy_set_refuses_is_refused_here(room, name, text):
    shown = changes(admin(room), name, text=text, unit="minutes")
    assert shown.status == 422
    assert "ค่านี้ใช้ไม่ได้" in shown.text
    assert room.read(sa.select(POLICY)) == []


def test_the_ladder_is_changed_as_a_table(room):
    browser = admin(room)
    table = write_policy(Policy()).decode()
    assert '"ladders"' in table
    page = browser.gets("/policy/ladders")
    text = page.html.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0].replace("&#34;", '"')
    assert changes(browser, "ladders", text=text.replace('"then_every": 300000', '"then_every": 240000')).status == 303
    assert load_policy(room.store).ladders[1].then_every == 4 * MINUTE
    again = changes(browser, "ladders", text=text.replace('"after": 0', '"after": 7'))
    assert "ขั้นแรกเริ่มที่ 0" in again.text


def test_what_drills_cost_is_shown_before_it_is_saved(room):
    row = {"to": "U1", "office": "TH-92", "group": False, "name": "", "lang": "th", "active": True, "members": 7}
    room.write(BINDING, {**row, "bound_at": 1})
    browser = admin(room)
    shown = changes(browser, "drill_every", text="1", unit="days")
    assert shown.status == 200
    assert "ราว 210 ข้อความต่อเดือน" in shown.text
    assert room.read(sa.select(POLICY)) == []
    hidden = shown.form("drill_every")
    assert browser.posts("/policy/drill_every", {**hidden, "text": "1", "unit": "days"}).status == 303
    assert load_policy(room.store).drill_every == 24 * HOUR


def test_two_who_change_it_at_once(room):
    first, second = admin(room), room.signs_in("other", Role.ADMIN)
    late = second.gets("/policy/neighbours").form("neighbours")
    changes(first, "neighbours", text="5")
    shown = second.posts("/policy/neighbours", {**late, "text": "7"})
    assert shown.status == 422
    assert "มีผู้อื่นแก้นโยบายก่อนท่าน" in shown.text
    assert load_policy(room.store).neighbours == 5


def test_only_an_administrator_comes_in(room):
    for role in (Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER):
        browser = room.signs_in(f"a {role}", role, "TH-92")
        assert browser.gets("/policy/").status == 404
        assert browser.posts("/policy/neighbours", {"text": "5", "version": "0"}).status == 404
    assert admin(room).gets("/policy/nothing").status == 404
