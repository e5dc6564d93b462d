"""Words about ending one's life: the mental health number at once, and a case that an operator sees."""

import pytest

from tests.town import Town

WORDS = ["อยากตาย", "ไม่อยากมีชีวิตอยู่แล้ว", "i want to kill myself"]


@pytest.mark.parametrize("words", WORDS)
def test_1323_and_an_open_case(town: Town, words: str):
    citizen = town.citizen()
    citizen.says(words)
    citizen.expects("1323", "ส่งถึงเจ้าหน้าที่ 1300 แล้ว")
    case = town.case()
    assert case["status"] == "open"
    assert "told_1300" in [e["kind"] for e in case["events"]]


def test_inside_a_report_too(town: Town):
    citizen = town.citizen()
    citizen.says("คุยกับเจ้าหน้าที่")
    citizen.ignores_the_rest()
    citizen.says(WORDS[0])
    citizen.expects("1323")


def test_no_form_until_they_ask_for_it(town: Town):
    citizen = town.citizen()
    citizen.says(WORDS[0])
    card = citizen.expects("1323")
    assert "คุยกับเจ้าหน้าที่" in str(card.message)
    citizen.nothing_else_arrived()
    citizen.says("เหนื่อยมาก")
    citizen.says("1")
    assert "เกิดอะไรขึ้น" not in str(citizen.phone.buttons())
    citizen.ignores_the_rest()
    citizen.taps("คุยกับเจ้าหน้าที่")
    citizen.expects("ส่งให้เจ้าหน้าที่แล้ว")
    case = town.case()
    assert (case["incident"], case["status"]) == (None, "open")
    assert {"เหนื่อยมาก", "1"} <= {m["text"] for m in case["messages"]}


def test_another_incident_can_be_told_in_the_same_case(town: Town):
    citizen = town.citizen()
    citizen.says(WORDS[0])
    citizen.ignores_the_rest()
    citizen.taps("แจ้งเหตุอื่นด้วย")
    citizen.expects("เกิดอะไรขึ้น")
    citizen.taps("ถูกทำร้าย")
    citizen.expects("ที่ไหน")
    assert town.case()["incident"] == "assault"


def test_in_the_middle_of_the_form_the_categories_wait(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.ignores_the_rest()
    citizen.says(WORDS[0])
    citizen.expects("1323")
    citizen.nothing_else_arrived()
    citizen.taps("แจ้งเหตุอื่นด้วย")
    citizen.expects("เกิดอะไรขึ้น")
