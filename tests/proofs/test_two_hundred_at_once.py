"""Two hundred people report at once while LINE doubles, redelivers and reorders: one case each, nothing doubled."""

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import httpx
import sqlalchemy as sa

from bot.app import create_app
from bot.cases import every_case
from bot.clock import SystemClock
from bot.codes import new_code
from bot.rows import INBOX, OUTBOX
from bot.schema import create_tables
from bot.service import Service, build
from bot.store import Store
from emulator.faults import Fault, FaultKind
from emulator.phone import Phone
from emulator.platform import Platform
from emulator.serve import Served
from models.policy import Policy
from tests.town import SECRET, TOKEN, settings_of

PEOPLE = 200
TYPED = ("แจ้งเหตุ", "1", "เชียงใหม่", "2", "ข้าม")
FAULTS = (FaultKind.DUPLICATE, FaultKind.REDELIVERY, FaultKind.REORDER, FaultKind.BATCH)
Post = tuple[bytes, str]


class Ticking:
    """LINE's clock while people write: no two events of one person in the same millisecond."""

    def __init__(self) -> None:
        self.clock = SystemClock()
        self.ahead = 0

    def __call__(self) -> float:
        return (self.clock.now() + self.ahead) / 1000


def written(platform: Platform, ticking: Ticking, people: list[Phone], random: Random) -> list[Post]:
    """Everything that everybody writes, as the webhooks that LINE makes of it, in no order at all."""
    posts: list[Post] = []

    def carried(body: bytes, signature: str) -> int:
        posts.append((body, signature))
        return 200

    platform.connect(carried)
    for typed in TYPED:
        for phone in people:
            if random.random() < 0.5:
                platform.faults.add(Fault(random.choice(FAULTS), at=frozenset({"webhook"})))
            ticking.ahead += 1
            phone.says(typed)
    platform.release()
    random.shuffle(posts)
    return posts


async def test_two_hundred_at_once(tmp_path: Path, record_property: Callable[[str, object], None]):
    ticking = Ticking()
    platform = Platform(clock=ticking, channel_secret=SECRET, channel_token=TOKEN)
    people = [platform.person(f"คนที่ {n}") for n in range(PEOPLE)]
    officer = platform.person("เวร")
    with Served(platform) as line:
        settings = settings_of(tmp_path, line.url)
        store = Store(settings.database_url)
        create_tables(store)
        posts = await storm(platform, ticking, build(settings, ticking.clock, store), people, officer)
    assert Counter(len(receipts(phone)) for phone in people) == {1: PEOPLE}
    assert len(alerts(officer)) == len(set(alerts(officer))) == PEOPLE
    assert not platform.chats.unreached
    after = Store(settings.database_url)
    cases = nothing_lost(after, ticking.clock.now())
    after.close()
    record_property("reached", f"{posts} webhooks for {PEOPLE * len(TYPED)} events, {cases} cases")


async def storm(platform: Platform, ticking: Ticking, service: Service, people: list[Phone], officer: Phone) -> int:
    """Everybody writes, and everybody has their receipt and the officer every alert; how many webhooks that took."""
    code = new_code(service.store, ticking.clock, Policy(), "TH-50", group=False)
    app = create_app(service, console=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client,
    ):

        async def post(body: bytes, signature: str) -> int:
            answer = await client.post("/webhook", content=body, headers={"X-Line-Signature": signature})
            return answer.status_code

        async def until(true: Callable[[], bool], seconds: float) -> bool:
            return await asyncio.to_thread(platform.wait_until, true, seconds)

        bound: list[Post] = []
        platform.connect(lambda body, signature: bound.append((body, signature)) or 200)
        officer.says(code)
        assert await post(*bound[0]) == 200
        assert await until(lambda: bool(officer.received()), 30)
        posts = written(platform, ticking, people, Random(7))
        assert set(await asyncio.gather(*(post(*each) for each in posts))) == {200}
        assert await until(lambda: all(map(receipts, people)) and len(alerts(officer)) >= PEOPLE, 60)
        await until(lambda: nothing_waits(service.store), 30)
    return len(posts)


def nothing_lost(store: Store, now: int) -> int:
    """Every event was stored once, every message taken, every case says what its person said; how many there are."""
    with store.read() as connection:
        cases = list(every_case(connection, now, Policy().interrupted_after))
        stored = connection.scalar(sa.select(sa.func.count()).select_from(INBOX).where(INBOX.c.kind == "line"))
        refused = connection.scalar(sa.select(sa.func.count()).where(OUTBOX.c.status.in_(["refused", "expired"])))
    assert stored == PEOPLE * len(TYPED) + 1
    assert refused == 0
    assert len(cases) == PEOPLE
    for case in cases:
        told = (case["status"], case["incident"], case["province"], case["in_danger"], case["interrupted"])
        assert told == ("open", "assault", "TH-50", False, False)
        assert [m["text"] for m in case["messages"]] == list(TYPED)
    return len(cases)


def receipts(phone: Phone) -> list[str]:
    return [e.id for e in phone.received() if "รับเรื่องเลขที่" in str(e.message)]


def alerts(officer: Phone) -> list[str]:
    """The number in each alert; the drill that greets a new destination is none."""
    shown = (str(e.message.get("altText", "")) for e in officer.received())
    return [words for words in shown if words.startswith("แจ้งเตือน ")]


def nothing_waits(store: Store) -> bool:
    with store.read() as connection:
        waiting = connection.scalar(sa.select(OUTBOX.c.seq).where(OUTBOX.c.status == "pending").limit(1))
        return waiting is None
