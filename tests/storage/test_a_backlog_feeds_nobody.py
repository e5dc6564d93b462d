"""Much waits to be sent: claims cost no more for it, older rows go first, and turns do not starve the post."""

import threading
from pathlib import Path

import sqlalchemy as sa

from bot.net.post import ALERTS, IN_FLIGHT
from bot.outbox import claim_due
from bot.outgoing import ALERT, BACKGROUND, REPEAT, REPLY, TALK, row
from bot.rows import OUTBOX
from bot.settling import settle
from bot.store import Store
from bot.tries import TryLater
from tests.town import START, Town

MINUTE = 60_000


def waits(store: Store, kind: str, rank: int, count: int, at: int = START, **more: object) -> list[str]:
    rows = [
        row(at, kind, f"{kind}{rank}{n}", b"[]", rank, vital=True, expires_at=at + 60 * MINUTE, **more)
        for n in range(count)
    ]
    store.write(lambda c: c.execute(sa.insert(OUTBOX), rows))
    return [each["id"] for each in rows]


def claims(store: Store, now: int, most: int = IN_FLIGHT, alerts: int = ALERTS) -> list[str]:
    return [c.id for c in store.write(lambda c: claim_due(store, c, now, most, alerts))]


def plans(store: Store) -> list[str]:
    """How the database answers the questions of a claim."""
    asked: list[tuple[str, object]] = []

    def heard(statement, parameters=()):
        if "ORDER BY outbox.due_at" in statement:
            asked.append((statement, parameters))

    if store.is_sqlite:  # its driver hears what went straight to it, with the values written in
        connection = store.writer.raw_connection().driver_connection
        connection.set_trace_callback(heard)
        claims(store, START)
        connection.set_trace_callback(None)
    else:
        listener = ("before_cursor_execute", lambda _c, _cursor, *said: heard(*said[:2]))
        sa.event.listen(store.writer, *listener)
        claims(store, START)
        sa.event.remove(store.writer, *listener)
    explain = "EXPLAIN QUERY PLAN " if store.is_sqlite else "EXPLAIN "
    with store.read() as connection:
        return [
            " ".join(str(r) for r in connection.exec_driver_sql(explain + each, given))
            for each, given in ((s.replace(" FOR UPDATE OF outbox SKIP LOCKED", ""), p) for s, p in asked)
        ]


def test_a_claim_reads_along_an_index_and_sorts_nothing(town: Town):
    store = town.service.store
    waits(store, "brief", REPLY, 3_000)
    waits(store, "brief", TALK, 3_000, START + MINUTE)  # for a later try: not even read
    if not store.is_sqlite:
        store.write(lambda c: c.execute(sa.text("ANALYZE outbox")))
    found = plans(store)
    assert found
    for plan in found:
        assert "outbox_due" in plan, plan
        assert ("rank=? AND due_at<?" if store.is_sqlite else "Index Cond: ((rank = ") in plan, plan
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan


def test_by_rank_and_then_whoever_has_waited_longest(town: Town):
    store = town.service.store
    background = waits(store, "profile", BACKGROUND, 1)
    talk = waits(store, "brief", TALK, 1)
    (late,) = waits(store, "brief", REPLY, 1, START + 2)
    (early,) = waits(store, "say", REPLY, 1, START + 1)
    repeats = waits(store, "alert", REPEAT, 2)
    new = waits(store, "alert", ALERT, 2)
    assert claims(store, START + 9) == [*new, *repeats, early, late, *talk, *background]


def test_a_reminder_from_before_the_update_is_sent_too(town: Town):
    old = waits(town.service.store, "alert", 1, 1)
    assert claims(town.service.store, START) == old


def test_nobody_is_overtaken_by_who_came_later(town: Town):
    poster = town.service.poster
    assert poster is not None
    waits(town.service.store, "brief", TALK, IN_FLIGHT + 5)
    assert poster.room() == IN_FLIGHT
    town.loop.run_until_complete(poster.step())
    assert poster.room() == 0, "what a turn says now waits behind the others"
    town.settle()
    assert poster.room() == IN_FLIGHT


def test_a_try_that_never_began_is_no_try(town: Town):
    """Else a reply whose claim ran out in our own queue would count as sent, its end unknown."""
    store = town.service.store
    reply = {"reply_token": "t", "reply_until": START + MINUTE}
    waits(store, "say", REPLY, 1, **reply)
    (claimed,) = store.write(lambda c: claim_due(store, c, START, 1, 0))
    late = TryLater("lease ran out", 0, begun=False)
    store.write(lambda c: settle(store, c, START + 6_000, [(claimed, late)]))
    (again,) = store.write(lambda c: claim_due(store, c, START + 6_000, 1, 0))
    assert (claimed.tries, again.tries) == (1, 1)


def test_one_thread_after_the_other_in_the_order_of_asking(tmp_path: Path):
    """SQLite has one writer: a loop that asks again at once must not keep it."""
    store = Store(f"sqlite:///{tmp_path}/one.db")
    order: list[str] = []
    inside, go, asked = threading.Event(), threading.Event(), threading.Event()

    def turns() -> None:
        def first(_: sa.Connection) -> None:
            inside.set()
            go.wait(5)

        store.write(first)
        store.write(lambda _: order.append("the turn again"))

    def post() -> None:
        asked.set()
        store.write(lambda _: order.append("the post"))

    threads = [threading.Thread(target=turns)]
    threads[0].start()
    assert inside.wait(5)
    threads.append(threading.Thread(target=post))
    threads[1].start()
    assert asked.wait(5)
    while not store._lock._line:  # the post stands in line
        threading.Event().wait(0.001)
    go.set()
    for each in threads:
        each.join()
    store.close()
    assert order == ["the post", "the turn again"]
