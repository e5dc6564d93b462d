"""A new แจ้งเหตุ while a case is open: the same, or a new one? No answer means the same, raised."""

from tests.resident import BANGKOK
from tests.town import Town


def test_the_question_names_the_open_case(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    citizen.ignores_the_rest()
    citizen.says("แจ้งเหตุ")
    citizen.expects(number, "เรื่องเดิม", "เรื่องใหม่")
    assert len(town.cases()) == 1
    assert "sos_again" in [e["kind"] for e in town.case()["events"]]


def test_the_same(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    citizen.says("แจ้งเหตุ")
    citizen.ignores_the_rest()
    citizen.taps("เรื่องเดิม")
    citizen.expects(number, "ส่งถึงสายด่วน 1300 แล้ว")
    assert len(town.cases()) == 1


def test_the_same_goes_on_with_the_open_question(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.says("แจ้งเหตุ")
    citizen.ignores_the_rest()
    citizen.taps("เรื่องเดิม")
    citizen.expects("เรื่องของคุณ")
    citizen.expects("ที่ไหน")


def test_a_new_one_is_another_case_with_its_own_answers(town: Town):
    citizen = town.citizen()
    first = citizen.reports()
    citizen.says("แจ้งเหตุ")
    citizen.ignores_the_rest()
    citizen.taps("เรื่องใหม่")
    citizen.expects("เกิดอะไรขึ้น")
    citizen.taps("กักขัง")
    citizen.sends_location(*BANGKOK)
    old, new = sorted(town.cases(), key=lambda c: c["started_at"])
    assert (old["number"], old["incident"], old["province"]) == (first, "assault", "TH-50")
    assert (new["incident"], new["province"], new["status"]) == ("confinement", "TH-10", "open")


def test_words_reach_the_older_case_when_the_newer_is_closed(town: Town):
    """Two reports, the newer one closed: what the person writes next belongs to the one that is still open."""
    citizen = town.citizen()
    first = citizen.reports()
    citizen.says("แจ้งเหตุ")
    citizen.taps("เรื่องใหม่")
    second = next(c["number"] for c in town.cases() if c["number"] != first)
    town.closes_case(second)
    before = len(town.case_of(first)["messages"])
    citizen.says("เขากลับมาแล้ว")
    case = town.case_of(first)
    assert case["messages"][-1]["text"] == "เขากลับมาแล้ว"
    assert len(case["messages"]) > before
