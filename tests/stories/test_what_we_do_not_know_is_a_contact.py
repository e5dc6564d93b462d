"""Stickers, unknown messages, unknown events and forged buttons: in a 1:1 chat this person contacted us."""

import pytest

from tests.town import Town

STRANGE = {
    "message": {"type": "message", "message": {"type": "hologram", "id": "1", "secret": "x"}},
    "event": {"type": "somethingNew", "somethingNew": {"a": 1}},
    "postback": {"type": "postback", "postback": {"data": "choose:incident:nonsense"}},
    "long postback": {"type": "postback", "postback": {"data": "x" * 300}},
    "no message": {"type": "message"},
    "wrong types": {"type": "message", "message": ["text"], "source": None},
}


def test_a_sticker_is_answered_with_the_one_question(town: Town):
    citizen = town.citizen()
    citizen.sends_sticker()
    citizen.expects("มีใครตกอยู่ในอันตราย")


@pytest.mark.parametrize("what", [k for k in STRANGE if k != "wrong types"])
def test_strange_things_are_answered(town: Town, what: str):
    citizen = town.citizen(follows=True)
    citizen.does(STRANGE[what])
    citizen.expects("มีใครตกอยู่ในอันตราย", "คุยกับเจ้าหน้าที่")
    assert town.cases() == []


def test_inside_a_report_they_change_nothing_and_the_question_stands(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    before = {k: v for k, v in town.case().items() if k != "messages"}
    for event in STRANGE.values():
        citizen.does(event)
    citizen.sends_sticker()
    after = {k: v for k, v in town.case().items() if k != "messages"}
    assert after == before
    citizen.expects("ที่ไหน")


def test_an_event_without_a_person_is_kept_for_the_desk(town: Town):
    town.hears({"type": "botSuspended", "mode": "active"})
    assert town.cases() == []
