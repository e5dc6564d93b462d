"""What the system did not understand is seen by somebody: counted in the bar, opened with a record, marked as seen."""

import json
import re

import pytest
import sqlalchemy as sa

from bot.bodies import strange_row
from bot.rows import INBOX, LOOK, PERSON, person_row
from console.oddities import UNSEEN, shape
from models.people import Person, Role
from tests.console.room import Room

SAID = {
    "type": "message",
    "webhookEventId": "01K",
    "source": {"type": "user", "userId": "Ua"},
    "message": {"type": "text", "id": "1", "text": "ช่วยด้วย เขามาแล้ว"},
}


def parked(room: Room, event: dict, lane: str = "user:Ua", ident: str = "e1") -> int:
    """An event that could not be handled; its place in the inbox."""
    at = room.clock.now()
    row = {"id": ident, "lane": lane, "kind": "line", "rank": 0, "at": at, "heard": at, "done_at": at, "parked": True}
    room.write(INBOX, {**row, "body": json.dumps(event).encode()})
    return room.read(sa.select(INBOX.c.seq).where(INBOX.c.id == ident))[0][0]


def strange(room: Room, raw: bytes) -> None:
    room.write(INBOX, strange_row(raw, room.clock.now()))


def looks(room: Room) -> list[str]:
    return [what for (what,) in room.read(sa.select(LOOK.c.what).where(LOOK.c.what.startswith("oddity")))]


def test_the_bar_says_how_many_wait_until_somebody_has_seen_to_them(room):
    somchai = room.signs_in("somchai")
    assert "ไม่เข้าใจ 1 รายการ" not in somchai.gets("/").html
    seq = parked(room, SAID)
    for path in ("/", "/new", "/centres/"):
        assert "มีสิ่งที่ระบบไม่เข้าใจ 1 รายการ" in somchai.gets(path).html
    assert somchai.posts(f"/oddities/{seq}/seen").status == 303
    assert "รายการ" not in somchai.gets("/").text
    assert "ดูแล้วเมื่อ" in somchai.gets(f"/oddities/{seq}").text
    assert "ข้อความ" in somchai.gets("/oddities/?seen=1").text


def test_the_list_shows_ages_and_kinds_and_nobodys_words(room):
    parked(room, SAID)
    strange(room, b"\xff\xfe{not json")
    room.passes(minutes=5)
    text = room.signs_in("somchai").gets("/oddities/").text
    assert "5 นาทีก่อน ข้อความ ผู้ใช้ LINE" in text
    assert "ก้อนข้อมูลที่ไม่รู้จัก" in text
    assert "ช่วยด้วย" not in text
    assert "Ua" not in text


def test_opening_one_shows_the_words_and_the_case_and_is_recorded_once(room):
    number = room.case("a")
    seq = parked(room, SAID)
    somchai = room.signs_in("somchai")
    for _ in range(2):
        shown = somchai.gets(f"/oddities/{seq}")
        assert "ช่วยด้วย เขามาแล้ว" in shown.text
        assert f"/console/cases/{number}" in shown.html
        assert "source.userId text (2)" in shown.text
    assert looks(room) == [f"oddity:{seq}"]


def test_words_that_were_taken_back_are_not_shown(room):
    seq = parked(room, SAID)
    room.write(PERSON, person_row(Person("Ua", withdrawn=("1",))))
    assert "ช่วยด้วย" not in room.signs_in("somchai").gets(f"/oddities/{seq}").html


def test_many_are_seen_to_at_once_and_what_came_later_is_not(room):
    first = parked(room, SAID, ident="e1")
    second = parked(room, SAID, ident="e2")
    somchai = room.signs_in("somchai")
    assert f"/oddities/{second}/earlier" in somchai.gets("/oddities/").html
    third = parked(room, SAID, ident="e3")
    somchai.posts(f"/oddities/{second}/earlier")
    assert room.read(sa.select(INBOX.c.seq).where(INBOX.c.seen_at.is_(None))) == [(third,)]
    assert looks(room) == [f"oddity-seen:..{second}"]
    assert first < second


def test_pages_follow_each_other_without_gaps(room):
    for n in range(60):
        parked(room, SAID, ident=f"e{n}")
    somchai = room.signs_in("somchai")
    for seen in (0, 1):
        page = somchai.gets(f"/oddities/?seen={seen}").html
        following = re.search(r'hx-get="/console(/oddities/[^"]+)"', page)[1].replace("&amp;", "&")
        rest = somchai.gets(following, part=True).html
        found = re.findall(r'href="/console/oddities/(\d+)"', page + rest)
        assert len(found) == len(set(found)) == 60
        somchai.posts(f"/oddities/{max(map(int, found))}/earlier")


def test_an_office_hears_of_none(room):
    seq = parked(room, SAID)
    officer = room.signs_in("officer", Role.OFFICER, "TH-92")
    assert "ไม่เข้าใจ" not in officer.gets("/").html
    for path in ("/oddities/", f"/oddities/{seq}"):
        assert officer.gets(path).status == 404
    assert officer.posts(f"/oddities/{seq}/seen").status == 404
    assert room.signs_in("somchai").gets("/oddities/999").status == 404


def test_the_badge_reads_the_partial_index_only(room):
    query = str(sa.select(INBOX.c.seq).where(UNSEEN).limit(100).compile(compile_kwargs={"literal_binds": True}))
    with room.store.read() as connection:
        plan = str(connection.execute(sa.text(f"EXPLAIN QUERY PLAN {query}")).all())
    assert "SEARCH inbox USING INDEX inbox_odd (seen_at=?)" in plan


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (b"\xff", ()),
        (b"[]", ()),
        (
            b'{"a": [1, "xyz", null, true]}',
            (("a[0]", "number"), ("a[1]", "text (3)"), ("a[2]", "null"), ("a[3]", "true")),
        ),
        (b'{"type": "message", "mode": "a b"}', (("type", "message"), ("mode", "text (3)"))),
    ],
)
def test_the_shape_of_a_body(body, lines):
    assert shape(body) == lines


def test_a_deep_body_has_an_end():
    assert shape(b"[" * 500 + b"]" * 500)[0][1] == "…"
    assert len(shape(json.dumps(list(range(1000))).encode())) == 200
