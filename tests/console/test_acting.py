"""What operators do: once, in the case's own lane, and with a plain answer when it did not happen."""

import re

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.rows import CASE_EVENT, CONTENT, INBOX, MESSAGE, OUTBOX
from console.forms import BARE, Filled, Unusable, command, place_of
from handlers.commands import Close, Correct, HandOver, Write
from models.case import CaseStatus, Outcome
from models.incident import Incident
from models.people import Role
from models.report import PlaceSource, Slot


def test_claiming_and_the_loser_is_told_who_has_it(room):
    number = room.case("a")
    malee, somchai = room.signs_in("malee"), room.signs_in("somchai")
    late = somchai.case(number).form("answer")
    assert "ท่านดูแลอยู่" in malee.acts(number, "answer").text
    lost = somchai.posts(f"/cases/{number}/answer", late, part=True)
    assert lost.status == 200
    assert "malee รับไปแล้ว" in lost.text
    assert room.state(number).answerer.operator == "malee"


def test_a_double_click_is_one_action(room):
    number = room.case("a", held_by="somchai")
    browser = room.signs_in("somchai")
    form = browser.case(number).form("note") | {"text": "โทรแล้ว"}
    first, second = (browser.posts(f"/cases/{number}/note", form, part=True) for _ in range(2))
    assert first.status == second.status == 200
    assert second.text.count("โทรแล้ว") == 1


def test_two_buttons_of_one_page_are_two_actions(room):
    number = room.case("a", held_by="somchai")
    browser = room.signs_in("somchai")
    page = browser.case(number)
    browser.posts(f"/cases/{number}/note", page.form("note") | {"text": "หนึ่ง"})
    browser.posts(f"/cases/{number}/write", page.form("write") | {"text": "สอง"})
    text = browser.case(number).text
    assert "หนึ่ง" in text
    assert "สอง" in text


def test_words_go_to_the_reporter_and_are_shown_as_on_their_way(room):
    number = room.case("a", held_by="somchai")
    shown = room.signs_in("somchai").acts(number, "write", text="คุณปลอดภัยไหม")
    assert shown.headers["hx-trigger"] == "done-write"
    assert "คุณปลอดภัยไหม กำลังส่ง" in shown.text
    assert len(room.read(sa.select(OUTBOX.c.id).where(OUTBOX.c.case_number == number))) == 1


def test_a_note_is_for_colleagues_only(room):
    number = room.case("a")
    shown = room.signs_in("somchai").acts(number, "note", text="ระวังสุนัข")
    assert "somchai ภายใน" in shown.text
    assert room.read(sa.select(OUTBOX.c.id)) == []


def test_who_does_not_hold_the_conversation_cannot_write(room):
    number = room.case("a", held_by="malee")
    browser = room.signs_in("somchai")
    assert "write" not in browser.case(number).actions
    forced = browser.posts(f"/cases/{number}/write", {"text": "สวัสดี"}, part=True)
    assert "malee รับไปแล้ว" in forced.text
    assert room.read(sa.select(MESSAGE.c.id).where(MESSAGE.c.outgoing)) == []


def test_a_refused_form_keeps_what_was_typed(room):
    number = room.case("a", held_by="somchai", offices=("TH-92",))
    browser = room.signs_in("somchai")
    shown = browser.acts(number, "close", outcome="advised", text="คุยจบแล้ว")
    assert "งานในพื้นที่ยังไม่จบ" in shown.text
    assert ">คุยจบแล้ว</textarea>" in shown.html
    assert '<option value="advised" selected>' in shown.html
    assert room.state(number).status is CaseStatus.OPEN


