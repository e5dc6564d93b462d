"""Before every statement, every commit and before and after every send of a four-question report, its alert, an
officer's รับเรื่อง and an operator's answer the process dies. It comes back from its database, of either kind: nothing is
lost and nobody hears anything twice, except in the one case that cannot be told apart, which the last test names.
"""

import asyncio
import base64
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from bot.codes import new_code
from bot.schema import create_tables
from bot.store import Store
from emulator.phone import Phone
from handlers.commands import Answer, Write
from models.policy import Policy
from tests.cluster import Cluster
from tests.proofs.mortal import Life, Points, heard
from tests.resident import CHIANG_MAI
from tests.town import TestClock

OFFICER = "Uf" + "0" * 31
# One of so many points, and every one just before and after something leaves. The whole sweep is `make soak`'s.
EVERY = 17
MINUTES = 180_000
FACTS = ("status", "incident", "province", "district", "latitude", "in_danger", "priority", "answered_by", "responder")
# The first of them are the report's; who answers may have changed while the process was away for minutes.
REPORTED = 7


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table, to copy."""
    made = tmp_path_factory.mktemp("template") / "tables.db"
    store = Store(f"sqlite:///{made}")
    create_tables(store)
    store.close()
    return made


@dataclass(frozen=True)
class Begun:
    """A new database with an office's code in it."""

    url: str
    code: str


Begins = Callable[[Path], Begun]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def begins(request: pytest.FixtureRequest, tables: Path) -> Iterator[Begins]:
    """Makes a database of one kind in a folder; all are gone at the end."""
    cluster: Cluster | None = request.getfixturevalue("cluster") if request.param == "postgres" else None
    urls: list[str] = []

    def begin(folder: Path) -> Begun:
        url = cluster.database() if cluster else f"sqlite:///{shutil.copy(tables, folder / 'life.db')}"
        urls.append(url)
        (folder / "key").write_bytes(base64.b64encode(os.urandom(32)))
        store = Store(url)
        code = new_code(store, TestClock(), Policy(), "TH-50", group=False)
        store.close()
        return Begun(url, code)

    yield begin
    for url in urls:
        if cluster:
            cluster.drop(url)


Lives = Callable[[int | None, int], tuple[Life, Phone, Phone]]


@pytest.fixture
def lives(begins: Begins, tmp_path: Path, loop: asyncio.AbstractEventLoop) -> Iterator[Lives]:
    """Lives a report with a death at a point; `away` is how long the process stays down (ms)."""
    made: list[Life] = []
    number = count()

    def live(at: int | None, away: int = 11_000) -> tuple[Life, Phone, Phone]:
        for old in made:
            old.ends()
        made.clear()
        folder = tmp_path / str(next(number))
        folder.mkdir()
        begun, points = begins(folder), Points()
        life = Life(folder, begun.url, loop, points)
        made.append(life)
        life.away = away
        officer = life.platform.person("ร.ต.อ. ใจดี", user_id=OFFICER)
        life.does(lambda: officer.says(begun.code))
        points.count, points.at = 0, at
        points.passed.clear()
        return life, *reported(life, officer)

    yield live
    for life in made:
        life.ends()


def reported(life: Life, officer: Phone) -> tuple[Phone, Phone]:
    citizen = life.platform.person("สมใจ", follows=False)
    life.does(citizen.follows)
    life.does(lambda: citizen.says("แจ้งเหตุ"))
    life.does(lambda: citizen.taps("ถูกทำร้าย"))
    life.does(lambda: citizen.sends_location(*CHIANG_MAI[:2], address=CHIANG_MAI[2]))
    life.does(lambda: citizen.taps("ไม่มี"))
    life.does(lambda: citizen.taps("ข้าม"))
    life.does(lambda: officer.taps("รับเรื่อง"))
    number = life.cases()[0]["number"]
    life.acts(number, Answer(), "form-1")
    life.acts(number, Write("เราอยู่ตรงนี้ค่ะ"), "form-2")
    life.does(lambda: citizen.says("ขอบคุณค่ะ"))
    return citizen, officer


def outcome(life: Life) -> tuple[object, ...]:
    (case,) = life.cases()
    facts = tuple(case[name] for name in FACTS)
    talk = tuple((m["kind"], m["text"]) for m in case["messages"])
    kinds = Counter(e["kind"] for e in case["events"])
    return facts, talk, kinds


def sweep(lives: Lives, points: Iterable[int]) -> Counter[str]:
    """Lives once for each point and compares with the life without a death."""
    whole, citizen, officer = lives(None, 0)
    expected, said, told = outcome(whole), heard(citizen), heard(officer)
    assert whole.unfinished() == []
    places: Counter[str] = Counter()
    for at in points:
        life, citizen, officer = lives(at, 11_000)
        assert life.deaths == 1, at
        where = f"point {at}, {life.points.where}"
        assert heard(citizen) == said, where
        assert heard(officer) == told, where
        assert outcome(life) == expected, where
        assert life.unfinished() == [], where
        places[life.points.where.split(" ", 1)[0]] += 1
    return places


def point_of(lives: Lives, what: str, which: int) -> int:
    """The number of the point that is the n-th of its kind, from 1."""
    passed = lives(None, 0)[0].points.passed
    return [number for number, name in enumerate(passed, 1) if name == what][which - 1]


def test_a_death_anywhere_loses_nothing_and_doubles_nothing(
    lives: Lives, record_property: Callable[[str, object], None]
):
    passed = lives(None, 0)[0].points.passed
    sampled = [n for n, what in enumerate(passed, 1) if n % EVERY == 0 or what.startswith(("before", "after"))]
    died = sweep(lives, sampled)
    record_property("reached", f"died at {sum(died.values())} of {len(passed)} points: {dict(sorted(died.items()))}")
    assert {"statement", "commit", "before", "after"} <= set(died)


@pytest.mark.soak
def test_a_death_at_every_point(lives: Lives, record_property: Callable[[str, object], None]):
    total = lives(None, 0)[0].points.count
    died = sweep(lives, range(1, total + 1))
    assert sum(died.values()) == total
    record_property("reached", f"died at {sum(died.values())} of {total} points: {dict(sorted(died.items()))}")


# A reply carries no retry key. When the process dies between asking LINE and writing LINE's answer down, and comes back
# only after the reply token has run out, nobody can tell whether the person has seen it: words that matter are pushed
# (a double beats silence), chit-chat counts as sent. Every other death, short or long, doubles nothing.
RECEIPT, CARD, RELAYED = 6, 7, 8
AMBIGUOUS = {
    ("before", RECEIPT): 1,
    ("after", RECEIPT): 2,
    ("before", CARD): 1,
    ("after", CARD): 2,
    ("before", RELAYED): 0,
    ("after", RELAYED): 1,
}


@pytest.mark.parametrize(("when", "reply"), AMBIGUOUS)
def test_the_one_ambiguous_case_is_a_reply_whose_end_was_never_written_down(lives: Lives, when: str, reply: int):
    words = {RECEIPT: "ถ้ายังไม่มีคนตอบ", CARD: "คุณรับเรื่อง", RELAYED: "ส่งให้เจ้าหน้าที่แล้ว"}[reply]
    life, citizen, officer = lives(point_of(lives, f"{when} reply", reply), MINUTES)
    times = sum(number for shown, number in (heard(citizen) + heard(officer)).items() if words in shown)
    assert times == AMBIGUOUS[when, reply]
    assert outcome(life)[0][:REPORTED] == outcome(lives(None, 0)[0])[0][:REPORTED]
