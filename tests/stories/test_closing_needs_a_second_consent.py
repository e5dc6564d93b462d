"""Closed needs an outcome and a second consent: the reporter's, or a second operator's; one tap opens it again."""

from handlers.commands import Close, ConfirmClose, Done, NoField, NotAllowed, Stale
from models.case import Outcome
from tests.resident import CHIANG_MAI, Resident
from tests.town import Town


def asked_to_close(town: Town) -> tuple[Resident, str]:
    citizen = town.citizen()
    number = citizen.reports()
    town.acts("op1", number, NoField("ผู้แจ้งย้ายออกแล้ว"))
    citizen.ignores_the_rest()
    assert town.acts("op1", number, Close(Outcome.ADVISED)) == Done()
    return citizen, number


def test_the_reporter_agrees(town: Town):
    citizen, number = asked_to_close(town)
    citizen.expects(number, "ปลอดภัยแล้วใช่ไหม")
    assert town.case()["status"] == "closing"
    citizen.taps("ปลอดภัยแล้ว ปิดได้")
    citizen.expects("ปิดเรื่องให้แล้ว")
    assert (town.case()["status"], town.case()["outcome"]) == ("closed", "advised")


def test_the_reporter_is_not_safe(town: Town):
    citizen, number = asked_to_close(town)
    citizen.expects("ปลอดภัยแล้วใช่ไหม")
    citizen.taps("ยังไม่ปลอดภัย")
    citizen.expects("เปิดเรื่อง", number, "อีกครั้ง")
    assert town.case()["status"] == "open"


def test_never_the_one_who_asked(town: Town):
    _, number = asked_to_close(town)
    assert isinstance(town.acts("op1", number, ConfirmClose()), NotAllowed)
    assert town.acts("op2", number, ConfirmClose()) == Done()
    assert town.case()["status"] == "closed"


def test_the_field_must_be_settled_first(town: Town):
    town.officer("TH-50")
    number = town.citizen().reports()
    assert isinstance(town.acts("op1", number, Close(Outcome.HELPED)), NotAllowed)


def test_the_reporter_reopens_with_one_tap_for_days(town: Town):
    citizen, number = asked_to_close(town)
    again = citizen.keeps("ยังไม่ปลอดภัย")
    citizen.taps("ปลอดภัยแล้ว ปิดได้")
    town.clock.at += 3 * 86_400_000
    citizen.ignores_the_rest()
    citizen.taps_button(again)
    citizen.expects("เปิดเรื่อง", number)
    assert town.case()["status"] == "open"


def test_old_buttons_tell_what_is_true(town: Town):
    citizen, number = asked_to_close(town)
    safe, again = citizen.keeps("ปลอดภัยแล้ว ปิดได้"), citizen.keeps("ยังไม่ปลอดภัย")
    citizen.taps_button(again)
    citizen.ignores_the_rest()
    citizen.taps_button(safe)
    shown = str(citizen.expects(number).message)
    assert "ปิดเรื่องให้แล้ว" not in shown
    assert town.case()["status"] == "open"


def test_words_after_the_close_are_a_new_contact_and_danger_a_new_case(town: Town):
    citizen, number = asked_to_close(town)
    citizen.taps("ปลอดภัยแล้ว ปิดได้")
    citizen.ignores_the_rest()
    citizen.says("ขอบคุณค่ะ")
    citizen.expects("มีใครตกอยู่ในอันตราย")
    citizen.sends_location(*CHIANG_MAI)
    assert [c["status"] for c in town.cases() if c["number"] != number] == ["open"]


def test_a_decision_from_an_old_page_is_stale(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    town.acts("op1", number, NoField("x"))
    version = town.version_of(number)
    citizen.says("เขากลับมาแล้ว")
    assert isinstance(town.acts("op1", number, Close(Outcome.ADVISED), version=version), Stale)