def test_who_decided_from_an_old_page_is_told_what_changed(room):
    number = room.case("a", held_by="somchai", unread=1, version=3)
    browser = room.signs_in("somchai")
    old = browser.case(number).form("no_field") | {"version": "2", "text": "ไม่จำเป็น"}
    room.log(number, "sos_again")
    shown = browser.posts(f"/cases/{number}/no_field", old, part=True)
    notice = shown.html.split('id="case-notice"')[1].split("</div>")[0]
    assert "เรื่องนี้เปลี่ยนไป" in notice
    assert "ผู้แจ้งกดขอความช่วยเหลือซ้ำ" in notice
    assert ">ไม่จำเป็น</textarea>" in shown.html
    assert room.state(number).no_field is None


def test_closing_takes_two(room):
    number = room.case("a", held_by="somchai")
    somchai, malee = room.signs_in("somchai"), room.signs_in("malee")
    somchai.acts(number, "close", outcome="helped", text="ปลอดภัยแล้ว")
    assert room.state(number).status is CaseStatus.CLOSING
    assert "confirm_close" not in somchai.case(number).actions
    forced = somchai.posts(f"/cases/{number}/confirm_close", {}, part=True)
    assert "ต้องเป็นคนที่สอง" in forced.text
    malee.acts(number, "confirm_close")
    assert room.state(number).status is CaseStatus.CLOSED
    assert malee.queue("closed") == [number]
    malee.acts(number, "reopen")
    assert room.state(number).status is CaseStatus.OPEN


def test_giving_it_to_a_colleague_and_back_to_the_queue(room):
    number = room.case("a", held_by="somchai")
    somchai, malee = room.signs_in("somchai"), room.signs_in("malee")
    room.user("trang", Role.OFFICER, "TH-92")
    page = somchai.case(number)
    assert re.findall(r"<option >([a-z]+)</option>", page.html) == ["malee"]
    somchai.acts(number, "hand_over", to="malee")
    assert malee.queue("mine") == [number]
    malee.acts(number, "release")
    assert malee.queue("mine") == []
    assert room.state(number).answerer is None


def test_correcting_each_slot(room):
    number = room.case("a", incident=Incident.UNSURE)
    browser = room.signs_in("somchai")
    browser.acts(number, "correct", slot="incident", value="confinement")
    browser.acts(number, "correct", slot="in_danger", value="yes")
    browser.acts(number, "correct", slot="place", text="7.5562, 99.6114")
    report = room.state(number).report
    assert (report.incident, report.in_danger) == (Incident.CONFINEMENT, True)
    assert report.place.point == (7.5562, 99.6114)
    assert report.place.source is PlaceSource.OPERATOR
    assert report.corrected == {Slot.INCIDENT, Slot.IN_DANGER, Slot.PLACE}
    assert "เจ้าหน้าที่แก้" in browser.case(number).text


def test_a_place_that_cannot_be_read_is_asked_again(room):
    number = room.case("a")
    shown = room.signs_in("somchai").acts(number, "correct", slot="place", text="แถวนี้แหละ")
    assert "โปรดเลือกจังหวัดด้วย" in shown.text
    assert 'value="แถวนี้แหละ"' in shown.html


@pytest.mark.parametrize(
    ("text", "province", "expected"),
    [
        ("อ.หาดใหญ่ จ.สงขลา", "", ("TH-90", "9011")),
        ("แถวนี้แหละ", "TH-92", ("TH-92", None)),
        ("", "TH-92", ("TH-92", None)),
        ("อ.หาดใหญ่ จ.สงขลา", "TH-92", ("TH-92", None)),
        ("อ.หาดใหญ่ จ.สงขลา", "TH-90", ("TH-90", "9011")),
    ],
)
def test_the_chosen_province_has_the_last_word(text, province, expected):
    place = place_of(text, province)
    assert (place.province, place.district) == expected
    assert place.source is PlaceSource.OPERATOR


@pytest.mark.parametrize(("text", "province"), [("", ""), ("แถวนี้แหละ", ""), ("x", "TH-99"), ("x", "nonsense")])
def test_no_place_from_nothing(text, province):
    assert place_of(text, province) is None


