"""The pages beside the desk in a real browser: by keyboard, on a phone, without a CSP or axe-core finding."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.directory import load_centres
from models.people import Role
from routing.centres import write_centres
from routing.directory import generated
from tests.axe import accessible
from tests.console.room import Room
from tests.console.test_oddities import SAID, parked
from tests.console.test_offices import binds, confirmed
from tests.console.windows import PHONE, Seen

pytestmark = pytest.mark.browser


def test_a_centre_is_found_corrected_and_imported(seen: Seen, room: Room, tmp_path: Path):
    page = seen.window("admin", role=Role.ADMIN)
    page.locator(".me summary").click()
    page.get_by_role("link", name="หน่วยงานช่วยเหลือ").click()
    accessible(page)
    page.get_by_label("ชื่อ รหัส จังหวัด หรือเบอร์โทร").fill("ตรัง สำนักงาน")
    page.keyboard.press("Enter")
    expect(page.locator("#found tr")).to_have_count(1)
    assert "q=" in page.url
    page.get_by_role("link", name="จังหวัดตรัง").click()
    page.get_by_label("โทรศัพท์").fill("12")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_label("โทรศัพท์")).to_have_attribute("aria-invalid", "true")
    accessible(page)
    page.get_by_label("โทรศัพท์").fill("075-218124")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_role("status").filter(has_text="บันทึกแล้ว")).to_be_visible()
    seen.complaints.clear()  # the browser reports the 422

    page.goto(f"{seen.url}/console/centres/import")
    file = tmp_path / "centres.csv"
    file.write_text(write_centres(generated()), encoding="utf-8-sig")
    page.get_by_label("ไฟล์ CSV").set_input_files(file)
    page.get_by_role("button", name="ตรวจไฟล์").click()
    expect(page.get_by_text("ไฟล์ถูกต้อง 230")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="นำเข้าไฟล์นี้").click()
    expect(page.get_by_text("นำเข้าแล้ว 230")).to_be_visible()
    assert len(load_centres(room.store)) == 230


def test_every_page_is_readable_on_a_phone_and_by_a_screen_reader(seen: Seen, room: Room):
    binds(room, "U1", "สมชาย")
    confirmed(room, "U1", failures=1, red_since=room.clock.now())
    seq = parked(room, SAID)
    page = seen.window("admin", PHONE, role=Role.ADMIN)
    expect(page.get_by_role("link", name="มีสิ่งที่ระบบไม่เข้าใจ 1 รายการ")).to_be_visible()
    paths = (
        "centres/new",
        "oddities/",
        f"oddities/{seq}",
        "offices/",
        "offices/TH-92",
        "policy/",
        "policy/drill_every",
    )
    for path in paths:
        page.goto(f"{seen.url}/console/{path}")
        for details in page.locator("main details").all():
            details.evaluate("each => each.open = true")
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    top = [page.locator(each).bounding_box()["y"] for each in (".me summary", ".bar .odd")]
    assert abs(top[0] - top[1]) < 8


def test_a_code_for_an_officer_is_made_and_shown_once(seen: Seen, room: Room):
    page = seen.window("admin", role=Role.ADMIN)
    page.goto(f"{seen.url}/console/offices/TH-92")
    page.get_by_role("button", name="ออกรหัสสำหรับบุคคล").click()
    code = page.locator(".code-words code").inner_text()
    assert len(code) == 10
    accessible(page)
    page.goto(f"{seen.url}/console/offices/TH-92")
    expect(page.get_by_text("รหัสที่ยังไม่ได้ใช้ 1 รหัส")).to_be_visible()
    assert code not in page.content()
