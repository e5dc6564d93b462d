"""An officer takes a case from LINE, says how far they are, asks for help, writes, and closes the scene."""

import re

import sqlalchemy as sa

from bot.codes import new_code
from bot.phones import spend
from bot.rows import PHONE_LINK
from handlers.commands import Renew
from tests.duty_room import in_danger, leaps, notes, pages, th
from tests.resident import Resident
from tests.town import Town

PICTURE = b"\xff\xd8\xff\xe0" + b"\x00" * 64


def taken(town: Town):
    town.present("op1")
    officer = town.officer("TH-50", "สมชาย")
    citizen = town.citizen("สมหญิง")
    number = in_danger(citizen)
    officer.taps(th("button-take"))
    return officer, citizen, number


def test_every_step_by_tap(town: Town):
    officer, citizen, number = taken(town)
    officer.expects(th("duty-title", number=number), th("duty-map"), th("button-assist"), th("duty-page"))
    citizen.ignores_the_rest()
    officer.taps(th("button-on_the_way"))
    officer.expects(th("duty-stage-on_the_way"), number)
    officer.taps(th("button-on_scene"))
    officer.taps(th("button-assist"))
    officer.expects(th("assist-heard", number=number))
    assert "assist" in town.case_of(number)["signals"]
    officer.taps(th("button-finish"))
    officer.expects(th("how-ended", number=number))
    officer.taps(th("button-end-helped"))
    officer.expects(th("field-result", number=number, result=th("button-end-helped")))
    officer.expects(th("delete-chat", number=number))
    assert {"taken", "on_the_way", "on_scene", "task_assist", "field_done"} <= set(notes(town, number))


def test_words_and_pictures_go_to_the_case(town: Town):
    officer, _, number = taken(town)
    officer.says("ถึงหน้าบ้านแล้ว")
    officer.expects(th("note-kept", number=number))
    officer.taps(th("button-note"))
    officer.sends_image(PICTURE)
    officer.says(f"{number} ปลอดภัยแล้วทั้งคู่")
    said = [(m["kind"], m["text"]) for m in town.case_of(number)["messages"] if m["from"] == "สมชาย"]
    assert ("note", "ถึงหน้าบ้านแล้ว") in said
    assert ("note", "ปลอดภัยแล้วทั้งคู่") in said
    assert [kind for kind, _ in said if kind == "image"]


def test_my_cases_and_my_duty(town: Town):
    officer, _, number = taken(town)
    officer.ignores_the_rest()
    officer.says("งานของฉัน")
    officer.expects(number, th("button-on_scene"))
    officer.says("เวร")
    officer.expects(th("shift-always"))


def test_an_old_button_says_who_has_it_and_that_it_is_closed(town: Town):
    town.present("op1")
    officer, other = town.officer("TH-50", "สมชาย"), town.officer("TH-50", "สมศักดิ์")
    number = in_danger(town.citizen())
    button = other.keeps(th("button-take"))
    officer.taps(th("button-take"))
    other.taps_button(button)
    other.expects(th("case-taken", number=number, by="สมชาย"))
    town.closes_case(number)
    other.ignores_the_rest()
    other.taps_button(button)
    other.expects(th("case-closed", number=number))


def test_in_a_group_the_card_goes_to_the_officers_own_chat(town: Town):
    town.present("op1")
    officer = town.officer("TH-50", "สมชาย")
    group = town.platform.group("เวรเชียงใหม่", officer.phone)
    inside = Resident(town, officer.phone.in_group(group))
    inside.says(new_code(town.service.store, town.clock, town.service.policy, "TH-50", group=True))
    number = in_danger(town.citizen())
    officer.ignores_the_rest()
    inside.ignores_the_rest()
    inside.taps(th("button-take"))
    inside.expects(th("alert-taken", number=number, by="สมชาย"))
    officer.expects(th("duty-title", number=number))
    shown = str([e.message for e in inside.phone.received()])
    assert th("duty-map") not in shown


def test_a_lease_asks_then_tells_1300_then_the_ladder_starts_again(town: Town):
    officer, _, number = taken(town)
    officer.ignores_the_rest()
    leaps(town, 10.1)
    officer.expects(th("duty-title", number=number))
    assert officer.phone.received()[-1].silent
    leaps(town, 5)
    assert "task_lease" in notes(town, number)
    leaps(town, 10)
    officer.expects(th("alert-title-released", number=number))
    officer.expects(th("delete-chat", number=number))
    assert town.case_of(number)["responder"] is None
    before = len(pages(town, officer))
    leaps(town, 2)
    assert len(pages(town, officer)) > before


def test_any_word_renews_and_1300_may_renew(town: Town):
    officer, _, number = taken(town)
    leaps(town, 9)
    officer.says("กำลังหาทาง")
    leaps(town, 9)
    assert "lease_question" not in notes(town, number)
    town.acts("op1", number, Renew())
    leaps(town, 9)
    assert "lease_question" not in notes(town, number)


def test_the_card_holds_a_link_good_once(town: Town):
    officer, _, number = taken(town)
    shown = str([e.message for e in officer.phone.received()])
    token = re.findall(r"/console/phone/([\w-]+)", shown)[-1]
    store, now = town.service.store, town.clock.now()
    bound = store.write(lambda c: spend(c, token, now))
    assert bound is not None
    assert (bound.number, bound.office, bound.name) == (number, "TH-50", "สมชาย")
    assert store.write(lambda c: spend(c, token, now)) is None
    assert token not in str(town.scalar(sa.select(PHONE_LINK.c.hash)))


def test_a_result_tapped_by_mistake_is_corrected_by_another_tap(town: Town):
    officer, _, number = taken(town)
    officer.taps(th("button-finish"))
    right = officer.keeps(th("button-end-referred"))
    officer.taps(th("button-end-helped"))
    officer.ignores_the_rest()
    officer.taps_button(right)
    officer.expects(th("field-result", number=number, result=th("button-end-referred")))
    officer.nothing_else_arrived()
    results = [e["outcome"] for e in town.case_of(number)["events"] if e["kind"] == "field_done"]
    assert results == ["helped", "referred"]
