"""Another language goes on with the open question in it, and after a report it is a signal for an operator."""

import pytest

from tests.town import Town


@pytest.mark.parametrize("word", ["english", "ภาษาอังกฤษ"])
def test_the_open_question_comes_in_the_new_language(town: Town, word: str):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.ignores_the_rest()
    citizen.says(word)
    citizen.expects("Where is it?")
    assert town.case()["signals"] == ["language"]


def test_without_a_case_it_is_just_a_greeting(town: Town):
    citizen = town.citizen()
    citizen.says("english")
    citizen.expects("free and confidential")
    citizen.says("ภาษาไทย")
    citizen.expects("ไม่มีค่าใช้จ่าย")
    assert town.cases() == []


def test_the_same_language_again_is_no_signal(town: Town):
    citizen = town.citizen()
    citizen.reports()
    citizen.says("ไทย")
    assert town.case()["signals"] == []


def test_a_chosen_language_stays_whatever_the_phone_says(town: Town):
    citizen = town.citizen(language="en")
    citizen.follows()
    citizen.says("ภาษาไทย")
    citizen.ignores_the_rest()
    citizen.blocks()
    citizen.follows()
    citizen.expects("ยินดีที่กลับมา")
