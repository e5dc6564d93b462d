"""A place that moves to another province: the new office is alerted, the old one told to let go."""

from tests.resident import BANGKOK
from tests.town import Town


def test_the_new_office_is_alerted_and_the_old_one_told(town: Town):
    old, new = town.officer("TH-50", "ร.ต.อ. เหนือ"), town.officer("TH-10", "ร.ต.อ. กลาง")
    citizen = town.citizen()
    number = citizen.reports()
    button = old.keeps("รับเรื่อง")
    old.ignores_the_rest()
    citizen.sends_location(*BANGKOK)
    old.expects(number, "ไม่ต้องดำเนินการต่อ", "กรุงเทพ", "เพราะสถานที่เกิดเหตุเปลี่ยน")
    new.expects("เรื่องใหม่", number)
    old.taps_button(button)
    old.expects("ไม่ได้ส่งถึงหน่วยงาน")
    new.taps("รับเรื่อง")
    assert town.case()["responder"] == "ร.ต.อ. กลาง"


def test_the_same_province_again_tells_nobody(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    citizen.reports()
    officer.ignores_the_rest()
    citizen.sends_location(18.80, 98.95, "อ.เมืองเชียงใหม่ จ.เชียงใหม่")
    officer.nothing_else_arrived()
