"""Unfollow and block after a report are signals for an operator, never a close; coming back goes on where it was."""

from tests.town import Town


def test_blocking_tells_an_operator(town: Town):
    citizen = town.citizen()
    citizen.reports()
    citizen.blocks()
    case = town.case()
    assert (case["status"], case["signals"]) == ("open", ["left"])
    assert "signal_left" in [e["kind"] for e in case["events"]]


def test_coming_back_is_greeted_and_the_case_goes_on(town: Town):
    citizen = town.citizen()
    citizen.follows()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.blocks()
    citizen.ignores_the_rest()
    citizen.follows()
    citizen.expects("ยินดีที่กลับมา")
    citizen.says("เชียงใหม่")
    citizen.expects("อันตราย")
    assert town.case()["province"] == "TH-50"


def test_a_stranger_who_leaves_is_no_case(town: Town):
    citizen = town.citizen()
    citizen.follows()
    citizen.blocks()
    assert town.cases() == []
