"""An officer at the scene does not silence the console, and a claim alone is no answer."""

from handlers.commands import Answer, Write
from tests.duty_room import in_danger, leaps, notes, opens_path, receiver, th
from tests.town import Town


def test_a_responder_does_not_stop_it(town: Town):
    with receiver() as boss:
        opens_path(town, "supervisor", boss)
        town.present("op1")
        officer = town.officer("TH-50")
        number = in_danger(town.citizen())
        officer.taps(th("button-take"))
        leaps(town, 6)
        assert "conversation" in boss.kinds
        assert "supervisor" not in boss.kinds
        assert notes(town, number).count("paged_remind") == 0


def test_words_of_a_human_stop_it(town: Town):
    with receiver() as boss:
        opens_path(town, "supervisor", boss)
        town.present("op1")
        officer = town.officer("TH-50")
        number = in_danger(town.citizen())
        officer.taps(th("button-take"))
        town.acts("op1", number, Answer())
        town.acts("op1", number, Write("เราอยู่ตรงนี้ค่ะ"))
        leaps(town, 9)
        assert boss.kinds == []


def test_a_claim_that_stays_unread_is_back_on_top(town: Town):
    town.present("op1")
    town.officer("TH-50")
    citizen = town.citizen()
    number = in_danger(citizen)
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("อยู่ที่ไหนคะ"))
    citizen.says("เขากำลังมา")
    for _ in range(5):
        town.passes(seconds=15, step=15)
        town.present("op1")
    case = town.case_of(number)
    assert case["claimed_by"] is None
    assert "unread" in case["signals"]
