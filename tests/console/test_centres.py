"""The help centres in the console: found, edited, added and closed, with the checks of the CSV and a history."""

import html
import re

import pytest
import sqlalchemy as sa

from bot.directory import load_centres
from bot.rows import AUDIT
from models.people import Role
from models.times import DAY
from tests.console.room import Browser, Room, Shown

UNIT = "/centres/units/PO-92"
NEW = {
    "code": "SD-920101",
    "kind": "subdistrict",
    "name": "ศูนย์ช่วยเหลือสังคมตำบลทับเที่ยง",
    "province": "TH-92",
    "district": "เมือง",
    "lat": "7.5563",
    "lon": "99.6114",
    "phone": "075-218 123",
    "hours": "office",
    "incidents": ["assault", "gathering"],
    "mainland": "yes",
}


def fields(shown: Shown) -> dict[str, str]:
    """The form of the centre's facts as the page draws it."""
    form = next(f for f in re.findall(r"<form.*?</form>", shown.html, re.DOTALL) if 'name="phone"' in f)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and value and 'type="checkbox"' not in tag:
            found[name[1]] = html.unescape(value[1])
    return found


def edits(browser: Browser, **changed: object) -> Shown:
    return browser.posts(UNIT, {**fields(browser.gets(UNIT)), "mainland": "yes", **changed})


def supervisor(room: Room) -> Browser:
    return room.signs_in("หัวหน้า", Role.SUPERVISOR)


def test_the_list_is_found_by_words_and_province_a_page_at_a_time(room):
    browser = room.signs_in("somchai")
    page = browser.gets("/centres/")
    assert page.html.count('<th scope="row">') == 50
    following = html.unescape(re.search(r'hx-get="/console(/centres/[^"]+)"', page.html.split('class="more"')[1])[1])
    second = browser.gets(following, part=True)
    assert "<html" not in second.html
    assert set(re.findall(r"units/([\w-]+)", page.html)) & set(re.findall(r"units/([\w-]+)", second.html)) == set()
    assert re.findall(r"units/([\w-]+)", browser.gets("/centres/?q=ตรัง+บ้านพัก").html) == ["SH-92"]
    assert re.findall(r"units/([\w-]+)", browser.gets("/centres/?q=po-92", part=True).html) == ["PO-92"]
    assert len(re.findall(r"units/([\w-]+)", browser.gets("/centres/?province=TH-92").html)) == 3
    assert "ไม่พบหน่วยงาน" in browser.gets("/centres/?q=ไม่มีอยู่จริง").text


def test_an_edit_is_checked_saved_and_written_down(room):
    browser = supervisor(room)
    shown = edits(browser, phone="075 218 124", hours="office", incidents=["assault"])
    assert shown.headers["location"] == "/console/centres/units/PO-92?done=saved"
    (saved,) = load_centres(room.store)
    assert (saved.phone, saved.hours, set(saved.incidents)) == ("075218124", "office", {"assault"})
    page = browser.gets(f"{UNIT}?done=saved")
    assert "บันทึกแล้ว" in page.text
    history = page.text.split("ประวัติ")[-1]
    for line in ("หัวหน้า", "โทรศัพท์: – → 075218124", "เวลาทำการ: ตลอด 24 ชั่วโมง → เวลาราชการ", "รับเฉพาะเหตุ: – → ทำร้าย"):
        assert line in history
    assert "PO-92" in browser.gets("/centres/").text.split("การแก้ไขล่าสุด")[1]


