"""The first รับเรื่อง wins, whoever else taps; the others and the reporter hear who has it."""

from tests.town import Town


def test_the_others_are_told(town: Town):
    first, second = town.officer("TH-50", "ร.ต.อ. หนึ่ง"), town.officer("TH-50", "ร.ต.อ. สอง")
    citizen = town.citizen()
    number = citizen.reports()
    citizen.ignores_the_rest()
    late = second.keeps("รับเรื่อง")
    first.expects("เรื่องใหม่")
    second.expects("เรื่องใหม่")

    first.taps("รับเรื่อง")
    first.expects("คุณรับเรื่อง", number, "เปิดแผนที่", "กำลังไป")
    second.expects(number, "มีผู้รับแล้ว", "ร.ต.อ. หนึ่ง")
    citizen.expects("มีเจ้าหน้าที่ในพื้นที่รับเรื่อง", number)
    assert town.case()["responder"] == "ร.ต.อ. หนึ่ง"

    second.taps_button(late)
    second.expects("มีผู้รับแล้ว", "ร.ต.อ. หนึ่ง")
    assert town.case()["responder"] == "ร.ต.อ. หนึ่ง"
    citizen.nothing_else_arrived()


def test_a_double_tap_of_the_winner_is_harmless(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    citizen.reports()
    citizen.ignores_the_rest()
    button = officer.keeps("รับเรื่อง")
    officer.taps_button(button)
    officer.taps_button(button)
    citizen.expects("รับเรื่อง")
    citizen.nothing_else_arrived()
    assert [e["kind"] for e in town.case()["events"]].count("taken") == 1


def test_the_ladder_stops(town: Town):
    officer = town.officer("TH-50")
    town.citizen().reports()
    officer.taps("รับเรื่อง")
    officer.ignores_the_rest()
    town.passes(minutes=9)
    officer.nothing_else_arrived()


def test_the_card_shows_place_and_hazards_but_never_words(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen("คุณสมใจ")
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.sends_location(18.7883, 98.9853, "อ.เมืองเชียงใหม่ จ.เชียงใหม่")
    citizen.says("เขามีมีด ลูกอยู่ด้วย")
    officer.taps("รับเรื่อง")
    card = str(officer.expects("คุณรับเรื่อง", "ระวัง: อาจมีอาวุธ").message)
    assert "18.7883,98.9853" in card
    shown = str([e.message for e in officer.phone.received()])
    assert "คุณสมใจ" not in shown
    assert "เขามีมีด" not in shown


def test_after_the_case_is_closed_old_buttons_say_so(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    number = citizen.reports()
    officer.ignores_the_rest()
    button = officer.keeps("รับเรื่อง")
    town.closes_case(number)
    officer.taps_button(button)
    officer.expects(number, "ปิดแล้ว")
    assert town.case()["responder"] is None
