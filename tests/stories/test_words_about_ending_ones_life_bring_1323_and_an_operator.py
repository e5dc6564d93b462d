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
