"""Offices in the console: the board, one-time codes, destinations, the rota and other paths."""

import re

import pytest
import sqlalchemy as sa

from bot.codes import code_hash
from bot.rows import AUDIT, BINDING, CODE, DUTY, OUTBOX, PATH, READINESS
from console.offices import handle
from console.rota_form import gaps
from models.field import DutyKind, DutyLine
from models.people import Role
from models.times import DAY, HOUR
from tests.console.room import Browser, Room

OFFICE = "/offices/TH-92"


def binds(room: Room, to: str, name: str, *, group: bool = False, office: str = "TH-92") -> None:
    row = {"to": to, "office": office, "group": group, "name": name, "lang": "th", "active": True, "members": 1}
    room.write(BINDING, {**row, "bound_at": room.clock.now()})


def confirmed(room: Room, to: str, **more: int | None) -> None:
    row = {"to": to, "asked_at": None, "confirmed_at": room.clock.now(), "delay": 90_000, "failures": 0}
    room.write(READINESS, {**row, "red_since": None, **more})


def supervisor(room: Room) -> Browser:
    return room.signs_in("หัวหน้า", Role.SUPERVISOR)


def audited(room: Room) -> list[str]:
    return [what for (what,) in room.read(sa.select(AUDIT.c.what).order_by(AUDIT.c.seq))]


def test_the_board_shows_every_province_and_who_would_not_hear(room):
    binds(room, "U1", "สมชาย")
    confirmed(room, "U1")
    binds(room, "U2", "สมหญิง", office="TH-50")
    confirmed(room, "U2", failures=3, red_since=room.clock.now())
    page = room.signs_in("somchai").gets("/offices/")
    assert page.html.count('<th scope="row">') == 77
    assert "ตรัง พร้อม 1 จาก 1" in page.text
    assert "เชียงใหม่ ไม่ตอบ" in page.text
    reds = room.comes_back("somchai").gets("/offices/?light=red")
    assert reds.html.count('<th scope="row">') == 1
    assert room.comes_back("somchai").gets("/offices/?light=none").html.count('<th scope="row">') == 75


def test_a_code_is_shown_once_and_kept_as_its_hash(room):
    browser = supervisor(room)
    shown = browser.posts(f"{OFFICE}/code")
    code = re.search(r"<code>(\w{10})</code>", shown.html)[1]
    assert room.read(sa.select(CODE.c.hash, CODE.c.office, CODE.c.group)) == [(code_hash(code), "TH-92", False)]
    again = browser.gets(OFFICE)
    assert code not in again.html
    assert "รหัสที่ยังไม่ได้ใช้ 1 รหัส" in again.text
    assert "หัวหน้า · ออกรหัสผูกบัญชี" in again.text
    assert shown.headers["cache-control"] == "no-store"
    assert "ส่งรหัสนี้ในกลุ่ม" in browser.posts(f"{OFFICE}/code", {"group": "yes"}).text


def test_unbinding_ends_alerts_there_and_shows_what_is_still_held(room):
    binds(room, "U1", "สมชาย")
    browser = supervisor(room)
    page = browser.gets(OFFICE)
    assert "U1" not in page.html
    assert page.form("unbind") == {"which": handle("U1")}
    assert browser.posts(f"{OFFICE}/unbind", {"which": "nobody"}).status == 303
    browser.posts(f"{OFFICE}/unbind", {"which": handle("U1")})
    assert room.read(sa.select(BINDING.c.active)) == [(False,)]
    assert "ยังไม่มีผู้รับแจ้ง" in browser.gets(OFFICE).text
    assert audited(room) == ["destination unbound: TH-92"]


def test_a_duty_is_added_with_the_checks_of_the_csv_and_removed(room):
    binds(room, "U1", "สมชาย")
    browser = supervisor(room)
    assert "ทุกคนที่ผูกไว้อยู่เวรตลอดเวลา" in browser.gets(OFFICE).text
    weekly = {"officer": handle("U1"), "kind": "weekly", "rank": "1", "hours": "Mo-Fr 08:30-16:30"}
    assert browser.posts(f"{OFFICE}/duty", weekly).status == 303
    page = browser.gets(OFFICE)
    assert "สมชาย ประจำสัปดาห์ Mo-Fr 08:30-16:30 ทุกสัปดาห์ 1" in page.text
    assert "ช่วงนี้ไม่มีใครอยู่เวร" in page.text
    leave = weekly | {"kind": "leave", "hours": "", "since": "2026-12-05T08:00", "until": "2026-12-07T08:00"}
    assert browser.posts(f"{OFFICE}/duty", leave).status == 303
    assert "5 ธ.ค. 2569 08:00" in browser.gets(OFFICE).text
    browser.posts(f"{OFFICE}/duty/remove", browser.gets(OFFICE).form("remove"))
    assert room.read(sa.select(DUTY.c.kind)) == [("leave",)]
    assert audited(room) == ["duty added: TH-92", "duty added: TH-92", "duty removed: TH-92"]


