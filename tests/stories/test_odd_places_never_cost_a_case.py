"""Coordinates that say nothing, lie abroad or are swapped: a clear answer, and the case is unharmed."""

import pytest

from tests.town import Town

NOWHERE = [(0.0, 0.0), (91.0, 100.0), (13.0, 181.0), (None, 100.0), ("13.7", 100.5)]


def asked_for_place(town: Town):
    citizen = town.citizen(follows=True)
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.ignores_the_rest()
    return citizen


@pytest.mark.parametrize(("latitude", "longitude"), NOWHERE)
def test_coordinates_that_say_nothing_are_asked_again(town: Town, latitude, longitude):
    citizen = asked_for_place(town)
    citizen.does(
        {"type": "message", "message": {"type": "location", "id": "1", "latitude": latitude, "longitude": longitude}}
    )
    citizen.expects("อ่านตำแหน่งนี้ไม่ได้")
    citizen.expects("จังหวัด")
    case = town.case()
    assert (case["status"], case["latitude"], case["incident"]) == ("open", None, "assault")


def test_nan_in_the_body(town: Town):
    citizen = asked_for_place(town)
    user = citizen.phone.user_id
    raw = (
        b'{"destination":"U0","events":[{"type":"message","webhookEventId":"nan1","timestamp":1795000001000,'
        b'"mode":"active","source":{"type":"user","userId":"' + user.encode() + b'"},'
        b'"message":{"type":"location","id":"9","latitude":NaN,"longitude":100.5}}]}'
    )
    assert town.hears_raw(raw) == 200
    assert town.case()["latitude"] is None
    assert town.case()["messages"][-1]["kind"] == "location"


def test_swapped_ones_are_turned_and_said(town: Town):
    citizen = asked_for_place(town)
    citizen.does(
        {"type": "message", "message": {"type": "location", "id": "1", "latitude": 98.9853, "longitude": 18.7883}}
    )
    citizen.expects("ตัวเลขพิกัดสลับกัน", "เชียงใหม่")
    case = town.case()
    assert case["province"] == "TH-50"
    assert "swapped" in case["flags"]


@pytest.mark.parametrize("where", [(35.68, 139.76), (17.9757, 102.6331)])
def test_outside_thailand_goes_to_1300_with_a_question(town: Town, where: tuple[float, float]):
    citizen = asked_for_place(town)
    citizen.sends_location(*where)
    case = town.case()
    assert (case["latitude"], case["longitude"]) == where
    assert case["status"] == "open"
    assert "told_1300" in [e["kind"] for e in case["events"]]


@pytest.mark.parametrize("text", ["", " ", "ก" * 5_000, "\u202e\u200b", "5" * 5_000])
def test_empty_and_endless_texts(town: Town, text: str):
    citizen = asked_for_place(town)
    citizen.does({"type": "message", "message": {"type": "text", "id": "1", "text": text}})
    case = town.case()
    assert (case["status"], case["incident"]) == ("open", "assault")
    assert case["messages"][-1]["text"] == text
    assert citizen.phone.received()
