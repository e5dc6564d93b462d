"""Words that mean danger now open a case from free text, at high priority, with the categories as buttons."""

import pytest

from tests.town import Town


@pytest.mark.parametrize("words", ["ช่วยด้วย เขาจะฆ่าฉัน", "ช่วยด้วย", "help me", "SOS", "he has a knife", "เขามีมีดไล่ฟันแม่"])
def test_a_danger_word_opens_a_case(town: Town, words: str):
    citizen = town.citizen()
    citizen.says(words)
    citizen.expects("ได้รับข้อความของคุณแล้ว", "โทร 191", "โทร 1300")
    citizen.expects("เกิดอะไรขึ้น", "1. ถูกทำร้าย", "6. ไม่แน่ใจ")
    case = town.case()
    assert (case["status"], case["priority"]) == ("open", "P1")
    assert [m["text"] for m in case["messages"]] == [words]


def test_words_before_the_danger_word_belong_to_the_case(town: Town):
    citizen = town.citizen()
    citizen.says("แฟนเมามาก")
    citizen.says("ช่วยด้วย เขาจะฆ่าฉัน")
    assert [m["text"] for m in town.case()["messages"]] == ["แฟนเมามาก", "ช่วยด้วย เขาจะฆ่าฉัน"]


def test_danger_typed_while_a_question_stands_raises_the_case(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    assert town.case()["priority"] == "P2"
    citizen.ignores_the_rest()
    citizen.says("ช่วยด้วย เขาจะฆ่าฉัน")
    citizen.expects("ได้รับข้อความของคุณแล้ว")
    assert town.case()["priority"] == "P1"
