"""Nobody has to finish a form: whatever was told stays, and after two minutes of silence it is *interrupted*."""

import pytest

from tests.resident import CHIANG_MAI
from tests.town import Town

POINTS = ("incident", "place", "in_danger", "story")


@pytest.mark.parametrize("told", range(len(POINTS)))
def test_what_was_told_stays_and_an_operator_sees_the_silence(town: Town, told: int):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    if told > 0:
        citizen.taps("ถูกทำร้าย")
    if told > 1:
        citizen.sends_location(*CHIANG_MAI)
    if told > 2:
        citizen.taps("มี")
    case = town.case()
    assert not case["interrupted"]
    town.passes(seconds=119)
    assert not town.case()["interrupted"]
    town.passes(seconds=3)

    case = town.case()
    assert case["interrupted"]
    assert case["status"] == ("started" if told == 0 else "open")
    assert case["incident"] == ("assault" if told > 0 else None)
    assert case["province"] == ("TH-50" if told > 1 else None)
    assert case["in_danger"] == (True if told > 2 else None)


def test_going_on_after_the_silence(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    town.passes(minutes=20, step=30)
    citizen.ignores_the_rest()
    citizen.sends_location(*CHIANG_MAI)
    citizen.expects("เมืองเชียงใหม่")
    citizen.expects("อันตราย")
    assert not town.case()["interrupted"]


def test_a_complete_report_is_never_interrupted(town: Town):
    citizen = town.citizen()
    citizen.reports()
    town.passes(minutes=30, step=30)
    assert not town.case()["interrupted"]