@pytest.mark.parametrize(
    ("wrong", "column", "says"),
    [
        ({"officer": ""}, "officer", "โปรดเลือกเจ้าหน้าที่"),
        ({"officer": handle("C1")}, "officer", "โปรดเลือกเจ้าหน้าที่"),
        ({"kind": "never"}, "kind", "โปรดเลือกชนิด"),
        ({"hours": ""}, "hours", "ต้องมีเวลา"),
        ({"hours": "เช้า"}, "hours", "ไม่เข้าใจเวลาทำการ"),
        ({"kind": "leave", "hours": ""}, "until", "ต้องมีทั้ง"),
        ({"since": "2026-12-05T08:00", "until": "2026-12-05T07:00"}, "until", "ต้องหลังเวลาเริ่ม"),
        ({"since": "วันนี้"}, "since", "วันและเวลาไม่ถูกต้อง"),
        ({"rank": "9"}, "rank", "ใช้ 1, 2 หรือ 3"),
    ],
)
def test_a_mistake_in_a_duty_is_said_beside_its_field(room, wrong, column, says):
    binds(room, "U1", "สมชาย")
    binds(room, "C1", "กลุ่ม", group=True)
    form = {"officer": handle("U1"), "kind": "weekly", "rank": "1", "hours": "24h", **wrong}
    shown = supervisor(room).posts(f"{OFFICE}/duty", form)
    assert shown.status == 422
    assert says in shown.html.split(f'id="w-{column}"')[1].split("</p>")[0]
    assert room.read(sa.select(DUTY)) == []


def test_a_rota_says_when_it_leaves_nobody():
    now = 1_795_305_600_000 // DAY * DAY
    day = DutyLine("TH-92", "U1", DutyKind.EXTRA, since=now, until=now + 6 * DAY)
    assert gaps([day], ["U1"], now) == ((now + 6 * DAY, now + 7 * DAY),)
    assert gaps([], ["U1"], now) == ()
    leave = DutyLine("TH-92", "U1", DutyKind.LEAVE, since=now + HOUR, until=now + 2 * HOUR)
    assert gaps([day, leave], ["U1"], now)[0] == (now + HOUR, now + 2 * HOUR)


def test_a_path_is_added_tested_and_switched_and_its_address_is_never_shown(room):
    browser = supervisor(room)
    form = {"kind": "webhook", "name": "ศูนย์วิทยุ", "address": "https://radio.example/in s3cret"}
    for bad in ({"address": "http://radio.example x"}, {"address": "https://radio.example"}, {"kind": "pigeon"}):
        assert browser.posts(f"{OFFICE}/path", form | bad).status == 422
    assert browser.posts(f"{OFFICE}/path", form).status == 303
    page = browser.gets(OFFICE)
    assert "ศูนย์วิทยุ เว็บฮุก ใช้อยู่" in page.text
    assert "s3cret" not in page.html
    assert "s3cret" not in str(room.read(sa.select(PATH)))
    tested = browser.posts(f"{OFFICE}/path/test", page.form("test"))
    assert "ผลทดสอบ: กำลังส่ง" in browser.gets(tested.headers["location"].removeprefix("/console").split("#")[0]).text
    assert len(room.read(sa.select(OUTBOX.c.id))) == 1
    browser.posts(f"{OFFICE}/path/off", page.form("off"))
    assert "ปิดอยู่" in browser.gets(OFFICE).text
    assert browser.posts("/offices/TH-50/path/on", page.form("off")).status == 404
    assert browser.posts("/offices/supervisor/path", form | {"name": "สายตรง"}).status == 303
    assert "สายตรง" in browser.gets("/offices/supervisor").text


def test_an_officer_keeps_the_rota_of_their_own_office_and_nothing_else(room):
    binds(room, "U1", "สมชาย")
    officer = room.signs_in("officer", Role.OFFICER, "TH-92")
    assert officer.gets("/offices/").headers["location"] == "/console/offices/TH-92"
    page = officer.gets(OFFICE)
    assert page.form("unbind") is None
    assert page.form("code") is None
    line = {"officer": handle("U1"), "kind": "weekly", "rank": "1", "hours": "24h"}
    assert officer.posts(f"{OFFICE}/duty", line).status == 303
    for what in ("code", "unbind", "path", "path/test"):
        assert officer.posts(f"{OFFICE}/{what}").status == 404
    assert officer.gets("/offices/TH-50").status == 404
    assert officer.posts("/offices/TH-50/duty", line).status == 404


def test_an_operator_reads(room):
    operator = room.signs_in("somchai")
    assert operator.gets(OFFICE).status == 200
    assert operator.gets("/offices/supervisor").status == 404
    assert operator.gets("/offices/TH-99").status == 404
    for what in ("code", "unbind", "duty", "path"):
        assert operator.posts(f"{OFFICE}/{what}").status == 404
