"""The pin may come before anything else: it is a fact, opens the case and is not asked for again."""

from tests.resident import CHIANG_MAI
from tests.town import Town


def test_a_pin_opens_the_case_and_the_category_is_asked_next(town: Town):
    citizen = town.citizen()
    citizen.sends_location(*CHIANG_MAI)
    citizen.expects("เมืองเชียงใหม่")
    citizen.expects("เกิดอะไรขึ้น")
    case = town.case()
    assert (case["status"], case["province"], case["incident"]) == ("open", "TH-50", None)

    citizen.taps("กักขัง")
    citizen.expects("บันทึกแล้ว")
    citizen.expects("อันตราย")  # the place is not asked again


def test_without_a_category_the_field_hears_after_half_a_minute(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    citizen.sends_location(*CHIANG_MAI)
    town.passes(seconds=29)
    officer.nothing_else_arrived()
    town.passes(seconds=2)
    officer.expects("เรื่องใหม่", "ยังไม่ระบุประเภท", "เมืองเชียงใหม่")
