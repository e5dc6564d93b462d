"""Every answer can be corrected by tapping an old button, also after the receipt; the person sees that it counted."""

from tests.resident import BANGKOK, CHIANG_MAI
from tests.town import Town


def test_another_category(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    other = citizen.keeps("กักขัง")
    citizen.taps("ถูกทำร้าย")
    citizen.ignores_the_rest()
    citizen.taps_button(other)
    citizen.expects("บันทึกแล้ว", "กักขัง")
    citizen.expects("ที่ไหน")
    assert town.case()["incident"] == "confinement"


def test_after_the_receipt(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.sends_location(*CHIANG_MAI)
    danger, none = citizen.keeps("มี"), citizen.keeps("ไม่มี")
    citizen.taps_button(none)
    citizen.taps("ข้าม")
    citizen.expects("รับเรื่องเลขที่")
    citizen.ignores_the_rest()

    citizen.taps_button(danger)
    citizen.expects("ได้รับข้อความของคุณแล้ว")
    assert (town.case()["in_danger"], town.case()["priority"]) == (True, "P1")

    citizen.taps_button(none)
    citizen.expects("ส่งให้เจ้าหน้าที่แล้ว")
    assert (town.case()["in_danger"], town.case()["priority"]) == (False, "P1")  # only an operator lowers it


def test_the_same_button_twice_changes_nothing_and_is_answered(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    same = citizen.keeps("ถูกทำร้าย")
    citizen.taps_button(same)
    citizen.ignores_the_rest()
    citizen.taps_button(same)
    citizen.expects("ที่ไหน")
    assert town.case()["incident"] == "assault"


def test_another_pin_moves_the_place(town: Town):
    citizen = town.citizen()
    citizen.reports()
    citizen.ignores_the_rest()
    citizen.sends_location(*BANGKOK)
    citizen.expects("กรุงเทพ")
    assert town.case()["province"] == "TH-10"


def test_not_here_asks_for_the_place_again(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.sends_location(*CHIANG_MAI)
    citizen.ignores_the_rest()
    citizen.taps("ไม่ใช่ที่นี่")
    citizen.expects("ที่ไหน")
    assert town.case()["latitude"] is None


def test_not_here_asks_for_the_place_before_anything_else(town: Town):
    citizen = town.citizen()
    citizen.sends_location(*CHIANG_MAI)
    citizen.ignores_the_rest()
    citizen.taps("ไม่ใช่ที่นี่")
    citizen.expects(town.case()["number"], "ที่ไหน")
