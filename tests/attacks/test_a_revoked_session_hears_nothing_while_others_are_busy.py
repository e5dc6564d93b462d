"""Changes that never pause do not keep a revoked session's live stream alive."""

import asyncio
import contextlib

from console import sessions
from console.audience import Audience
from console.live import Live, Viewer
from console.pages import pages


async def test_a_revoked_stream_ends_though_changes_never_pause(room):
    room.service.changes.attach(asyncio.get_running_loop())
    live = Live(room.desk, pages(room.settings).frame, gather=0.005, tick=0.05)
    number = room.case("a")
    room.user("somchai")
    token = room.store.write(lambda c: sessions.begin(c, "somchai", room.clock.now()))

    async def busy() -> None:
        while True:
            live.touch([number])
            await asyncio.sleep(0.002)

    work = asyncio.create_task(busy())
    frames = live.stream(Viewer(Audience(), "th"), sessions.digest(token))
    await anext(frames)
    room.in_transaction(lambda c: sessions.end_all(c, "somchai"))
    async with asyncio.timeout(5):
        async for frame in frames:
            assert frame
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work
