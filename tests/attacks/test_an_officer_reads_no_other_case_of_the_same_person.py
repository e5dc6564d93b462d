"""One person, two cases in two provinces: each office reads its own, in the conversation, its pages and its files."""

import pytest
import sqlalchemy as sa

from bot.rows import CASE, case_row
from models.case import CaseStatus
from models.changed import replace
from models.people import Role
from models.times import MINUTE
from tests.console.room import Browser, Room

IMAGE = {"kind": "image", "media": "image", "mime": "image/png", "size": 3, "file_state": "stored"}


@pytest.fixture
def trang(room: Room) -> Browser:
    return room.signs_in("trang", Role.OFFICER, "TH-92")


def of_one_person(room: Room, case: str, other: str) -> None:
    """The second case gets the lane of the first."""
    row = case_row(replace(room.state(other), lane=room.state(case).lane))
    room.in_transaction(lambda c: c.execute(sa.update(CASE).where(CASE.c.number == other).values(row)))


def test_words_and_files_of_an_earlier_case_elsewhere(room: Room, trang: Browser):
    now = room.clock.now()
    earlier = room.case("a", ago=25, offices=("TH-10",), status=CaseStatus.CLOSED, last_heard=now - 15 * MINUTE)
    ours = room.case("b", ago=5, offices=("TH-92",))
    of_one_person(room, earlier, ours)
    room.message(earlier, "in Bangkok", at=now - 20 * MINUTE)
    picture = room.message(earlier, "png", at=now - 19 * MINUTE, **IMAGE)
    vault = room.desk.vault.writer(picture)
    vault.write(b"png")
    vault.finish()
    room.message(ours, "in Trang", at=now - MINUTE)
    assert "in Trang" in trang.case(ours).text
    assert "in Bangkok" not in trang.case(ours).text
    assert "in Bangkok" not in trang.gets(f"/cases/{ours}/earlier?before={now}|z").text
    assert trang.gets(f"/cases/{ours}/files/{picture}").status == 404
    operator = room.signs_in("somchai")
    assert "in Bangkok" in operator.case(ours).text
    assert operator.gets(f"/cases/{ours}/files/{picture}").status == 200


def test_words_of_a_later_case_elsewhere_that_is_closed_again(room: Room, trang: Browser):
    now = room.clock.now()
    ours = room.case("a", ago=60, offices=("TH-92",))
    later = room.case("b", ago=30, offices=("TH-10",), status=CaseStatus.CLOSED, last_heard=now - 20 * MINUTE)
    of_one_person(room, ours, later)
    room.message(ours, "in Bangkok", at=now - 25 * MINUTE)
    room.message(ours, "still in Trang", at=now - MINUTE)
    assert "still in Trang" in trang.case(ours).text
    assert "in Bangkok" not in trang.case(ours).text


def test_an_earlier_case_of_the_same_office_is_the_lead_in(room: Room, trang: Browser):
    now = room.clock.now()
    earlier = room.case("a", ago=25, offices=("TH-92",), status=CaseStatus.CLOSED, last_heard=now - 15 * MINUTE)
    ours = room.case("b", ago=5, offices=("TH-92",))
    of_one_person(room, earlier, ours)
    room.message(earlier, "before", at=now - 20 * MINUTE)
    assert "before" in trang.case(ours).text
