"""The page of a case: what was said, what is known, what the reporter's phone will do, and who has looked."""

import pytest
import sqlalchemy as sa

from bot.rows import LOOK, OUTBOX, PERSON
from models.case import CaseStatus, Destined, Responder, Stage
from models.incident import Incident
from models.people import ContactState, Role
from models.report import Place, PlaceSource, Report, Slot
from models.times import MINUTE

PIN = Place(PlaceSource.PIN, 7.556212345678901, 99.61, address="9 ม.1 ต.บ้านควน อ.เมืองตรัง จ.ตรัง", province="TH-92")


def test_the_conversation_is_in_the_order_of_the_reporters_clock(room):
    number = room.case("a", ago=10)
    now = room.clock.now()
    room.message(number, "ที่สาม", at=now - 1000, id="z")
    room.message(number, "ที่สอง", at=now - 2000, id="y")
    room.message(number, "ที่หนึ่ง", at=now - 2000, id="x")
    text = room.signs_in("somchai").case(number).text
    assert text.index("ที่หนึ่ง") < text.index("ที่สอง") < text.index("ที่สาม")


def test_what_was_said_before_the_case_and_in_the_next_one_stays_apart(room):
    first = room.case("a", ago=120)
    now = room.clock.now()
    room.message(first, "ก่อนหน้านานแล้ว", at=now - 151 * MINUTE)
    room.message(first, "ก่อนแจ้ง", at=now - 149 * MINUTE)
    room.message(first, "เรื่องแรก", at=now - 100 * MINUTE)
    second = room.case("b", ago=60, line=False)
    room.in_transaction(
        lambda c: c.execute(sa.text("UPDATE \"case\" SET lane = 'user:Ua' WHERE number = :n"), {"n": second})
    )
    room.message(first, "เรื่องที่สอง", at=now - 59 * MINUTE)
    text = room.signs_in("somchai").case(first).text
    assert "ก่อนแจ้ง" in text
    assert "เรื่องแรก" in text
    assert "ก่อนหน้านานแล้ว" not in text
    assert "เรื่องที่สอง" not in text


def test_what_was_taken_back_is_gone_from_the_page(room):
    number = room.case("a")
    room.message(number, "ความลับ", unsent=True)
    room.message(number, "", media="image", mime="image/jpeg", kind="image", unsent=True, id="pic")
    shown = room.signs_in("somchai").case(number)
    assert "ความลับ" not in shown.html
    assert "/files/pic" not in shown.html
    assert shown.text.count("ถูกยกเลิกการส่ง") == 2


def test_markup_in_what_people_write_is_only_words(room):
    number = room.case("a")
    room.message(number, "<script>alert(1)</script><b onclick=x>")
    html = room.signs_in("somchai").case(number).html
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_tapped_button_is_said_in_words(room):
    number = room.case("a")
    for words in (
        "choose:incident:assault",
        "choose:in_danger:yes",
        "choose:place:TH-92",
        "skip:story",
        "person",
        "junk:;",
    ):
        room.message(number, words, kind="tap", id=words)
    room.message(number, "hello", kind="sticker", id="s")
    text = room.signs_in("somchai").case(number).text
    for said in (
        "ตอบ เหตุ: ทำร้ายหรือขู่ทำร้าย",
        "ตอบ อันตรายอยู่ตอนนี้: ใช่",
        "ตอบ สถานที่: ตรัง",
        "ข้ามคำถาม: เรื่องราว",
        "กดปุ่ม: ขอคุยกับเจ้าหน้าที่",
        "กดปุ่ม: junk",
        "ส่งสติกเกอร์ (hello)",
    ):
        assert said in text


def test_files_are_shown_in_place_only_when_their_kind_was_verified(room):
    number = room.case("a")
    for mime in ("image/png", "audio/mp4", "video/mp4", "image/svg+xml", "text/html", "application/pdf"):
        room.message(
            number, "", id=f"f-{mime}", kind="file", media="file", mime=mime, file_state="stored", name="a b.bin"
        )
    room.message(number, "", id="later", kind="image", media="image", file_state="waiting")
    html = room.signs_in("somchai").case(number).html
    assert html.count("<img src=") == html.count("<audio") == html.count("<video") == 1
    assert html.count(" download>") == 3
    assert "กำลังรับไฟล์" in html


def test_a_long_conversation_comes_in_parts(room):
    number = room.case("a", ago=60)
    now = room.clock.now()
    for n in range(130):
        room.message(number, f"ข้อความที่ {n:03d}", at=now - (200 - n) * 1000, id=f"m{n:03d}")
    browser = room.signs_in("somchai")
    page = browser.case(number)
    assert "ข้อความที่ 129" in page.text
    assert "ข้อความที่ 029" not in page.text
    link = page.html.split("/earlier?before=")[1].split('"')[0]
    earlier = browser.gets(f"/cases/{number}/earlier?before={link}", part=True)
    assert [f"ข้อความที่ {n:03d}" in earlier.text for n in (0, 29, 30)] == [True, True, False]
    assert "/earlier?" not in earlier.html


