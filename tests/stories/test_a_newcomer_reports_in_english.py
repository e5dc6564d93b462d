"""The same path for somebody who reads English, from the greeting's button or from LINE's own language."""

from tests.resident import CHIANG_MAI
from tests.town import Town


def test_the_greeting_offers_english(town: Town):
    town.officer("TH-50")
    citizen = town.citizen("Anna")
    citizen.follows()
    citizen.expects("แจ้งเหตุ")
    citizen.taps("English")
    citizen.expects("free and confidential", "Call 191", "Call 1300", "Report")
    citizen.taps("Report")
    citizen.expects("What is happening?", "1. Hurt or threatened")
    citizen.taps("Hurt or threatened")
    citizen.expects("Noted: Hurt or threatened")
    citizen.expects("Where is it?")
    citizen.sends_location(*CHIANG_MAI)
    citizen.expects("Place noted", "Chiang Mai")
    citizen.expects("in danger right now")
    citizen.taps("No")
    citizen.expects("Anything to add?")
    citizen.taps("Skip")
    citizen.expects("Report", town.case()["number"], "Chiang Mai", "within 5 minutes", "Call 191")


def test_a_phone_in_english_is_answered_in_english_from_the_second_message(town: Town):
    citizen = town.citizen("Anna", language="en")
    citizen.follows()
    citizen.taps("แจ้งเหตุ")
    citizen.expects("What is happening?")


def test_typed_english_answers_every_question(town: Town):
    citizen = town.citizen("Anna", language="en")
    citizen.follows()
    for typed, question in (
        ("Report", "What is happening?"),
        ("attacked", "Where is it?"),
        ("Chiang Mai", "in danger right now"),
        ("No.", "Anything to add?"),
        ("skip", "received"),
    ):
        citizen.says(typed)
        citizen.expects(question)
    case = town.case()
    assert (case["incident"], case["province"], case["in_danger"]) == ("assault", "TH-50", False)
