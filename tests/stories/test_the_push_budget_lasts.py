"""LINE counts recipients. A share is kept for alerts, the supervisors are warned, and citizens ride on replies."""

from dataclasses import replace

import sqlalchemy as sa

from bot.codes import new_code
from bot.month import budget_of, count, forecast
from bot.net.quota import count_members
from bot.rows import BINDING
from handlers.commands import Answer, Write
from models.times import DAY
from tests.duty_room import in_danger, leaps, opens_path, receiver, th
from tests.faults.silence import silent
from tests.resident import Resident
from tests.town import Town


def spends(town: Town, recipients: int) -> None:
    """That many recipients were reached earlier this month."""
    store, now = town.service.store, town.clock.now()
    store.write(lambda c: count(store, c, recipients, now))


def test_a_group_costs_as_many_as_it_has_members(town: Town):
    town.present("op1")
    people = [town.citizen(f"คน {n}") for n in range(4)]
    group = town.platform.group("เวร", *(p.phone for p in people))
    inside = Resident(town, people[0].phone.in_group(group))
    inside.says(new_code(town.service.store, town.clock, town.service.policy, "TH-50", group=True))
    count_members(town.settings, town.service.store)
    with town.service.store.read() as connection:
        before = budget_of(connection, town.service.policy, town.clock.now()).used
    used = town.platform.quota.used(town.clock.seconds())
    in_danger(town.citizen())
    with town.service.store.read() as connection:
        ours = budget_of(connection, town.service.policy, town.clock.now()).used - before
    assert ours == town.platform.quota.used(town.clock.seconds()) - used
    assert ours >= 4


def test_over_the_reserve_alerts_go_and_words_wait(town: Town):
    town.present("op1")
    officer = town.officer("TH-50")
    citizen = town.citizen()
    number = in_danger(citizen)
    officer.taps(th("button-take"))
    town.acts("op1", number, Answer())
    town.platform.quota.limit = 1000
    spends(town, 850)
    town.service.slow.round()
    officer.ignores_the_rest()
    citizen.ignores_the_rest()
    town.acts("op1", number, Write("อยู่ที่ไหนคะ"))
    citizen.nothing_else_arrived()
    other = in_danger(town.citizen("อื่น"))
    officer.expects(th("alert-title", number=other))
    town.platform.quota.limit = 10_000
    town.clock.at += 11 * 60_000
    town.service.slow.round()
    leaps(town, 2)
    citizen.expects("อยู่ที่ไหนคะ")


def test_an_operators_words_ride_on_the_reply_within_a_minute(town: Town):
    town.present("op1")
    officer = town.officer("TH-50")
    citizen = town.citizen()
    number = in_danger(citizen)
    officer.taps(th("button-take"))
    citizen.taps("ข้าม")
    town.acts("op1", number, Answer())
    citizen.says("หนึ่ง")
    citizen.says("สอง")
    citizen.ignores_the_rest()
    town.acts("op1", number, Write("อยู่ที่ไหนคะ"))
    assert citizen.expects("อยู่ที่ไหนคะ").via == "reply"
    town.acts("op1", number, Write("ปลอดภัยไหมคะ"))
    assert citizen.expects("ปลอดภัยไหมคะ").via == "push"
    citizen.says("สาม")
    leaps(town, 1.1)
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("ยังอยู่นะคะ"))
    assert citizen.expects("ยังอยู่นะคะ").via == "push"


def test_the_supervisors_are_warned_once_for_each_share(town: Town):
    with receiver() as boss:
        opens_path(town, "supervisor", boss)
        town.platform.quota.limit = 4
        officers = [town.officer("TH-50", f"คน {n}") for n in range(3)]
        assert officers
        in_danger(town.citizen())
        for _ in range(3):
            town.service.slow.read_quota(town.clock.now())
            town.settle()
        assert boss.kinds.count("quota") == 1


def test_the_forecast_goes_on_as_the_month_began(town: Town):
    with town.service.store.read() as connection:
        budget = budget_of(connection, town.service.policy, town.clock.now())
    assert budget.left is None
    spends(town, 300)
    with town.service.store.read() as connection:
        budget = budget_of(connection, town.service.policy, town.clock.now())
    assert 300 <= forecast(budget, town.clock.now()) <= 300 * 31
    assert forecast(budget, town.clock.now() + DAY) <= 300 * 31


def test_a_line_that_is_away_is_not_asked_for_each_group(town: Town):
    now = town.clock.now()
    groups = [{"to": f"C{n}", "office": "TH-50", "group": True, "active": True, "bound_at": now} for n in range(5)]
    more = {"name": "", "lang": "th", "members": 1}
    town.service.store.write(lambda c: c.execute(sa.insert(BINDING), [each | more for each in groups]))
    with silent() as away:
        away.allowed.set()  # it takes the question and hangs up
        assert not count_members(replace(town.settings, api_base=away.url), town.service.store)
        assert away.asked == 1
    assert count_members(town.settings, town.service.store), "groups that LINE does not know are an answer"
