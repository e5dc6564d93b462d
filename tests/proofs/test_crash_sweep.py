"""The process dies before a statement, before a commit, before or after a send, and starts again from the file: after
LINE's redelivery nothing is lost, and nobody hears anything twice.

The one case that cannot be told apart on real LINE is a reply whose answer never came back, met again after its token
has run out (55 s): chit-chat then counts as sent, vital words are pushed and may be seen twice (bot/outbox.py,
`lost_reply`). Here every restart comes within the token's life, so the token itself says whether it was used.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa

from bot.net.line import Line
from bot.outbox import Claimed, Outcome
from emulator.phone import Phone
from handlers.commands import Actor, Answer, Done, Write
from tests.town import CHIANG_MAI, Town

SAMPLED = 36
AFTER_THE_LEASE = 11


class Died(BaseException):
    """The process ends here; nothing after this point happened."""


class Fuse:
    """Counts the points at which a process can die, and dies at one of them."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.passed = 0
        self.burnt = False

    def point(self) -> None:
        self.passed += 1
        if self.passed == self.at and not self.burnt:
            self.burnt = True
            raise Died


class MortalLine(Line):
    """LINE's client in a process that may die before a request leaves or after its answer came."""

    fuse: Fuse

    async def send(self, row: Claimed) -> Outcome:
        self.fuse.point()
        outcome = await super().send(row)
        self.fuse.point()
        return outcome


class Mortal:
    """A town whose service dies at a point and is started again."""

    def __init__(self, folder: Path, at: int | None) -> None:
        self.town = Town(folder)
        self.fuse = Fuse(at)
        self.officer = self.town.officer("TH-50").phone
        self.citizen = self.town.platform.person("สมใจ", follows=False)
        self.town.platform.connect(self.receive)
        self.arm()

    def arm(self) -> None:
        store = self.town.service.store
        sa.event.listen(store.writer, "before_cursor_execute", lambda *_: self.fuse.point())
        sa.event.listen(store.writer, "commit", lambda _: self.fuse.point())
        poster = self.town.service.poster
        assert poster is not None
        poster.line.__class__ = MortalLine
        poster.line.fuse = self.fuse  # type: ignore[attr-defined]

    def receive(self, body: bytes, signature: str) -> int:
        """LINE sees a dead process as no answer, and redelivers."""
        try:
            return self.town.receive(body, signature)
        except Died:
            self.restart()
            return 500

    def restart(self) -> None:
        """The dead process's open transaction is gone with it; a new one starts from the file."""
        self.town.loop.run_until_complete(self.town.service.close())
        self.town.service = self.town.opens()
        self.arm()

    def does(self, act: Callable[[], object]) -> None:
        """An act and everything that follows from it, over a death if need be."""
        self.town.clock.at += 1
        alive_before = not self.fuse.burnt
        act()
        for _ in range(3):
            try:
                self.town.settle()
            except Died:
                self.restart()
            self.town.platform.redeliver()
            if self.fuse.burnt and not alive_before:
                continue
            if self.fuse.burnt:
                self.town.clock.at += AFTER_THE_LEASE * 1000
                alive_before = False

    def acts(self, form: str, command: Answer | Write) -> None:
        """An operator who sees an error presses the same button again."""
        number = self.town.case()["number"]
        actor = Actor("op", "operator")
        for _ in range(2):
            try:
                result = self.town.desk.act(number, actor, command, form)
            except Died:
                self.restart()
                continue
            assert isinstance(result, Done)
            return

    def whole_report(self) -> None:
        latitude, longitude, address = CHIANG_MAI
        self.does(lambda: self.citizen.says("แจ้งเหตุ"))
        self.does(lambda: self.citizen.says("1"))
        self.does(lambda: self.citizen.sends_location(latitude, longitude, address=address))
        self.does(lambda: self.citizen.says("2"))
        self.does(lambda: self.citizen.says("เขาเมามาก"))
        self.does(lambda: self.officer.taps("รับเรื่อง"))
        self.does(lambda: self.acts("claim", Answer()))
        self.does(lambda: self.acts("words", Write("เจ้าหน้าที่อยู่ตรงนี้ค่ะ")))


def heard(phone: Phone) -> Counter[str]:
    return Counter(orjson.dumps(entry.message).decode() for entry in phone.received())


def told(phone: Phone, words: str) -> int:
    return sum(count for message, count in heard(phone).items() if words in message)


def nothing_lost_nothing_doubled(mortal: Mortal) -> None:
    case = mortal.town.case()
    facts = (case["status"], case["incident"], case["province"], case["in_danger"], case["answered_by"])
    assert facts == ("open", "assault", "TH-50", False, "op")
    assert case["responder"] is not None
    said = [m["text"] for m in case["messages"] if m["kind"] == "text"]
    assert said == ["แจ้งเหตุ", "1", "2", "เขาเมามาก", "เจ้าหน้าที่อยู่ตรงนี้ค่ะ"]
    for words in ("เกิดอะไรขึ้น", "5 นาที", "มีเจ้าหน้าที่ในพื้นที่รับเรื่อง", "เจ้าหน้าที่อยู่ตรงนี้ค่ะ"):
        assert told(mortal.citizen, words) == 1, words
    assert told(mortal.officer, '"take:') == 1
    assert told(mortal.officer, "คุณรับเรื่อง") == 1
    assert max(heard(mortal.citizen).values()) == 1
    assert max(heard(mortal.officer).values()) == 1


def points(folder: Path) -> int:
    """How many points a life without a death passes."""
    mortal = Mortal(folder, None)
    mortal.whole_report()
    nothing_lost_nothing_doubled(mortal)
    mortal.town.closes()
    return mortal.fuse.passed


def dies_at(folder: Path, at: int) -> None:
    folder.mkdir()
    mortal = Mortal(folder, at)
    try:
        mortal.whole_report()
        assert mortal.fuse.burnt
        nothing_lost_nothing_doubled(mortal)
    finally:
        mortal.town.closes()


@pytest.fixture
def lives(tmp_path: Path) -> tuple[Path, int]:
    first = tmp_path / "first"
    first.mkdir()
    return tmp_path, points(first)


def test_a_death_anywhere(lives: tuple[Path, int], record_property: Callable[[str, object], None]) -> None:
    """A sample of all points, evenly spread; `make soak` takes every one."""
    folder, every = lives
    chosen = sorted({1 + n * every // SAMPLED for n in range(SAMPLED)})
    for at in chosen:
        dies_at(folder / str(at), at)
    record_property("reached", f"{len(chosen)} of {every} points of dying, nothing lost, nothing doubled")


@pytest.mark.soak
def test_a_death_at_every_point(lives: tuple[Path, int], record_property: Callable[[str, object], None]) -> None:
    folder, every = lives
    for at in range(1, every + 1):
        dies_at(folder / str(at), at)
    record_property("reached", f"all {every} points of dying, nothing lost, nothing doubled")
