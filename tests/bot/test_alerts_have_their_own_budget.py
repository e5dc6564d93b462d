"""A broadcast or a storm of words must not keep an alert waiting: what is claimed for sending has room for alerts."""

import sqlalchemy as sa

from bot.outbox import claim_due
from bot.outgoing import page_row, row
from bot.rows import OUTBOX
from handlers.effects import Page
from handlers.screens import line
from models.field import Destination
from tests.town import Town

ALERT = Page("N", ("TH-50",), line("neutral-line"), "alert")


def fill(town: Town, rows: list[dict[str, object]]) -> None:
    town.service.store.write(lambda c: c.execute(sa.insert(OUTBOX), rows))


def claimed(town: Town, most: int, alerts: int) -> list[str]:
    store = town.service.store
    return [r.kind for r in store.write(lambda c: claim_due(store, c, town.clock.now(), most, alerts))]


def test_alerts_pass_a_queue_of_words(town: Town):
    now = town.clock.now()
    words = [
        row(now - 1000, "say", f"U{n}", b"[]", 1, vital=True, reply_token="t", reply_until=now + 9) for n in range(500)
    ]
    fill(town, words)
    fill(
        town,
        [page_row(now, Destination(to=f"C{n}", office="TH-50", group=True), b"[]", ALERT) for n in range(5)],
    )
    assert claimed(town, 0, 100).count("alert") == 5


def test_words_pass_a_queue_of_alerts(town: Town):
    now = town.clock.now()
    to = [Destination(to=f"C{n}", office="TH-50", group=True) for n in range(300)]
    fill(town, [page_row(now, each, b"[]", ALERT) for each in to])
    fill(town, [row(now, "say", "U1", b"[]", 1, vital=True, reply_token="t", reply_until=now + 9)])
    kinds = claimed(town, 200, 100)
    assert (kinds.count("alert"), kinds.count("say")) == (100, 1)
