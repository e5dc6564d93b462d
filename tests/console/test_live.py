"""Live rows: soon, to everybody who may see them and to nobody else, and never silently stale."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

import pytest
from sqlalchemy.exc import OperationalError

from bot.rows import USER
from console import sessions
from console.audience import Audience
from console.live import BEHIND, Live, Viewer, event
from console.pages import pages
from handlers.commands import Actor, Answer, Done
from models.incident import Priority
from models.people import Role
from tests.console.room import Room

ALL = Viewer(Audience(), "th")
TRANG = Viewer(Audience("TH-92"), "th")


class Stage:
    """The live fan-out on the test's own loop, gathering quickly."""

    def __init__(self, room: Room) -> None:
        self.room = room
        room.service.changes.attach(asyncio.get_running_loop())
        self.live = Live(room.desk, pages(room.settings).frame, gather=0.005, tick=0.05)

    @asynccontextmanager
    async def watching(self, viewer: Viewer, session: str = "") -> AsyncIterator["Watcher"]:
        async with aclosing(self.live.stream(viewer, session or self.session())) as frames:
            watcher = Watcher(frames)
            await watcher.next()
            yield watcher

    def session(self, name: str = "somchai") -> str:
        if not self.room.read(USER.select().where(USER.c.name == name)):
            self.room.user(name)
        return sessions.digest(self.room.store.write(lambda c: sessions.begin(c, name, self.room.clock.now())))

    async def acts(self, number: str) -> None:
        """Somebody claims the case, on a thread like every form."""
        actor = Actor("malee", Role.OPERATOR)
        form = self.room.desk.new_form()
        assert await asyncio.to_thread(self.room.desk.act, number, actor, Answer(), form) == Done()

    async def finish(self) -> None:
        if self.live.task is not None:
            await asyncio.wait_for(self.live.task, 5)


class Watcher:
    def __init__(self, frames: AsyncIterator[bytes]) -> None:
        self.frames = frames

    async def next(self) -> str:
        return (await asyncio.wait_for(anext(self.frames), 5)).decode()

    async def until(self, said: str) -> str:
        """The first frame that says this."""
        while True:
            frame = await self.next()
            if said in frame:
                return frame


@pytest.fixture
async def stage(room: Room) -> AsyncIterator[Stage]:
    made = Stage(room)
    yield made
    await made.finish()


async def test_a_change_reaches_who_watches_as_a_drawn_row(room, stage):
    number = room.case("a")
    async with stage.watching(ALL) as watcher:
        await stage.acts(number)
        frame = await watcher.until("event: rows")
    assert f'id="row-{number}"' in frame
    assert "malee" in frame
    assert "event: strip" in frame


async def test_the_first_frame_is_the_strip_of_this_moment(room, stage):
    room.case("a", priority=Priority.P1)
    stream = stage.live.stream(ALL, stage.session())
    async with aclosing(stream):
        first = (await anext(stream)).decode()
    assert 'data-waiting="1" data-alarm="1"' in first
    assert "event: rows" not in first


async def test_everybody_of_one_audience_gets_the_very_same_bytes(room, stage):
    number = room.case("a")
    async with stage.watching(ALL, stage.session("a")) as one, stage.watching(ALL, stage.session("b")) as other:
        await stage.acts(number)
        assert await one.until(number) == await other.until(number)


async def test_an_officer_is_never_sent_another_province(room, stage):
    theirs = room.case("a", offices=("TH-80",))
    ours = room.case("b", offices=("TH-92",))
    async with stage.watching(TRANG) as trang, stage.watching(ALL, stage.session("boss")) as boss:
        await stage.acts(theirs)
        await boss.until(theirs)
        await stage.acts(ours)
        seen = await trang.until(ours)
    assert theirs not in seen
    assert 'data-waiting="0"' in seen


async def test_what_changes_elsewhere_costs_an_office_nothing(room, stage):
    theirs, ours = room.case("a", offices=("TH-80",)), room.case("b", offices=("TH-92",))
    assert stage.live.frame(TRANG, frozenset([theirs])) == b""
    assert ours in stage.live.frame(TRANG, frozenset([theirs, ours])).decode()
    assert "event: strip" in stage.live.frame(TRANG, frozenset()).decode()


async def test_each_language_is_drawn_for_itself(room, stage):
    number = room.case("a")
    async with stage.watching(Viewer(Audience(), "en"), stage.session()) as watcher:
        await stage.acts(number)
        assert "Assault" in await watcher.until(number)


async def test_who_looks_is_shown_live(room, stage):
    number = room.case("a")
    async with stage.watching(ALL) as watcher:
        stage.live.touch([number])
        assert number in await watcher.until("event: rows")


async def test_a_session_that_was_ended_hears_nothing_more(room, stage):
    session = stage.session()
    async with stage.watching(ALL, session) as watcher:
        room.in_transaction(lambda c: sessions.end(c, session))
        with pytest.raises(StopAsyncIteration):
            await watcher.until("never")
    assert stage.live.listening == []


async def test_a_browser_far_behind_starts_anew(room, stage):
    number = room.case("a")
    async with stage.watching(ALL) as slow, stage.watching(ALL, stage.session("other")) as quick:
        for _ in range(BEHIND + 2):
            stage.live.touch([number])
            await quick.until(number)
        with pytest.raises(StopAsyncIteration):
            await slow.until("never")


async def test_lost_details_make_everybody_read_anew(room, stage):
    async with stage.watching(ALL) as watcher:
        await watcher.next()
        stage.room.service.changes._spread(frozenset())
        assert "event: refresh" in await watcher.until("refresh")


async def test_when_rows_cannot_be_drawn_every_stream_ends_and_the_next_one_works(room, stage, caplog):
    number = room.case("a")
    broken: list[Callable[..., bytes]] = [stage.live.draw]

    def draw(viewer, strip, rows, roll):
        if rows and broken:
            broken.clear()
            raise OperationalError("select", {}, Exception("away"))
        return pages(room.settings).frame(viewer, strip, rows)

    stage.live.draw = draw
    async with stage.watching(ALL) as watcher:
        stage.live.touch([number])
        with pytest.raises(StopAsyncIteration):
            await watcher.until("never")
    assert "every browser reconnects" in caplog.text
    async with stage.watching(ALL) as watcher:
        stage.live.touch([number])
        assert await watcher.until(number)


def test_a_line_end_inside_a_row_cannot_end_a_frame():
    frame = event("rows", "<li>a\n\ndata: x\r\nevent: evil\r</li>\u2028b")
    assert frame.count(b"\n\n") == 1
    assert all(line.startswith((b"data: ", b"event: rows")) for line in frame.strip().split(b"\n"))
    assert b"\r" not in frame


async def test_the_stream_needs_a_session_and_the_heartbeat_says_who_is_here(room):
    number = room.case("a")
    assert room.browser().gets("/live").status == 303
    browser = room.signs_in("somchai")
    assert browser.posts("/here", {"number": number}).status == 204
    looking = '<span class="unseen">กำลังดูอยู่</span> somchai'
    assert looking in room.signs_in("malee").gets("/").html
    browser.posts("/here", {"number": "nonsense"})
    assert looking not in room.comes_back("malee").gets("/").html
    browser.posts("/here", {"number": number})
    browser.posts("/logout")
    assert "somchai" not in room.comes_back("malee").gets("/").text


async def test_an_officer_is_not_announced_at_a_case_of_others(room):
    theirs = room.case("a", offices=("TH-80",))
    room.signs_in("trang", Role.OFFICER, "TH-92").posts("/here", {"number": theirs})
    assert "trang" not in room.signs_in("malee").gets("/").text