@given(
    what=st.sampled_from([*BARE, "write", "note", "no_field", "hand_over", "close", "correct", "nonsense"]),
    filled=st.builds(
        Filled,
        text=st.text(max_size=60) | st.just("ก" * 6000),
        to=st.text(max_size=10),
        outcome=st.sampled_from([*Outcome, "", "x"]),
        slot=st.sampled_from([*Slot, "", "x"]),
        value=st.sampled_from([*Incident, "yes", "no", "", "x"]),
        province=st.sampled_from(["TH-92", "", "x"]),
    ),
)
def test_any_form_is_a_command_or_says_what_is_missing(what, filled):
    found = command(what, filled)
    if isinstance(found, Unusable):
        assert found.why.startswith("form-")
    elif isinstance(found, Write):
        assert found.text.strip()
    elif isinstance(found, HandOver):
        assert found.to
    elif isinstance(found, Close):
        assert found.outcome in Outcome
    elif isinstance(found, Correct):
        assert found.what.slot is not Slot.STORY


@pytest.mark.parametrize("what", ["nonsense", "write", "close", "correct", "hand_over", "no_field", "note"])
def test_an_empty_form_says_what_is_missing(room, what):
    number = room.case("a", held_by="somchai")
    shown = room.signs_in("somchai").posts(f"/cases/{number}/{what}", {}, part=True)
    assert shown.status == 200
    assert 'class="notice bad"' in shown.html
    assert room.read(sa.select(INBOX.c.id)) == []


def test_a_case_that_is_not_ones_own_cannot_be_acted_on(room):
    theirs = room.case("a", offices=("TH-80",))
    officer = room.signs_in("trang", Role.OFFICER, "TH-92")
    assert officer.posts(f"/cases/{theirs}/note", {"text": "x"}).status == 404
    assert officer.posts("/cases/none/note", {"text": "x"}).status == 404


def test_without_scripts_every_form_works_as_a_page(room):
    number = room.case("a")
    browser = room.signs_in("somchai")
    done = browser.posts(f"/cases/{number}/answer", browser.case(number).form("answer"))
    assert (done.status, done.headers["location"]) == (303, f"/console/cases/{number}?listing=waiting")


def test_a_case_for_somebody_on_the_telephone(room):
    browser = room.signs_in("somchai")
    form = re.search(r'name="form_id" value="([^"]+)"', browser.gets("/new").html).group(1)
    opened = browser.posts("/new", {"text": "หญิงโทรมา ถูกขังในห้อง", "form_id": form})
    again = browser.posts("/new", {"text": "หญิงโทรมา ถูกขังในห้อง", "form_id": form})
    assert opened.status == 303
    assert opened.headers["location"] == again.headers["location"]
    page = browser.gets(opened.headers["location"].removeprefix("/console"))
    assert "หญิงโทรมา ถูกขังในห้อง" in page.text
    assert "ท่านดูแลอยู่" in page.text
    assert len(browser.queue("mine")) == 1


def test_a_telephone_case_needs_words(room):
    browser = room.signs_in("somchai")
    assert browser.posts("/new", {"text": " "}).status == 422
    long = browser.posts("/new", {"text": "ก" * 5001})
    assert long.status == 422
    assert "ก" * 5001 in long.html


def test_a_form_id_that_we_did_not_draw_is_not_used(room):
    number = room.case("a", held_by="somchai")
    browser = room.signs_in("somchai")
    for _ in range(2):
        browser.posts(f"/cases/{number}/note", {"text": "x", "form_id": "../../evil id"})
    ids = [r[0] for r in room.read(sa.select(INBOX.c.id))]
    assert len(ids) == 2
    assert not any("evil" in i for i in ids)
    assert len(room.read(sa.select(CASE_EVENT.c.seq).where(CASE_EVENT.c.kind == "note"))) == 2
    assert len(room.read(sa.select(CONTENT.c.id))) == 2
