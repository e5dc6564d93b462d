"""After a long outage thousands of files lie in the spool: they come back within seconds, in order, while people go on
writing, and nobody is told to call because of them.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.spool import Spool, Spooled
from tests.faults.desk import KEY, Desk, body, founded, until

PEOPLE, WORDS = 500, 10
HEARD = 1_794_999_000_000


@pytest.fixture
def quick_disk(tmp_path: Path) -> Iterator[Path]:
    """Thousands of fsyncs are not what is tested."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


async def test_thousands_of_files_come_back_while_people_go_on_writing(database: str, quick_disk: Path):
    founded(database)
    spool = Spool(quick_disk / "spool", KEY)
    for n in range(PEOPLE * WORDS):
        who = n % PEOPLE
        spool.put([Spooled(HEARD + n, body(f"U{who}/{n // PEOPLE:02}", user=f"U{who}"))])
    desk = Desk(database, quick_disk)
    blind: list[Spooled] = []
    desk.accepter.blind = blind.append
    loop = asyncio.get_running_loop()
    began, longest, live = loop.time(), 0.0, 0
    while desk.spool.waits:
        assert loop.time() - began < 20
        asked = loop.time()
        people = (f"U{live % PEOPLE}", f"new{live}")
        names = [f"{user}/{WORDS + live // PEOPLE:02}" for user in people]
        sent = [desk.accepter.accept(body(name, user=user)) for name, user in zip(names, people, strict=True)]
        assert all(await asyncio.gather(*sent))
        longest, live = max(longest, loop.time() - asked), live + 1
    stored = desk.ids()
    assert Counter(stored).most_common(1)[0][1] == 1, "each once"
    assert len(stored) == PEOPLE * WORDS + 2 * live
    of_each: dict[str, list[str]] = {}
    for name in stored:
        of_each.setdefault(name.partition("/")[0], []).append(name)
    assert all(names == sorted(names) for names in of_each.values()), "nobody is overtaken by themselves"
    assert longest < 1, "LINE waits two seconds"
    assert not blind
    await desk.close()


async def test_who_goes_on_writing_is_released_though_the_spool_is_never_empty_for_long(tmp_path: Path):
    """Somebody else's words are always on their way there."""
    url = f"sqlite:///{tmp_path}/steady.db"
    founded(url)
    Spool(tmp_path / "spool", KEY).put([Spooled(HEARD, body("early"))])
    desk = Desk(url, tmp_path)

    async def write(street: int) -> int:
        """People of a street, one after the other without a pause, until most of what is said goes straight again."""
        said = 0
        while desk.accepter.stored - desk.accepter.sheltered < 500:
            name = f"U{street}-{said % 40}"
            assert await desk.accepter.accept(body(f"{name}/{said}", user=name))
            said += 1
        return said

    async with asyncio.timeout(20):
        said = await asyncio.gather(*(write(street) for street in range(5)))
    assert desk.accepter.sheltered < 100
    assert sum(said) >= 500
    await until(lambda: not desk.spool.waits)
    await desk.close()
