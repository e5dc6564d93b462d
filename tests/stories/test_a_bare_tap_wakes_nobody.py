"""A curious tap on แจ้งเหตุ is stored and silent; the second one, or any fact, is not."""

from tests.resident import CHIANG_MAI
from tests.town import Town


def test_started_is_silent(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    case = town.case()
    assert (case["status"], case["raised_at"], case["opened_at"]) == ("started", None, None)
    town.passes(minutes=10, step=10)
    officer.nothing_else_arrived()
    assert town.case()["raised_at"] is None
    assert [e["kind"] for e in town.case()["events"]] == ["started"]


def test_the_second_tap_is_a_fact(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.says("แจ้งเหตุ")
    case = town.case()
    assert (case["status"], case["priority"]) == ("open", "P1")
    assert case["raised_at"] is not None
    citizen.expects("เกิดอะไรขึ้น")


def test_a_chat_without_a_fact_is_no_case_for_the_field(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.says("เดี๋ยวก่อนนะ")
    assert town.case()["status"] == "started"
    citizen.sends_location(*CHIANG_MAI)
    assert town.case()["status"] == "open"
    citizen.taps("ถูกทำร้าย")
    officer.expects("เรื่องใหม่")
