"""After the receipt, words of danger get a short true answer even where other words get none for a while."""

from tests.town import Town

HEARD = "ข้อความนี้ขึ้นหน้าจอ 1300 แล้ว"


def test_danger_is_answered_within_the_quiet_interval(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.sends_location(18.7883, 98.9853, "อ.เมืองเชียงใหม่ จ.เชียงใหม่")
    citizen.taps("มี")
    citizen.taps("ข้าม")
    citizen.says("เขาอยู่หน้าบ้าน")
    citizen.ignores_the_rest()
    citizen.says("ยังอยู่")
    citizen.nothing_else_arrived()
    citizen.says("เขามีมีด ช่วยด้วย")
    citizen.expects(HEARD, "191")
    citizen.says("ยังอยู่อีก")
    citizen.nothing_else_arrived()
    assert town.case()["messages"][-1]["text"] == "ยังอยู่อีก"
