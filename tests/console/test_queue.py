"""The queue shows the worst first, to those who may see it, and stays quick as the table grows."""

from dataclasses import replace

import sqlalchemy as sa

from bot.rows import BINDING, CASE
from console import reads
from console.audience import Audience
from console.reads import Listing
from models.case import Case, CaseStatus, Responder, Stage
from models.incident import Priority
from models.people import Role
from models.report import Place, PlaceSource, Report, Slot
from models.times import MINUTE, SECOND

ALL = Audience()
COMPLETE = Report(
    begun=True,
    place=Place(PlaceSource.PROVINCE, province="TH-90"),
    skipped=frozenset({Slot.INCIDENT, Slot.IN_DANGER, Slot.STORY}),
)


def test_worst_first_then_longest_waiting_then_what_somebody_holds(room):
    p3 = room.case("a", priority=Priority.P3, ago=90)
    p1_new = room.case("b", priority=Priority.P1, ago=1)
    held = room.case("c", priority=Priority.P1, ago=60, held_by="malee")
    p1_old = room.case("d", priority=Priority.P1, ago=30)
    not_raised = room.case("e", priority=Priority.P2, ago=5, raised=False)
    assert room.signs_in("somchai").queue() == [p1_old, p1_new, not_raised, p3, held]


def test_the_key_of_a_row_sorts_as_the_database_does(room):
    for n in range(30):
        held = "malee" if n % 3 == 0 else None
        room.case(f"k{n}", priority=Priority(1 + n % 4), ago=1 + n * 7 % 11, held_by=held)
    with room.store.read() as connection:
        rows = reads.page(connection, ALL, Listing.WAITING, user="", moment=room.moment).rows
    assert [r.key for r in rows] == sorted(r.key for r in rows)


def test_pages_follow_each_other_without_gap_or_repetition(room):
    everything = {room.case(f"p{n}", priority=Priority(1 + n % 4), ago=1 + n % 5) for n in range(23)}
    for listing in (Listing.WAITING, Listing.CLOSED):
        if listing is Listing.CLOSED:
            everything = {room.case(f"q{n}", status=CaseStatus.CLOSED, ago=n % 5) for n in range(23)}
        seen, after = [], ""
        with room.store.read() as connection:
            while True:
                page = reads.page(connection, ALL, listing, user="", moment=room.moment, after=after, limit=5)
                seen += [r.number for r in page.rows]
                after = page.following
                if not after:
                    break
        assert len(seen) == 23
        assert set(seen) == everything


def test_a_cursor_that_makes_no_sense_is_the_first_page(room):
    number = room.case("a")
    browser = room.signs_in("somchai")
    for after in ("x", "1|2|3|4|5", "|||", "9" * 40 + "|1|1|A", '\'; DROP TABLE "case"--'):
        assert browser.gets("/", params={"after": after}).numbers == [number]


def test_each_list_holds_what_it_says(room):
    now = room.clock.now()
    quiet = {"ago": 10, "last_heard": now - 3 * MINUTE}
    started = room.case("a", status=CaseStatus.STARTED, **quiet)
    silent = room.case("b", **quiet)
    complete = room.case("c", report=COMPLETE, **quiet)
    talking = room.case("d", ago=10, last_heard=now - MINUTE)
    lost = room.case("e", status=CaseStatus.UNREACHABLE)
    closing = room.case("f", status=CaseStatus.CLOSING)
    closed = room.case("g", status=CaseStatus.CLOSED)
    aside = room.case("h", status=CaseStatus.ASIDE)
    mine = room.case("i", held_by="somchai", report=COMPLETE)
    theirs = room.case("j", held_by="malee", report=COMPLETE)
    browser = room.signs_in("somchai")
    assert set(browser.queue("waiting")) == {silent, complete, talking, mine, theirs}
    assert set(browser.queue("mine")) == {mine}
    assert set(browser.queue("interrupted")) == {started, silent, lost}
    assert browser.queue("closing") == [closing]
    assert set(browser.queue("closed")) == {closed, aside}


def test_interrupted_is_what_the_policy_says(room):
    number = room.case("a", ago=10, last_heard=room.clock.now() - 3 * MINUTE)
    browser = room.signs_in("somchai")
    assert browser.queue("interrupted") == [number]
    room.service.turner.policy = replace(room.service.turner.policy, interrupted_after=5 * MINUTE)
    assert browser.queue("interrupted") == []


def test_a_live_row_knows_the_same_lists_as_the_database(room):
    now = room.clock.now()
    statuses = [(s, b, h) for s in CaseStatus for b in (1, 3) for h in (None, "somchai")]
    for n, (status, minutes, held) in enumerate(statuses):
        room.case(f"s{n}", status=status, held_by=held, ago=9, last_heard=now - minutes * MINUTE)
    with room.store.read() as connection:
        for listing in Listing:
            listed = {r.number for r in reads.page(connection, ALL, listing, user="somchai", moment=room.moment).rows}
            everything = [r[0] for r in connection.execute(sa.select(CASE.c.number))]
            live = {r.number for r in reads.some(connection, ALL, everything, room.moment) if listing in r.lists}
            assert live == listed, listing