def test_the_next_case_knows_the_edit_at_once(room):
    edits(supervisor(room), phone="075 218 124")
    centres = room.service.turner.places.directory.centres
    assert [c.phone for c in centres if c.code == "PO-92"] in ([""], ["075218124"])
    room.service.slow.read_places()
    assert [c.phone for c in room.service.turner.places.directory.centres if c.code == "PO-92"] == ["075218124"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"phone": "081-111-1111"}, "ไม่ใช่หมายเลขโทรศัพท์ไทย"),
        ({"hours": "บ่ายๆ"}, "ไม่เข้าใจเวลาทำการ"),
        ({"name": ""}, "ต้องไม่ว่าง"),
        ({"name": "=cmd()"}, "อักขระที่ใช้ไม่ได้"),
        ({"lat": "18.79", "lon": "98.98"}, "ไกลเกินกว่า"),
        ({"verified_on": "2569-01-31"}, "ใช้วันที่แบบ ค.ศ."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_saved(room, wrong, says):
    shown = edits(supervisor(room), **{"source": "ยังอยู่ในช่อง", **wrong})
    column = next(iter(wrong))
    assert shown.status == 422
    assert says in shown.html.split(f'id="w-{column}"')[1].split("</p>")[0]
    assert f'aria-describedby="w-{column}' in shown.html
    assert "ยังอยู่ในช่อง" in shown.html
    assert load_centres(room.store) == ()
    assert room.read(sa.select(AUDIT)) == []


def test_mistakes_are_said_in_english_too(room):
    browser = supervisor(room)
    browser.client.cookies.set("ess-lang", "en", domain="console.test", path="/")
    assert "Thai phone number" in edits(browser, phone="12345").text


def test_two_people_who_edit_do_not_undo_each_other_unseen(room):
    first, second = supervisor(room), room.signs_in("admin", Role.ADMIN)
    old = fields(second.gets(UNIT))
    edits(first, phone="075218124")
    late = second.posts(UNIT, {**old, "mainland": "yes", "source": "ของคนที่สอง"})
    assert late.status == 422
    assert "มีผู้อื่นแก้หน่วยงานนี้ก่อนท่าน" in late.text
    assert "ของคนที่สอง" in late.html
    assert load_centres(room.store)[0].source != "ของคนที่สอง"


def test_what_every_province_has_keeps_its_kind_and_place(room):
    edits(supervisor(room), kind="shelter", province="TH-50", code="X-1", phone="075218124")
    (saved,) = load_centres(room.store)
    assert (saved.code, saved.kind, saved.province) == ("PO-92", "provincial_office", "TH-92")


def test_adding_a_centre(room):
    browser = supervisor(room)
    assert browser.gets("/centres/new").status == 200
    assert browser.posts("/centres/new", NEW).status == 303
    (saved,) = load_centres(room.store)
    assert (saved.code, saved.district, saved.phone, saved.approximate) == ("SD-920101", "9201", "075218123", False)
    assert "เพิ่มเข้ารายชื่อ" in browser.gets("/centres/units/SD-920101").text
    again = browser.posts("/centres/new", NEW | {"code": "sd-920101"})
    assert "มีหน่วยงานใช้รหัสนี้แล้ว" in again.text
    assert "มีหน่วยงานใช้รหัสนี้แล้ว" in browser.posts("/centres/new", NEW | {"code": "PO-50"}).text
    assert len(load_centres(room.store)) == 1


def test_closing_for_a_while_and_opening_again(room):
    browser = supervisor(room)

    def acts(what: str, **form: str) -> Shown:
        return browser.posts(f"{UNIT}/{what}", {**(browser.gets(UNIT).form(what) or {}), **form})

    for nonsense in ("", "2026", "2000-01-01", "2999-01-01"):
        assert acts("close", until=nonsense).status == 422
    assert acts("close", until="2026-12-05").status == 303
    (saved,) = load_centres(room.store)
    assert 0 < saved.closed_until - room.clock.now() < 60 * DAY
    assert "ปิดชั่วคราวถึง 5 ธ.ค. 2569 00:00" in browser.gets(UNIT).text
    assert "ปิดชั่วคราวถึง 5 ธ.ค. 2569" in browser.gets("/centres/?q=PO-92").text
    edits(browser, phone="075218124")
    assert load_centres(room.store)[0].closed_until == saved.closed_until
    assert acts("reopen").status == 303
    assert load_centres(room.store)[0].closed_until is None
    assert "ปิดชั่วคราวถึง: 5 ธ.ค. 2569 00:00 → –" in browser.gets(UNIT).text


def test_an_officer_edits_their_own_province_and_reads_the_others(room):
    officer = room.signs_in("officer", Role.OFFICER, "TH-92")
    assert edits(officer, phone="075218124").status == 303
    other = officer.gets("/centres/units/PO-50")
    assert "ท่านดูได้อย่างเดียว" in other.text
    assert 'name="phone"' not in other.html
    for what in ("", "/close", "/reopen"):
        assert officer.posts(f"/centres/units/PO-50{what}", {"until": "2026-12-05"}).status == 404
    officer.posts("/centres/new", NEW | {"province": "TH-50"})
    assert [c.province for c in load_centres(room.store)] == ["TH-92", "TH-92"]
    assert officer.gets("/centres/import").status == 404


def test_an_operator_reads(room):
    operator = room.signs_in("somchai")
    assert "ท่านดูได้อย่างเดียว" in operator.gets(UNIT).text
    assert operator.gets("/centres/new").status == 404
    assert operator.posts("/centres/new", NEW).status == 404
    assert operator.posts(UNIT, NEW).status == 404
    assert operator.gets("/centres/units/none").status == 404
