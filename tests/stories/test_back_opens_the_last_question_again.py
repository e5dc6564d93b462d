"""ย้อนกลับ, tapped or typed, empties the last answer and asks it again."""

import pytest

from tests.resident import CHIANG_MAI
from tests.town import Town


@pytest.mark.parametrize("word", ["ย้อนกลับ", "back", "แก้ไข"])
def test_back_typed(town: Town, word: str):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.ignores_the_rest()
    citizen.says(word)
    citizen.expects("เกิดอะไรขึ้น")
    assert town.case()["incident"] is None
    assert town.case()["status"] == "open"  # what was a fact once stays open


def test_back_tapped_walks_to_the_first_question_and_forward_again(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.sends_location(*CHIANG_MAI)
    citizen.taps("ไม่มี")
    for question in ("อันตราย", "ที่ไหน", "เกิดอะไรขึ้น"):
        citizen.ignores_the_rest()
        if question == "เกิดอะไรขึ้น":
            citizen.says("ย้อนกลับ")
        else:
            citizen.taps("ย้อนกลับ")
        citizen.expects(question)
    citizen.taps("ล่วงละเมิด")
    citizen.sends_location(*CHIANG_MAI)
    citizen.taps("มี")
    citizen.taps("ข้าม")
    citizen.expects("รับเรื่องเลขที่")
    case = town.case()
    assert (case["incident"], case["in_danger"]) == ("sexual_abuse", True)


def test_a_skipped_question_comes_back_too(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย", "ข้าม")
    citizen.ignores_the_rest()
    citizen.taps("ย้อนกลับ")
    citizen.expects("ที่ไหน")
