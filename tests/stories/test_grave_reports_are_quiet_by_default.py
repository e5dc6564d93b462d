"""Confinement, sexual and family violence: no sound, no words on a lock screen; unasked words wait for อ่านต่อ."""

import pytest

from handlers.commands import Answer, Write
from tests.resident import Resident
from tests.town import Town

GRAVE = ("กักขัง", "ล่วงละเมิด")
NEUTRAL = {"ข้อความใหม่"}


def lock_screen(citizen: Resident) -> set[str]:
    return {n.line for n in citizen.phone.notifications()}


@pytest.mark.parametrize("incident", GRAVE)
def test_the_answers_of_the_form_are_silent_and_neutral(town: Town, incident: str):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    before = len(citizen.phone.notifications())
    citizen.taps(incident)
    citizen.taps("ข้าม")
    citizen.taps("มี")
    citizen.taps("ข้าม")
    later = citizen.phone.notifications()[before:]
    assert later
    assert all(n.silent for n in later)
    assert {n.line for n in later} == NEUTRAL
    assert all("sender" not in e.message for e in citizen.phone.received())


def test_family_violence_is_quiet_whatever_was_tapped(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    before = len(citizen.phone.notifications())
    citizen.says("พ่อตีแม่ทุกวัน")
    assert all(n.silent for n in citizen.phone.notifications()[before:])


def test_an_operators_words_are_held_and_opened_one_by_one(town: Town):
    citizen = town.citizen()
    number = citizen.reports("กักขัง")
    citizen.ignores_the_rest()
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("คำแรก"))
    town.acts("op1", number, Write("คำที่สอง"))
    entry = citizen.expects("มีข้อความถึงคุณ", "อ่านต่อ")
    assert entry.silent
    citizen.nothing_else_arrived()
    assert lock_screen(citizen) <= NEUTRAL | {"โทรหาคนช่วย"}
    states = [m["state"] for m in town.case()["messages"] if m["from"] == "op1"]
    assert states == ["held", "held"]
    assert town.case()["answered_at"] is None  # claimed and opened, not merely claimed

    citizen.taps("อ่านต่อ")
    citizen.expects("คำแรก")
    citizen.expects("อ่านต่อ")
    citizen.nothing_else_arrived()
    assert town.case()["answered_at"] is not None
    citizen.taps("อ่านต่อ")
    citizen.expects("คำที่สอง")
    citizen.nothing_else_arrived()
    assert [m["state"] for m in town.case()["messages"] if m["from"] == "op1"] == ["sent", "sent"]
    assert lock_screen(citizen) <= NEUTRAL | {"โทรหาคนช่วย"}


def test_reading_on_when_nothing_waits_is_answered(town: Town):
    citizen = town.citizen()
    number = citizen.reports("กักขัง")
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("คำแรก"))
    button = citizen.keeps("อ่านต่อ")
    citizen.taps_button(button)
    citizen.ignores_the_rest()
    citizen.taps_button(button)
    citizen.expects("ไม่มีข้อความใหม่")


def test_held_words_never_ride_on_the_answer_to_an_ordinary_message(town: Town):
    citizen = town.citizen()
    number = citizen.reports("กักขัง")
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("คำลับ"))
    citizen.ignores_the_rest()
    citizen.says("สวัสดี")
    assert "คำลับ" not in str([e.message for e in citizen.phone.received()])


def test_the_truth_and_the_officer_are_held_too(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    number = citizen.reports("กักขัง")
    citizen.ignores_the_rest()
    before = len(citizen.phone.received())
    town.passes(minutes=9)
    officer.taps("รับเรื่อง")
    received = str([e.message for e in citizen.phone.received()[before:]])
    assert "ยังไม่มีเจ้าหน้าที่ตอบ" not in received
    assert number not in received
    citizen.expects("มีข้อความถึงคุณ")
    citizen.taps("อ่านต่อ")
    citizen.expects("ยังไม่มีเจ้าหน้าที่ตอบ")


def test_the_others_ring(town: Town):
    citizen = town.citizen()
    number = citizen.reports("คลุ้มคลั่ง")
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("กำลังฟังอยู่ค่ะ"))
    assert not citizen.expects("กำลังฟังอยู่ค่ะ").silent