def test_coordinates_stand_exactly_as_they_were_given(room):
    number = room.case("a", place=PIN)
    shown = room.signs_in("somchai").case(number)
    assert "<output>7.556212345678901, 99.61</output>" in shown.html
    assert 'lat="7.556212345678901"' in shown.html
    assert "tiles=" not in shown.html


def test_why_it_went_there_is_said_in_the_readers_language(room):
    where = Destined(
        "TH-92", "9201", "PO-92", ("TH-92",), (("route-by-choice", {"province": ("ตรัง", "Trang")}),), ("border",)
    )
    number = room.case("a", place=PIN, destined=where, offices=("TH-92",))
    browser = room.signs_in("somchai")
    thai = browser.case(number).text
    assert "ผู้แจ้งเลือกจังหวัดตรัง" in thai
    assert "แจ้งแล้ว รอผู้รับ: ตรัง" in thai
    assert "1300" in thai
    browser.posts("/language", {"lang": "en", "back": "/console/"})
    assert "Trang" in browser.case(number).text


def test_who_was_told_and_how_it_went(room):
    number = room.case("a", offices=("TH-92",))
    sent = {"id": "r1", "kind": "alert", "rank": 0, "recipient": "Cgroup", "body": b"", "initiative": "unasked"}
    sent |= {"vital": True, "silent": False, "contact_version": 0, "made_at": 0, "due_at": 0, "tries": 1}
    room.write(OUTBOX, {**sent, "status": "refused", "why": "blocked"})
    told = '{{"office":"TH-92","to":"{}","group":"{}","row":"{}"}}'
    room.log(number, "paged_alert", data=told.format("เวรตรัง", "True", "r1").encode())
    room.log(number, "paged_remind", data=told.format("ร.ต.อ. ใจดี", "False", "swept").encode())
    room.log(number, "no_destination", data=b'{"office":"TH-81"}')
    shown = room.signs_in("somchai").case(number)
    assert "แจ้งเหตุ กลุ่ม เวรตรัง · ตรัง ส่งไม่ถึง (blocked) โปรดโทรตาม" in shown.text
    assert "เตือนซ้ำ ร.ต.อ. ใจดี · ตรัง ส่งถึง LINE แล้ว" in shown.text
    assert "ไม่มีผู้รับปลายทาง · กระบี่ จังหวัดนี้ยังไม่มีช่องทางรับแจ้ง" in shown.text
    assert "Cgroup" not in shown.html


def test_other_paths_and_the_supervisors_are_named(room):
    number = room.case("a", offices=("TH-92",))
    room.log(number, "notified_second_path", data=b'{"office":"TH-92","to":"desk","path":"email","row":"x"}')
    room.log(number, "notified_supervisor", data=b'{"office":"supervisor","to":"boss","path":"sms","row":"y"}')
    text = room.signs_in("somchai").case(number).text
    assert "ช่องทางสำรอง desk (อีเมล) · ตรัง" in text
    assert "แจ้งหัวหน้าเวร boss (SMS) · หัวหน้าเวร" in text


def test_what_an_officer_sends_from_the_scene_is_not_shown_as_sent_to_the_reporter(room):
    number = room.case("a")
    room.message(
        number, "", id="pic", kind="image", media="image", mime="image/jpeg", file_state="stored", outgoing=True
    )
    html = room.signs_in("somchai").case(number).html
    assert 'class="said-one note" id="said-pic"' in html


def test_what_must_be_noticed_stands_first(room):
    report = Report(begun=True, weapon=True, child=True, disputed=frozenset({Slot.PLACE}))
    number = room.case("a", report=report, signals=("cancelled", "something_new"))
    text = room.signs_in("somchai").case(number).text
    for words in ("มีอาวุธ", "มีเด็ก", "กดยกเลิกกลางคัน", "something-new", "ผู้แจ้งตอบต่างจากที่แก้ไว้: สถานที่"):
        assert words in text


@pytest.mark.parametrize(
    ("contact", "says"),
    [
        (ContactState.FREE, "เครื่องผู้แจ้งจะดังเตือน"),
        (ContactState.UNKNOWN, "เครื่องผู้แจ้งจะไม่ดัง"),
        (ContactState.QUIET, "เครื่องผู้แจ้งจะไม่ดัง"),
        (ContactState.WHEN_THEY_WRITE, "รอผู้แจ้งเขียนมาก่อน"),
        (ContactState.NEVER, "ห้ามส่งถึงผู้แจ้ง"),
    ],
)
def test_the_badge_says_what_the_phone_will_do(room, contact, says):
    number = room.case("a", held_by="somchai", contact=contact)
    shown = room.signs_in("somchai").case(number)
    assert says in shown.html.split('class="composer"')[1].split("</p>")[0]


