"""The main job, end to end: a report in LINE becomes a routed case, an alert, and an answer."""

from handlers.commands import Answer, Done, Write
from tests.resident import CHIANG_MAI
from tests.town import Town


def test_a_newcomer_reports_and_reads_an_answer(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()

    citizen.follows()
    citizen.expects("ไม่มีค่าใช้จ่าย", "ความลับ", "โทร 191", "โทร 1300", "แจ้งเหตุ")
    citizen.taps("แจ้งเหตุ")
    citizen.expects("เกิดอะไรขึ้น", "โทร 191", "โทร 1300", "6. ไม่แน่ใจ")
    citizen.taps("ถูกทำร้าย")
    citizen.expects("บันทึกแล้ว", "ถูกทำร้าย")
    citizen.expects("เหตุเกิดที่ไหน")
    citizen.sends_location(*CHIANG_MAI)
    citizen.expects("เมืองเชียงใหม่", "เชียงใหม่")
    citizen.expects("อันตราย")
    citizen.taps("ไม่มี")
    citizen.expects("อยากบอกเพิ่ม")
    citizen.taps("ข้าม")

    case = town.case()
    citizen.expects(case["number"], "แจ้งไปที่", "เชียงใหม่", "1300", "ใน 5 นาที", "โทร 191")
    citizen.nothing_else_arrived()
    officer.expects("เรื่องใหม่", case["number"], "เมืองเชียงใหม่", "รับเรื่อง", "ส่งต่อ 1300")

    assert isinstance(town.acts("op1", case["number"], Answer()), Done)
    town.acts("op1", case["number"], Write("เราอยู่ตรงนี้ค่ะ"))
    citizen.expects("เราอยู่ตรงนี้ค่ะ")

    case = town.case()
    assert (case["status"], case["incident"]) == ("open", "assault")
    assert (case["province"], case["district"]) == ("TH-50", "5001")
    assert (case["latitude"], case["longitude"], case["in_danger"]) == (*CHIANG_MAI[:2], False)
    assert case["claimed_by"] == case["answered_by"] == "op1"
    assert case["answered_at"] is not None


def test_the_words_carry_the_services_sender_name(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    citizen.ignores_the_rest()
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("ปลอดภัยไหมคะ"))
    entry = citizen.expects("ปลอดภัยไหมคะ")
    assert entry.message["sender"]["name"] == "เจ้าหน้าที่"
