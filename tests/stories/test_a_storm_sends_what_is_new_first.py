"""Three hundred cases in a minute: new alerts leave before reminders of old ones."""

import sqlalchemy as sa

from bot.outbox import claim_due
from bot.outgoing import ALERT, REPEAT, row
from bot.rows import OUTBOX
from tests.duty_room import in_danger, leaps
from tests.town import Town


def test_new_alerts_leave_before_repeats(town: Town):
    town.service.turner.claims = False
    now = town.clock.now()
    old = [row(now, "alert", "Uold", b"[]", REPEAT, vital=True) for _ in range(300)]
    new = [row(now, "alert", "Unew", b"[]", ALERT, vital=True) for _ in range(300)]
    store = town.service.store
    store.write(lambda c: c.execute(sa.insert(OUTBOX), [*old, *new]))
    order = []
    while claimed := store.write(lambda c: claim_due(store, c, now, 100, 100)):
        order += [c.recipient for c in claimed]
    assert order == ["Unew"] * 300 + ["Uold"] * 300


def test_three_hundred_cases_reach_their_office(town: Town):
    town.present("op1")
    officer = town.officer("TH-50")
    first = in_danger(town.citizen())
    leaps(town, 2)
    start = town.clock.at
    lanes = [town.platform.person(f"คน {n}") for n in range(299)]
    for phone in lanes:
        town.clock.at += 190
        phone.says("ช่วยด้วย เขาจะฆ่าฉัน")
        phone.sends_location(18.7883, 98.9853, address="เมืองเชียงใหม่ เชียงใหม่")
    town.settle()
    assert town.clock.at - start < 60_000
    assert len(town.cases()) == 300
    leaps(town, 0.6)  # without a category the field hears after half a minute
    shown = str([e.message for e in officer.phone.received()])
    assert all(case["number"] in shown for case in town.cases())
    assert first in shown
