"""ส่งต่อ 1300: a task for the hotline at once; an officer who held the case gives it back and the ladder goes on."""

from tests.town import Town


def test_without_having_taken_it(town: Town):
    officer = town.officer("TH-50")
    number = town.citizen().reports()
    officer.ignores_the_rest()
    officer.taps("ส่งต่อ 1300")
    officer.expects(number, "สายด่วน 1300", "ยังไม่มีผู้รับ", "รับเรื่อง")
    case = town.case()
    assert case["responder"] is None
    assert "escalated" in case["signals"]
    assert "escalated" in [e["kind"] for e in case["events"]]
    town.passes(minutes=2, seconds=1)
    officer.expects("ยังไม่มีผู้รับ")


def test_after_having_taken_it(town: Town):
    first, second = town.officer("TH-50", "ร.ต.อ. หนึ่ง"), town.officer("TH-50", "ร.ต.อ. สอง")
    town.citizen().reports()
    first.taps("รับเรื่อง")
    second.ignores_the_rest()
    first.ignores_the_rest()
    first.taps("คืนเรื่องให้ 1300")
    assert town.case()["responder"] is None
    first.expects("คุณไม่ใช่ผู้รับเรื่องนี้แล้ว")
    first.expects("กรุณาลบข้อความ")
    first.nothing_else_arrived()  # who has just given it back is not asked to take it
    second.expects("ต้องการผู้รับใหม่")
    second.taps("รับเรื่อง")
    assert town.case()["responder"] == "ร.ต.อ. สอง"


def test_where_nobody_else_is_there_the_next_rung_starts_at_once(town: Town):
    officer = town.officer("TH-50")
    number = town.citizen().reports()
    officer.taps("รับเรื่อง")
    officer.ignores_the_rest()
    officer.taps("คืนเรื่องให้ 1300")
    officer.expects("คุณไม่ใช่ผู้รับเรื่องนี้แล้ว")
    officer.expects("ยังไม่มีผู้รับ", number)


def test_of_a_case_that_a_colleague_has(town: Town):
    first, second = town.officer("TH-50", "ร.ต.อ. หนึ่ง"), town.officer("TH-50", "ร.ต.อ. สอง")
    town.citizen().reports()
    first.taps("รับเรื่อง")
    second.taps("ส่งต่อ 1300")
    second.expects("ขณะนี้ผู้รับเรื่องคือ ร.ต.อ. หนึ่ง")
    assert town.case()["responder"] == "ร.ต.อ. หนึ่ง"
