"""The list of centres as a file: a report first, then all or nothing, and only what was looked at."""

import re

from bot.directory import load_centres
from models.people import Role
from routing.centres import write_centres
from routing.directory import generated
from tests.console.room import Browser, Room, Shown

LIST = write_centres(generated()).encode()


def takes(browser: Browser, data: bytes, **form: str) -> Shown:
    headers = {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    sent = {"file": ("centres.csv", data, "text/csv")}
    return Shown(browser.client.post("/console/centres/import", data=form, files=sent, headers=headers))


def ticket(shown: Shown) -> dict[str, str]:
    """What the button of a good report sends along."""
    return {name: re.search(rf'name="{name}" value="([^"]+)"', shown.html)[1] for name in ("checked", "seen")}


def supervisor(room: Room) -> Browser:
    return room.signs_in("หัวหน้า", Role.SUPERVISOR)


def test_a_report_comes_first_and_changes_nothing(room):
    browser = supervisor(room)
    assert "ตรวจไฟล์" in browser.gets("/centres/import").text
    report = takes(browser, LIST)
    assert "ไฟล์ถูกต้อง 230 หน่วยงาน" in report.text
    assert "จะเพิ่ม 230" in report.text
    assert load_centres(room.store) == ()
    assert "นำเข้าแล้ว 230 หน่วยงาน" in takes(browser, LIST, **ticket(report)).text
    assert len(load_centres(room.store)) == 230
    assert "นำเข้า CSV: เพิ่ม 230" in browser.gets("/centres/").text


def test_an_import_stands_in_the_history_of_what_it_changed(room):
    browser = supervisor(room)
    takes(browser, LIST, **ticket(takes(browser, LIST)))
    changed = LIST.replace(b"PO-92,provincial_office,", "PO-92,provincial_office,ใหม่".encode())
    report = takes(browser, changed)
    assert "จะแก้ 1" in report.text
    takes(browser, changed, **ticket(report))
    assert "→ ใหม่สำนักงาน" in browser.gets("/centres/units/PO-92").text


def test_every_mistake_is_named_and_nothing_is_taken(room):
    bad = LIST.replace(b"PO-92,provincial_office", b"PO 92,castle")
    report = takes(supervisor(room), bad)
    assert "มีที่ผิด 2 แห่ง" in report.text
    assert "PO 92 รหัสใช้ได้เฉพาะ" in report.text
    assert "castle ไม่รู้จักประเภทนี้" in report.text
    assert load_centres(room.store) == ()


def test_another_file_than_the_one_that_was_checked_is_looked_at_again(room):
    browser = supervisor(room)
    report = takes(browser, LIST)
    other = takes(browser, LIST + b"\r\n", **ticket(report))
    assert "เปลี่ยนไปหลังจากที่ตรวจ" in other.text
    assert load_centres(room.store) == ()


def test_a_list_that_somebody_has_changed_meanwhile_is_looked_at_again(room):
    browser = supervisor(room)
    report = takes(browser, LIST)
    takes(browser, LIST, **ticket(report))
    assert "เปลี่ยนไปหลังจากที่ตรวจ" in takes(browser, LIST, **ticket(report)).text


def test_what_is_given_out_can_be_taken_in(room):
    browser = supervisor(room)
    given = browser.gets("/centres/export.csv")
    assert given.headers["content-disposition"] == 'attachment; filename="centres.csv"'
    assert given.response.content.startswith(b"\xef\xbb\xbfcode,kind,")
    assert "230" in takes(browser, given.response.content).text


def test_only_supervisors_and_administrators_import(room):
    for role in (Role.OPERATOR, Role.OFFICER):
        assert takes(room.signs_in(f"a {role}", role, "TH-92"), LIST).status == 404
