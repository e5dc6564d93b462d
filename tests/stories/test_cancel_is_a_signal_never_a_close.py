"""ยกเลิก: a perpetrator may hold the phone. The case stays, and an operator sees the signal."""

import pytest

from tests.town import Town


@pytest.mark.parametrize("way", ["tap", "type"])
def test_cancel_keeps_the_case_and_tells_an_operator(town: Town, way: str):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.ignores_the_rest()
    if way == "tap":
        citizen.taps("ยกเลิก")
    else:
        citizen.says("ไม่แจ้งแล้ว")
    citizen.expects("หยุดถามแล้ว", "ยังอยู่")
    citizen.nothing_else_arrived()
    case = town.case()
    assert (case["status"], case["signals"]) == ("open", ["cancelled"])
    assert "signal_cancelled" in [e["kind"] for e in case["events"]]


def test_a_started_case_stays_too(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.taps("ยกเลิก")
    assert (town.case()["status"], town.case()["signals"]) == ("started", ["cancelled"])
    town.passes(minutes=3)
    assert town.case()["interrupted"]


def test_the_person_can_go_on_as_if_nothing_had_happened(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย", "ยกเลิก")
    citizen.ignores_the_rest()
    citizen.says("เชียงใหม่")
    citizen.expects("อันตราย")
    assert town.case()["province"] == "TH-50"
