"""Drills: a silent test with one tap; a real acknowledgement counts; red is still alerted and the next rung starts."""

import threading

import sqlalchemy as sa

from bot.drills import Light, cost_a_month, drill
from bot.month import count
from bot.rows import OUTBOX
from models.times import DAY, HOUR, MINUTE
from tests.duty_room import in_danger, notes, opens_path, receiver, th
from tests.town import Town


def asks(town: Town) -> int:
    count = drill(town.service.store, town.service.policy, town.clock.now())
    town.settle()
    return count


def light(town: Town, office: str = "TH-50") -> Light | None:
    return next(o.light for o in town.desk.readiness() if o.office == office)


def test_one_tap_confirms_and_the_week_is_quiet(town: Town):
    officer = town.officer("TH-50")
    assert light(town) is Light.DUE
    assert asks(town) == 1
    officer.expects(th("drill-title"))
    assert officer.phone.received()[-1].silent
    assert light(town) is Light.ASKED
    town.clock.at += MINUTE
    officer.taps(th("button-here"))
    assert light(town) is Light.GREEN
    (state,) = next(o.destinations for o in town.desk.readiness() if o.office == "TH-50")
    assert state.delay == MINUTE + 1
    town.clock.at += 6 * DAY
    assert asks(town) == 0
    town.clock.at += 2 * DAY
    assert asks(town) == 1


def test_a_real_acknowledgement_counts(town: Town):
    officer = town.officer("TH-50")
    in_danger(town.citizen())
    officer.taps(th("button-take"))
    assert light(town) is Light.GREEN
    assert asks(town) == 0


def test_a_red_destination_is_still_alerted_and_the_next_rung_starts(town: Town):
    town.present("op1")
    officer = town.officer("TH-50")
    with receiver() as boss:
        opens_path(town, "supervisor", boss)
        asks(town)
        town.clock.at += HOUR + 1
        asks(town)
        assert light(town) is Light.RED
        assert boss.kinds == ["red"]
        officer.ignores_the_rest()
        town.present("op1")
        number = in_danger(town.citizen())
        officer.expects(th("alert-title", number=number))
        assert "task_call_field" in notes(town, number)
        officer.taps(th("button-take"))
        assert light(town) is Light.GREEN


def test_drills_are_the_first_thing_the_budget_drops(town: Town):
    officer = town.officer("TH-50")
    officer.ignores_the_rest()
    town.platform.quota.limit = 10
    town.service.store.write(lambda c: count(town.service.store, c, 8, town.clock.now()))
    town.service.slow.round()
    asks(town)
    officer.nothing_else_arrived()
    assert "push budget" in town.service.store.write(
        lambda c: [r.why for r in c.execute(sa.select(OUTBOX.c.why).where(OUTBOX.c.kind == "drill"))]
    )


def test_the_board_shows_all_provinces_and_the_cost_is_told(town: Town):
    town.officer("TH-50")
    assert len(town.desk.readiness()) == 77
    assert cost_a_month(town.service.store, town.service.policy) == 4


def test_a_look_that_finds_nothing_due_keeps_nobody_waiting(town: Town):
    officer = town.officer("TH-50")
    assert asks(town) == 1
    officer.taps(th("button-here"))
    store, begun = town.service.store, []
    sa.event.listen(store.writer, "begin", begun.append)
    assert drill(store, town.service.policy, town.clock.now()) == 0
    assert begun == []


def test_two_looks_at_once_ask_everybody_once(town: Town):
    for n in range(3):
        town.officer("TH-50", f"คน {n}")
    store, looked, asked = town.service.store, threading.Semaphore(0), []
    sa.event.listen(store.reader, "checkin", lambda *_: looked.release())

    def looks() -> None:
        asked.append(drill(store, town.service.policy, town.clock.now()))

    both = [threading.Thread(target=looks) for _ in range(2)]

    def before_either_writes(connection: sa.Connection) -> None:
        store.alone(connection, "drill")
        for each in both:
            each.start()
            assert looked.acquire(timeout=10)

    store.write(before_either_writes)
    for each in both:
        each.join()
    assert sorted(asked) == [0, 3]
    drills = sa.select(sa.func.count(OUTBOX.c.seq)).where(OUTBOX.c.kind == "drill")
    assert town.scalar(drills) == 3
