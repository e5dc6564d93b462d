"""LINE is away while the ladder climbs: on its return each destination hears the newest page of a case, that one alone.

What it replaced says so in who was told. The ladder climbs as ever, and words to reporters are never replaced.
"""

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.outbox import claim_due
from bot.rows import OUTBOX
from bot.settling import settle
from bot.told import Told, log, who_was_told
from bot.tries import Accepted
from emulator.faults import FaultKind
from handlers.commands import Answer, Write
from tests.duty_room import in_danger, leaps, pages
from tests.town import Town

OUTAGE = 25


@pytest.fixture
def town(database: str, tmp_path: Path):
    town = Town(tmp_path, database=database)
    yield town
    town.closes()


def paged(town: Town, number: str) -> list[Told]:
    """What the case's page shows of messages by LINE."""
    with town.service.store.read() as connection:
        return [line for line in who_was_told(connection, log(connection, number)) if line.group or not line.path]


def test_one_page_a_case_and_destination(town: Town):
    town.present("op1")
    officers = [town.officer("TH-50", name) for name in ("หนึ่ง", "สอง")]
    before = len(pages(town, officers[0]))
    town.strikes(FaultKind.RESET, "push", times=None)
    numbers = [in_danger(town.citizen(name)) for name in ("ก", "ข")]
    leaps(town, OUTAGE)
    for officer in officers:
        assert len(pages(town, officer)) == before
    town.heals()
    leaps(town, 1.2)
    for officer in officers:
        said = str([e.message for e in officer.phone.received()][-len(numbers) :])
        assert all(number in said for number in numbers)
        assert len(pages(town, officer)) == before + len(numbers)
    for number in numbers:
        lines = paged(town, number)
        assert Counter(line.status for line in lines) == {"sent": 2, "superseded": len(lines) - 2}
        assert [line.status for line in lines[-2:]] == ["sent", "sent"]
        assert len(lines) > 8
        assert len({each["alert"] for each in town.case_of(number)["alerts"]}) == 1
    assert town.service.slow.last_audit is None or town.service.slow.last_audit.well


def test_the_ladder_climbs_as_if_line_were_there(town: Town, tmp_path: Path):
    folder = tmp_path / "calm"
    folder.mkdir()
    other = Town(folder)
    climbed = []
    for each in (town, other):
        each.present("op1")
        each.officer("TH-50")
        if each is town:
            each.strikes(FaultKind.RESET, "push", times=None)
        number = in_danger(each.citizen())
        leaps(each, OUTAGE)
        climbed.append(
            sorted((e["at"], e["kind"]) for e in each.case_of(number)["events"] if e["kind"] != "alert_undelivered")
        )
    other.closes()
    assert climbed[0] == climbed[1]


def test_the_newest_keeps_the_place_of_the_first(town: Town):
    town.present("op1")
    town.officer("TH-50")
    town.strikes(FaultKind.RESET, "push", times=None)
    in_danger(town.citizen())
    first = town.scalar(sa.select(OUTBOX.c.rank).where(OUTBOX.c.kind == "alert", OUTBOX.c.status == "pending"))
    leaps(town, 5)
    last = town.scalar(sa.select(OUTBOX.c.rank).where(OUTBOX.c.kind == "alert", OUTBOX.c.status == "pending"))
    assert first == last


def test_a_page_that_arrived_after_all_is_told_as_sent(town: Town):
    """Replaced while it was on its way: LINE took it."""
    town.present("op1")
    town.officer("TH-50")
    town.strikes(FaultKind.RESET, "push", times=None)
    number = in_danger(town.citizen())
    town.clock.at += 2_000
    store, now = town.service.store, town.clock.at
    claimed, *_ = store.write(lambda c: claim_due(store, c, now, 0, 9))
    leaps(town, 3)
    assert {line.status for line in paged(town, number)} == {"superseded", "pending"}
    store.write(lambda c: settle(store, c, town.clock.at, [(claimed, Accepted("r"))]))
    assert [line.status for line in paged(town, number)].count("sent") == 1


def test_words_to_a_reporter_are_never_replaced(town: Town):
    town.present("op1")
    citizen = town.citizen()
    number = citizen.reports()
    town.acts("op1", number, Answer())
    town.strikes(FaultKind.RESET, "push", "reply", times=None)
    for words in ("เราอยู่ตรงนี้ค่ะ", "กำลังไปค่ะ"):
        town.acts("op1", number, Write(words))
    town.passes(minutes=5, step=60)
    town.heals()
    town.passes(minutes=17, step=60)
    shown = str([e.message for e in citizen.phone.received()])
    assert 0 < shown.index("เราอยู่ตรงนี้ค่ะ") < shown.index("กำลังไปค่ะ")
