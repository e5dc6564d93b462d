"""Whatever was reported: what we say ourselves shows as one neutral line, also to a phone that may ring."""

from tests.resident import CHIANG_MAI
from tests.town import Town


def test_a_report_from_end_to_end(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    citizen.follows()
    citizen.says("สวัสดีค่ะ")
    citizen.taps("ไม่มี")
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.sends_location(*CHIANG_MAI)
    citizen.taps("มี")
    citizen.taps("ข้าม")
    citizen.says("เขาไปแล้ว")
    officer.taps("รับเรื่อง")
    citizen.says("ยกเลิก")
    citizen.says("ติดตามเรื่อง")
    citizen.says("ล้างหน้าจอ")
    assert {n.line for n in citizen.phone.notifications()} == {"ข้อความใหม่"}
