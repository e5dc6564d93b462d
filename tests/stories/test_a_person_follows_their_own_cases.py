"""ติดตามเรื่อง shows the person's own cases and their state, and nobody else's."""

import pytest

from handlers.commands import Answer, Release, Write
from tests.resident import BANGKOK
from tests.town import Town


def test_nothing_reported_yet(town: Town):
    citizen = town.citizen()
    citizen.says("ติดตามเรื่อง")
    citizen.expects("ยังไม่มีเรื่องที่แจ้งไว้", "แจ้งเหตุ")
    assert town.cases() == []


@pytest.mark.parametrize("word", ["ติดตามเรื่อง", "สถานะ", "status"])
def test_a_case_and_its_state(town: Town, word: str):
    citizen = town.citizen()
    number = citizen.reports()
    citizen.ignores_the_rest()
    citizen.says(word)
    citizen.expects(number, "ยังไม่มีคนรับ")
    town.acts("op1", number, Answer())
    citizen.says(word)
    citizen.expects(number, "มีเจ้าหน้าที่ดูแลอยู่")


def test_a_conversation_that_was_given_back_is_not_said_to_be_in_hand(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("สวัสดีค่ะ"))
    town.acts("op1", number, Release())
    citizen.ignores_the_rest()
    citizen.says("ติดตามเรื่อง")
    shown = str(citizen.expects(number, "ตอบคุณแล้ว").message)
    assert "ดูแลอยู่" not in shown


def test_two_cases_newest_first_and_never_somebody_elses(town: Town):
    other = town.citizen("คนอื่น").reports()
    citizen = town.citizen()
    first = citizen.reports()
    citizen.says("แจ้งเหตุ")
    citizen.taps("เรื่องใหม่")
    citizen.sends_location(*BANGKOK)
    second = next(c["number"] for c in town.cases() if c["number"] not in {first, other})
    citizen.ignores_the_rest()
    citizen.taps("ติดตามเรื่อง")
    shown = str(citizen.expects(first, second).message)
    assert shown.index(second) < shown.index(first)
    assert other not in shown


def test_asking_is_kept_in_the_conversation(town: Town):
    citizen = town.citizen()
    citizen.reports()
    citizen.says("ติดตามเรื่อง")
    assert town.case()["messages"][-1]["text"] == "ติดตามเรื่อง"
