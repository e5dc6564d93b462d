"""Free text that is neither a report nor danger is never dismissed: one question, and a way to a person."""

import pytest

from tests.town import Town


@pytest.mark.parametrize("words", ["สวัสดีค่ะ", "สอบถามเรื่องเบี้ยคนพิการ", "hello", "5555", "?"])
def test_one_question(town: Town, words: str):
    citizen = town.citizen()
    citizen.says(words)
    citizen.expects("มีใครตกอยู่ในอันตราย", "คุยกับเจ้าหน้าที่", "แจ้งเหตุ")
    citizen.nothing_else_arrived()
    assert town.cases() == []


def test_yes_opens_a_case_at_the_highest_priority(town: Town):
    citizen = town.citizen()
    citizen.says("สวัสดีค่ะ")
    citizen.taps("มี")
    citizen.expects("ได้รับข้อความของคุณแล้ว")
    case = town.case()
    assert (case["status"], case["priority"], case["in_danger"]) == ("open", "P1", True)
    assert case["messages"][0]["text"] == "สวัสดีค่ะ"


@pytest.mark.parametrize("typed", ["ใช่", "ใช่ค่ะ", "1", "๑", "yes"])
def test_yes_can_be_typed(town: Town, typed: str):
    citizen = town.citizen()
    citizen.says("สวัสดีค่ะ")
    citizen.says(typed)
    case = town.case()
    assert (case["status"], case["in_danger"]) == ("open", True)


def test_no_is_thanked_and_shows_the_numbers(town: Town):
    citizen = town.citizen()
    citizen.says("สวัสดีค่ะ")
    citizen.ignores_the_rest()
    citizen.taps("ไม่มี")
    citizen.expects("ขอบคุณ")
    citizen.expects("191", "1669", "1323", "1300")
    assert town.cases() == []


@pytest.mark.parametrize("way", ["tap", "type"])
def test_a_person_is_one_tap_away(town: Town, way: str):
    citizen = town.citizen()
    citizen.says("สวัสดีค่ะ")
    citizen.ignores_the_rest()
    if way == "tap":
        citizen.taps("คุยกับเจ้าหน้าที่")
    else:
        citizen.says("คุยกับเจ้าหน้าที่")
    citizen.expects("เกิดอะไรขึ้น")  # not the numbers of another service
    assert town.case()["status"] == "open"


@pytest.mark.parametrize(
    ("words", "number"),
    [("รถชน มีคนเจ็บหมดสติ", "1669"), ("ไฟไหม้บ้านข้างๆ", "199"), ("อยากแจ้งตำรวจท่องเที่ยว", "1155")],
)
def test_another_need_is_still_answered(town: Town, words: str, number: str):
    citizen = town.citizen()
    citizen.says(words)
    citizen.expects(number)
    citizen.expects("มีใครตกอยู่ในอันตราย")