def test_an_officer_sees_only_what_their_office_was_asked(room):
    ours = room.case("a", offices=("TH-92",))
    both = room.case("b", offices=("TH-80", "TH-92"))
    theirs = room.case("c", offices=("TH-80",), held_by="malee")
    nobody = room.case("d")
    officer = room.signs_in("trang", Role.OFFICER, "TH-92")
    shown = officer.gets("/")
    assert set(shown.numbers) == {ours, both}
    assert theirs not in shown.html
    assert "malee" not in shown.html
    assert 'data-waiting="2"' in shown.html
    assert [officer.case(n).status for n in (ours, both, theirs, nobody)] == [200, 200, 404, 404]
    assert room.signs_in("nowhere", Role.OFFICER).gets("/").numbers == []


def test_a_row_says_who_has_it_who_goes_there_and_who_looks(room):
    responder = Responder("Usecret", "ร.ต.อ. ใจดี", "TH-92", Stage.TAKEN, 0, 0)
    number = room.case("a", held_by="malee", unread=3, responder=responder, training=True)
    bound = {"to": "Usecret", "office": "TH-92", "group": False, "name": "ร.ต.อ. ใจดี", "lang": "th", "active": True}
    room.write(BINDING, {**bound, "bound_at": 0})
    room.signs_in("wichai").posts("/here", {"number": number})
    shown = room.signs_in("somchai").gets("/")
    for words in ("malee", "ร.ต.อ. ใจดี", "wichai", "ฝึกซ้อม", "3 ข้อความที่ยังไม่ได้อ่าน"):
        assert words in shown.text
    assert "Usecret" not in shown.html


def test_somebody_who_went_away_is_no_longer_looking(room):
    number = room.case("a")
    room.signs_in("wichai").posts("/here", {"number": number})
    room.passes(seconds=46)
    assert "wichai" not in room.signs_in("somchai").gets("/").text


def test_a_row_knows_when_it_should_have_been_answered(room):
    now = room.clock.now()
    waiting = room.case("a", ago=2)
    talking = room.case("b", answered_at=now, unread=1, last_heard=now - 5 * SECOND)
    settled = room.case("c", answered_at=now)
    with room.store.read() as connection:
        due = {r.number: r.due for r in reads.some(connection, ALL, [waiting, talking, settled], room.moment)}
    assert due == {waiting: now - 100 * SECOND, talking: now + 55 * SECOND, settled: None}


def answered_after(room, seed: str, seconds: float | None, **more) -> None:
    at = room.clock.now() - 30 * MINUTE
    room.case(seed, ago=30, answered_at=None if seconds is None else at + int(seconds * SECOND), **more)


def test_the_strip_counts_what_waits_and_how_soon_the_last_day_was_answered(room):
    for n, seconds in enumerate((5, 14, 17, 60)):
        answered_after(room, f"a{n}", seconds, status=CaseStatus.CLOSED)
    answered_after(room, "late", None, priority=Priority.P1)
    answered_after(room, "drill", 1, training=True)
    room.case("new", ago=0.1, priority=Priority.P3)
    room.case("old", ago=60 * 25, answered_at=room.clock.now(), status=CaseStatus.CLOSED)
    with room.store.read() as connection:
        strip = reads.strip(connection, ALL, room.moment)
    assert (strip.waiting, strip.oldest) == (2, room.clock.now() - 30 * MINUTE)
    assert (strip.within_15, strip.within_20) == (2 / 5, 3 / 5)
    assert (strip.alarm, strip.loudest) == ({1: 1, 3: 1}, 1)


def test_an_empty_day_has_no_shares(room):
    with room.store.read() as connection:
        strip = reads.strip(connection, ALL, room.moment)
    assert (strip.waiting, strip.oldest, strip.within_15, strip.loudest) == (0, None, None, None)


def plan(room, query) -> str:
    with room.store.read() as connection:
        text = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
        return " ".join(str(r) for r in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))


def test_lists_are_read_by_their_indexes(room):
    for listing in (Listing.WAITING, Listing.MINE, Listing.INTERRUPTED, Listing.CLOSING):
        assert "case_waiting" in plan(room, reads.ROWS.where(reads.in_list(listing, "x", room.moment)))
    closed = reads.ROWS.where(reads.in_list(Listing.CLOSED, "x", room.moment))
    newest = closed.order_by(*(c.desc() for c in reads.NEWEST_FIRST))
    assert "case_started" in plan(room, newest.limit(51))
    assert "TEMP B-TREE" not in plan(room, newest.limit(51))


def test_a_number_read_aloud_leads_to_its_case(room):
    number = room.case("a")
    browser = room.signs_in("somchai")
    spoken = number.replace("-", " ").lower()
    assert browser.gets("/go", params={"number": spoken}).headers["location"] == f"/console/cases/{number}"
    wrong = browser.gets("/go", params={"number": "K7M4-2RXX"})
    assert wrong.status == 404
    assert "เลขเรื่องไม่ถูกต้อง" in wrong.text


def test_every_address_is_a_page_and_a_part(room):
    number = room.case("a")
    browser = room.signs_in("somchai")
    for path in ("/", f"/cases/{number}"):
        whole, part = browser.gets(path), browser.gets(path, part=True)
        assert whole.html.startswith("<!doctype html>")
        assert "<html" not in part.html
        assert "HX-Request" in part.headers["vary"]
    going_back = browser.gets("/", part=True, headers={"HX-History-Restore-Request": "true"})
    assert "<html" in going_back.html


def test_a_case_of_every_kind_can_be_drawn(room):
    room.case("a", incident=None, report=Report())
    for n, status in enumerate(CaseStatus):
        room.case(f"s{n}", status=status)
    browser = room.signs_in("somchai")
    for listing in Listing:
        for number in browser.queue(listing):
            assert isinstance(room.state(number), Case)
            assert browser.case(number).status == 200
