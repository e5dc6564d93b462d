"""Files of people: only with the case, never as a script, and every look is recorded."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.rows import LOOK, MESSAGE
from console.files import Attachment, media_headers, span
from console.routes.files import cut
from models.people import Role
from tests.console.room import Room

BODY = bytes(range(256)) * 700


@pytest.fixture
def picture(room: Room) -> tuple[Room, str]:
    number = room.case("a", offices=("TH-92",))
    stored(room, number, "pic", mime="image/jpeg", name='รูป "1".jpg')
    return room, number


def stored(room: Room, number: str, ident: str, **more) -> None:
    room.message(number, "", id=ident, kind="image", media="image", size=len(BODY), file_state="stored", **more)
    writer = room.desk.vault.writer(ident)
    writer.write(BODY)
    writer.finish()


def test_a_picture_is_shown_in_place_and_locked_in(picture):
    room, number = picture
    shown = room.signs_in("somchai").gets(f"/cases/{number}/files/pic")
    assert shown.response.content == BODY
    headers = shown.headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["content-disposition"] == "inline; filename*=UTF-8''%E0%B8%A3%E0%B8%B9%E0%B8%9B%20%221%22.jpg"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("mime", ["image/svg+xml", "text/html", "application/pdf", "", "image/heic"])
def test_everything_else_is_a_download_of_plain_bytes(mime):
    headers = media_headers(Attachment("id", "file", mime, "x.html", 5, "stored"))
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment;")


def test_a_player_may_ask_for_a_part(picture):
    room, number = picture
    browser = room.signs_in("somchai")
    part = browser.gets(f"/cases/{number}/files/pic", headers={"Range": "bytes=70000-70009"})
    assert (part.status, part.response.content) == (206, BODY[70000:70010])
    assert part.headers["content-range"] == f"bytes 70000-70009/{len(BODY)}"


@given(
    size=st.integers(1, 400),
    chunk=st.integers(1, 90),
    first=st.none() | st.integers(0, 450),
    last=st.none() | st.integers(0, 450),
)
def test_any_range_is_the_bytes_it_names(size, chunk, first, last):
    body = bytes(n % 251 for n in range(size))
    asked = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    found = span(asked, size)
    at = size if first is None else first
    if first is None and last:
        at = max(size - last, 0)
    wanted = body[at:] if first is None or last is None else body[first : last + 1]
    if found is None:
        assert wanted == b""
    else:
        chunks = (body[n : n + chunk] for n in range(0, size, chunk))
        assert b"".join(cut(chunks, found)) == wanted
        assert found.length == len(wanted)


@pytest.mark.parametrize(
    "header", ["bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes=a-b", "bytes=5", "bytes=๑-๒", "", None]
)
def test_a_range_that_makes_no_sense_is_the_whole_file(header):
    assert span(header, 10) is None


def test_each_file_looked_at_is_recorded_once_in_a_while(picture):
    room, number = picture
    browser = room.signs_in("somchai")
    for start in (0, 500, 900):
        browser.gets(f"/cases/{number}/files/pic", headers={"Range": f"bytes={start}-"})
    assert [r[0] for r in room.read(sa.select(LOOK.c.what))] == ["file:pic"]


def test_a_file_comes_with_its_own_case_only(picture):
    room, number = picture
    other = room.case("b", offices=("TH-80",))
    browser = room.signs_in("somchai")
    assert browser.gets(f"/cases/{other}/files/pic").status == 404
    assert room.signs_in("krabi", Role.OFFICER, "TH-80").gets(f"/cases/{number}/files/pic").status == 404
    assert room.signs_in("trang", Role.OFFICER, "TH-92").gets(f"/cases/{number}/files/pic").status == 200
    assert room.browser().gets(f"/cases/{number}/files/pic").status == 303


def test_what_was_taken_back_or_is_not_here_yet_is_not_served(picture):
    room, number = picture
    browser = room.signs_in("somchai")
    room.message(number, "", id="later", kind="image", media="image", file_state="waiting")
    room.message(number, "", id="lost", kind="image", media="image", mime="image/png", file_state="stored")
    room.in_transaction(lambda c: c.execute(MESSAGE.update().where(MESSAGE.c.id == "pic").values(unsent=True)))
    for name in ("pic", "later", "lost", "none", "..%2f..%2fetc%2fpasswd", "x" * 500):
        assert browser.gets(f"/cases/{number}/files/{name}").status == 404
