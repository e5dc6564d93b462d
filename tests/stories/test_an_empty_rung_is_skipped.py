"""A rung that reaches nobody costs no time: the next one starts at the same moment."""

from tests.duty_room import in_danger, leaps, notes, opens_path, receiver, th
from tests.town import Town


def test_an_office_without_anybody_goes_to_its_neighbours_at_once(town: Town):
    town.present("op1")
    next_door = town.officer("TH-51", "ลำพูน")
    number = in_danger(town.citizen())
    next_door.expects(th("alert-title-neighbour", number=number))
    assert "rung_empty" in notes(town, number)


def test_with_nobody_near_1300_gets_the_task_at_once(town: Town):
    town.present("op1")
    number = in_danger(town.citizen())
    assert "task_call_field" in notes(town, number)
    assert "truth_told" not in notes(town, number)


def test_with_nobody_anywhere_the_supervisor_hears_at_once_and_the_truth_comes_in_time(town: Town):
    with receiver() as boss:
        opens_path(town, "supervisor", boss)
        citizen = town.citizen()
        number = in_danger(citizen)
        assert boss.kinds == ["unstaffed"]
        assert "truth_told" not in notes(town, number)
        leaps(town, 5.1)
        assert "truth_told" in notes(town, number)


def test_a_neighbour_may_take_it_and_is_the_responder(town: Town):
    town.present("op1")
    next_door = town.officer("TH-51", "ลำพูน")
    number = in_danger(town.citizen())
    next_door.taps(th("button-take"))
    assert town.case_of(number)["responder"] == "ลำพูน"