def test_somebody_who_left_and_somebody_on_the_telephone_cannot_be_written_to_as_usual(room):
    gone = room.case("a", held_by="somchai")
    room.in_transaction(lambda c: c.execute(PERSON.update().values(state=b'{"user":"Ua","follows":false}')))
    phone = room.case("b", held_by="somchai", line=False)
    browser = room.signs_in("somchai")
    assert "ผู้แจ้งบล็อกหรือเลิกติดตาม" in browser.case(gone).text
    assert "write" not in browser.case(phone).actions
    assert "โปรดคุยทางโทรศัพท์" in browser.case(phone).text


FREE = {"answer", "note", "correct", "no_field", "unreachable", "close"}


@pytest.mark.parametrize(
    ("fields", "actions"),
    [
        ({}, FREE),
        ({"offices": ("TH-92",)}, FREE | {"page_again"}),
        ({"held_by": "malee"}, FREE - {"answer"}),
        ({"held_by": "somchai"}, (FREE - {"answer"}) | {"write", "release", "hand_over"}),
        ({"held_by": "somchai", "unread": 2}, FREE | {"write", "release", "hand_over"}),
        ({"status": CaseStatus.STARTED}, {"answer", "note", "correct", "set_aside", "close"}),
        ({"status": CaseStatus.ASIDE}, {"answer", "note", "correct"}),
        ({"status": CaseStatus.UNREACHABLE}, {"answer", "note", "correct", "close"}),
        ({"status": CaseStatus.CLOSING, "closed_by": "somchai"}, {"answer", "note", "correct", "reopen"}),
        (
            {"status": CaseStatus.CLOSING, "closed_by": "malee"},
            {"answer", "note", "correct", "reopen", "confirm_close"},
        ),
        ({"status": CaseStatus.CLOSED}, {"note", "reopen"}),
        ({"no_field": "เคลียร์แล้ว"}, FREE - {"no_field"}),
        (
            {"responder": Responder("U1", "x", "TH-92", Stage.TAKEN, 0, 0), "offices": ("TH-92",)},
            (FREE - {"no_field"}) | {"renew"},
        ),
    ],
)
def test_the_buttons_are_those_of_the_table(room, fields, actions):
    number = room.case("a", **fields)
    assert room.signs_in("somchai").case(number).actions == actions


def test_a_supervisor_can_pass_on_what_another_holds(room):
    number = room.case("a", held_by="malee")
    assert {"release", "hand_over"} <= room.signs_in("boss", Role.SUPERVISOR).case(number).actions


def test_an_officer_reads_and_does_nothing_here(room):
    number = room.case("a", offices=("TH-92",))
    officer = room.signs_in("trang", Role.OFFICER, "TH-92")
    assert officer.case(number).actions == set()
    assert officer.gets("/new").status == 404
    tried = officer.posts(f"/cases/{number}/note", {"text": "x"})
    assert "สิทธิ์ของท่านดูได้อย่างเดียว" in tried.text


def test_one_page_that_refreshes_itself_is_one_look(room):
    number = room.case("a")
    browser = room.signs_in("somchai")
    for _ in range(3):
        browser.case(number)
        room.passes(minutes=5)
    browser.case(number)
    room.signs_in("malee").case(number)
    looks = room.read(sa.select(LOOK.c.user, LOOK.c.what).order_by(LOOK.c.seq))
    assert [tuple(r) for r in looks] == [("somchai", "case"), ("somchai", "case"), ("malee", "case")]


def test_supervisors_see_who_has_looked_and_others_do_not(room):
    number = room.case("a")
    room.signs_in("somchai").case(number)
    assert "ใครเข้าดูบ้าง" not in room.comes_back("somchai").case(number).text
    text = room.signs_in("boss", Role.SUPERVISOR).case(number).text
    assert "somchai · ดูเรื่อง" in text.split("ใครเข้าดูบ้าง")[1]


def test_a_case_that_is_not_there_and_one_of_others_look_the_same(room):
    theirs = room.case("a", offices=("TH-80",))
    officer = room.signs_in("trang", Role.OFFICER, "TH-92")
    pages = [officer.case(n) for n in (theirs, "K7M4-2RX9", "x" * 300, "%00")]
    assert {p.status for p in pages} == {404}
    assert len({p.html for p in pages}) == 1


def test_no_line_id_reaches_a_browser(room):
    number = room.case("secretid", incident=Incident.CONFINEMENT)
    room.message(number, "สวัสดี")
    assert "Usecretid" not in room.signs_in("somchai").case(number).html
