"""With the database away a person hears once whom to call, on the newest reply token, and a flood costs nobody else."""

import asyncio
import json
import weakref
from pathlib import Path

from bot.net.blind import MOST_WAITING, Blind, answerable
from bot.net.line import Line
from bot.settings import Settings
from bot.spool import Spool, Spooled
from emulator.platform import Platform
from emulator.serve import Served
from tests.faults.desk import KEY, until
from tests.town import SECRET, TOKEN, TestClock


async def test_a_person_is_told_whom_to_call_once_in_ten_minutes(tmp_path: Path):
    clock = TestClock()
    platform = Platform(clock=clock.seconds, channel_secret=SECRET, channel_token=TOKEN)
    bodies: list[bytes] = []
    platform.connect(lambda raw, _: bodies.append(raw) or 200)
    with Served(platform) as served:
        line = Line(Settings(access_token=TOKEN, api_base=served.url))
        away = True
        blind = Blind(line, clock, Spool(tmp_path / "spool", KEY), lambda: away, grace=0)
        one, two = platform.person("หนึ่ง"), platform.person("สอง")
        bodies.clear()

        def hears(person, count: int) -> bool:
            return len(person.received()) == count

        for person in (one, one, two):
            person.says("ช่วยด้วย")
        for each in bodies:
            blind.soon(Spooled(clock.now(), each))
        await until(lambda: hears(one, 1) and hears(two, 1))
        (entry,) = one.received()
        said = str(entry.message)
        assert "tel:191" in said
        assert "tel:1300" in said
        assert entry.message["altText"] == "ข้อความใหม่", "nothing for a lock screen"
        clock.at += 9 * 60_000
        bodies.clear()
        one.says("ฮัลโหล")
        ((user, token),) = answerable(bodies[0])
        await blind.tell(user, token)
        clock.at += 2 * 60_000
        bodies.clear()
        two.says("ฮัลโหล")
        blind.soon(Spooled(clock.now(), bodies[0]))
        await until(lambda: hears(two, 2))
        away = False
        blind.soon(Spooled(clock.now(), bodies[0]))
        await asyncio.sleep(0)
        assert hears(one, 1)
        line.close()


async def test_who_floods_us_takes_neither_memory_nor_anybody_elses_reply(tmp_path: Path):
    """Of a body only who spoke and the newest token is kept until they are answered."""
    clock = TestClock()
    platform = Platform(clock=clock.seconds, channel_secret=SECRET, channel_token=TOKEN)
    bodies: list[bytes] = []
    platform.connect(lambda raw, _: bodies.append(raw) or 200)

    class Body(Spooled):
        """One that can be watched."""

    with Served(platform) as served:
        line = Line(Settings(access_token=TOKEN, api_base=served.url))
        blind = Blind(line, clock, Spool(tmp_path / "spool", KEY), lambda: True, grace=0.1)
        flood, other = platform.person("ท่วม", follows=False), platform.person("อื่น", follows=False)
        flood.says("หนึ่ง")
        first = Body(clock.now(), bodies.pop())
        kept = weakref.ref(first)
        for _ in range(MOST_WAITING):
            blind.soon(first)
        flood.says("สอง")
        ((_, newest),) = answerable(bodies[0])
        blind.soon(Spooled(clock.now(), bodies.pop()))
        other.says("ช่วยด้วย")
        blind.soon(Spooled(clock.now(), bodies.pop()))
        del first
        assert kept() is None
        await until(lambda: len(flood.received()) == len(other.received()) == 1)
        assert newest in {json.loads(call.body)["replyToken"] for call in platform.calls}
        line.close()
