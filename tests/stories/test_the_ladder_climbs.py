"""Nobody takes a case: each rung does what the table says, at its time, until somebody has it."""

from itertools import pairwise

import pytest

from models.times import MINUTE
from tests.duty_room import in_danger, leaps, notes, opens_path, pages, receiver, th
from tests.town import Town


def test_p1_goes_from_the_office_to_the_supervisor_and_never_ends(town: Town):
    with receiver() as office, receiver() as boss:
        opens_path(town, "TH-50", office)
        opens_path(town, "supervisor", boss)
        town.present("op1")
        officer, next_door = town.officer("TH-50"), town.officer("TH-51", "ลำพูน")
        citizen = town.citizen()
        start = town.clock.at
        number = in_danger(citizen)
        officer.expects(th("alert-title", number=number))
        assert office.bodies == []

        leaps(town, 1.1)
        assert office.kinds == ["second_path"]
        officer.expects(th("alert-title-remind", number=number))
        leaps(town, 1)
        officer.expects(th("alert-title-remind", number=number))
        next_door.expects(th("alert-title-neighbour", number=number))
        leaps(town, 1)
        assert "task_call_field" in notes(town, number)
        citizen.ignores_the_rest()
        leaps(town, 2)
        citizen.expects(th("truth", number=number), th("button-call-191"), th("button-call-1300"))
        assert boss.kinds
        assert set(boss.kinds) <= {"supervisor", "conversation", "unstaffed"}
        assert len({b["alert"] for b in office.bodies if b["kind"] == "second_path"}) == 1

        leaps(town, 60)
        gaps = [b - a for a, b in pairwise([t for t in pages(town, officer) if t > start])]
        assert max(gaps) <= 5 * MINUTE + 1000
        officer.taps(th("button-take"))
        count = len(pages(town, officer))
        leaps(town, 9)
        assert len(pages(town, officer)) == count


def test_a_day_without_an_answer_never_stretches_the_gaps(town: Town):
    officer = town.officer("TH-50")
    in_danger(town.citizen())
    leaps(town, 24 * 60)
    times = pages(town, officer)
    assert max(b - a for a, b in pairwise(times[1:])) <= 5 * MINUTE + 1000
    assert len(times) > 280


@pytest.mark.soak
def test_thirty_days_without_an_answer_never_stretch_the_gaps(town: Town):
    officer = town.officer("TH-50")
    in_danger(town.citizen())
    leaps(town, 30 * 24 * 60)
    times = pages(town, officer)
    assert max(b - a for a, b in pairwise(times[1:])) <= 5 * MINUTE + 1000
    assert len(times) > 8_500


def test_a_jump_of_the_clock_is_one_step_for_each_late_case(town: Town):
    officer = town.officer("TH-50")
    in_danger(town.citizen())
    leaps(town, 6)
    before = len(pages(town, officer))
    town.clock.at += 3 * 60 * MINUTE
    town.settle()
    assert len(pages(town, officer)) == before + 1
    leaps(town, 5.1)
    assert len(pages(town, officer)) == before + 2


def test_the_truth_is_told_once(town: Town):
    town.officer("TH-50")
    citizen = town.citizen()
    number = in_danger(citizen)
    citizen.ignores_the_rest()
    leaps(town, 30)
    citizen.expects(th("truth", number=number))
    citizen.nothing_else_arrived()
