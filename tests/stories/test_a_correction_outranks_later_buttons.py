"""An operator's correction holds against later buttons unless the person insists."""

from handlers.commands import Correct
from models.incident import Incident
from models.report import Corrected, Place, PlaceSource, Slot
from tests.resident import CHIANG_MAI
from tests.town import Town


def test_a_later_button_is_asked_about_and_insisting_wins(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    button = citizen.keeps("ถูกทำร้าย")
    citizen.taps_button(button)
    number = town.case()["number"]
    what = Corrected(0, "", Slot.INCIDENT, incident=Incident.CONFINEMENT)
    town.acts("op1", number, Correct(what))
    assert town.case()["incident"] == "confinement"

    citizen.ignores_the_rest()
    citizen.taps_button(button)
    citizen.expects("บันทึกข้อนี้ไว้ต่างจากที่คุณแตะ")
    assert town.case()["incident"] == "confinement"
    assert "disputed" in [e["kind"] for e in town.case()["events"]]
    citizen.taps("ใช้คำตอบของฉัน")
    assert town.case()["incident"] == "assault"


def test_a_corrected_place_keeps_against_a_pin_and_the_operator_sees_it(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    where = Place(PlaceSource.OPERATOR, 13.75, 100.5, province="TH-10")
    town.acts("op1", number, Correct(Corrected(0, "", Slot.PLACE, place=where)))
    assert town.case()["province"] == "TH-10"
    citizen.ignores_the_rest()
    citizen.sends_location(*CHIANG_MAI)
    case = town.case()
    assert case["province"] == "TH-10"
    assert "disputed" in [e["kind"] for e in case["events"]]
    assert "location" in [m["kind"] for m in case["messages"]]


def test_a_corrected_place_moves_the_case(town: Town):
    new = town.officer("TH-10")
    number = town.citizen().reports()
    where = Place(PlaceSource.OPERATOR, province="TH-10")
    town.acts("op1", number, Correct(Corrected(0, "", Slot.PLACE, place=where)))
    new.expects("เรื่องใหม่", number)


def test_an_operator_may_lower_the_priority(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย", "ข้าม", "มี")
    number = town.case()["number"]
    assert town.case()["priority"] == "P1"
    town.acts("op1", number, Correct(Corrected(0, "", Slot.IN_DANGER, yes=False)))
    assert town.case()["priority"] == "P2"
