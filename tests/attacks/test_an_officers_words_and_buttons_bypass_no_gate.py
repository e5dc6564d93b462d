"""A reporter who types or taps what only officers use is answered through the gate, and nothing they say is lost."""

import pytest

from tests.town import Town

NEUTRAL = {"ข้อความใหม่"}


@pytest.mark.parametrize("word", ["เวร", "งาน", "shift"])
def test_an_officers_word_is_a_reporters_word_to_us(town: Town, word: str):
    citizen = town.citizen()
    citizen.reports("กักขัง")
    before = len(citizen.phone.notifications())
    citizen.says(word)
    later = citizen.phone.notifications()[before:]
    assert all(n.silent for n in later)
    assert {n.line for n in later} <= NEUTRAL
    assert town.case()["messages"][-1]["text"] == word


@pytest.mark.parametrize(
    "data", ["take:{}", "pass:{}", "noting:{}", "link:{}", "finishing:{}", "duties", "on_duty", "here"]
)
def test_an_officers_button_in_a_reporters_hand_betrays_nothing(town: Town, data: str):
    citizen = town.citizen()
    number = citizen.reports("กักขัง")
    before = len(citizen.phone.notifications())
    citizen.does({"type": "postback", "postback": {"data": data.format(number)}})
    later = citizen.phone.notifications()[before:]
    assert later
    assert all(n.silent for n in later)
    assert {n.line for n in later} == NEUTRAL
    assert town.case()["responder"] is None


def test_an_officer_still_asks_for_their_duties(town: Town):
    officer = town.officer("TH-50")
    officer.says("เวร")
    assert "ยังไม่ได้ผูก" not in str(officer.phone.received()[-1].message)
    assert town.cases() == []
