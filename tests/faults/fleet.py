"""Real servers in processes of their own, behind one listening socket, with LINE in this process: to be killed."""

import base64
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.render import blind_reply
from bot.rows import INBOX, OUTBOX
from bot.schema import has_tables, migrate
from bot.store import Store
from emulator.phone import Phone
from emulator.platform import Platform
from emulator.serve import Served
from tests.faults.odd import hurried
from tests.town import SECRET, TOKEN
from texts import catalogue

ROOT = Path(__file__).parents[2]
ORDINARY, ODD = ("bot", "serve"), ("tests.faults.odd",)
WORDS = ("แจ้งเหตุ", "1", "เชียงใหม่", "ไม่ใช่", "ข้าม")
BLIND = json.loads(blind_reply())[0]
TRUTH = catalogue.words("th", "truth", number="0").partition("0")[0].strip()
NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


class Replica:
    """One `ess serve`. `ready` once it stores events."""

    def __init__(self, fleet: "Fleet", listener: socket.socket, **env: str) -> None:
        self.log = fleet.folder / f"replica-{len(fleet.every)}.log"
        self._file = self.log.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", *(ODD if env or fleet.odd else ORDINARY), "--fd", str(listener.fileno())],
            cwd=ROOT,
            env={**os.environ, **fleet.env, **fleet.odd, **env, "PYTHONUNBUFFERED": "1"},
            pass_fds=[listener.fileno()],
            stdout=self._file,
            stderr=self._file,
        )

    def stops(self) -> None:
        """It hangs, with everything it holds."""
        self.process.send_signal(signal.SIGSTOP)

    def goes_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._file.close()

    def ends(self) -> float:
        """SIGTERM; how long it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self._file.close()
        return time.monotonic() - began

    def started(self) -> bool:
        return '"message":"started"' in self.log.read_text()


@dataclass
class Fleet:
    """`start` replicas, let people `talk`, `kill` somebody, and compare what was said with what arrived.

    `speed`: how much faster time goes for the replicas and for LINE.
    """

    folder: Path
    database: str
    env: dict[str, str] = field(default_factory=dict)
    speed: float = 1.0
    odd: dict[str, str] = field(default_factory=dict)
    every: list[Replica] = field(default_factory=list)
    alive: list[Replica] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0

    def __post_init__(self) -> None:
        clock: Callable[[], float] = time.time
        if self.speed != 1:
            base = int(time.time() * 1000)
            clock = hurried(base, self.speed)
            self.odd |= {"ODD_BASE": str(base), "ODD_SPEED": str(self.speed)}
        self.platform = Platform(clock=clock, channel_secret=SECRET, channel_token=TOKEN)
        self.line = Served(self.platform).start()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port = self.listener.getsockname()[1]
        key = self.folder / "key"
        key.write_bytes(base64.b64encode(os.urandom(32)))
        self.env = {
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
            "LINE_API_BASE": self.line.url,
            "DATABASE_URL": self.database,
            "DATA_KEY_FILE": str(key),
            "MEDIA_DIR": str(self.folder / "media"),
            "SPOOL_DIR": str(self.folder / "spool"),
            **self.env,
        }
        store = Store(self.database)
        if not has_tables(store):
            migrate(self.database)
        store.close()
        self.store = Store(self.database)
        self.platform.connect(self.post)

    def start(self, count: int = 1, **odd: str) -> None:
        """`odd`: what is wrong with them (tests/faults/odd.py)."""
        for _ in range(count):
            replica = Replica(self, self.listener, **odd)
            self.every.append(replica)
            self.alive.append(replica)
            until(replica.started, 60)

    def kill(self, which: int = 0) -> None:
        self.alive.pop(which).kill()

    def close(self) -> None:
        for replica in self.alive:
            replica.kill()
        self.store.close()
        self.listener.close()
        self.line.stop()

    def post(self, body: bytes, signature: str) -> int:
        """LINE's webhook: waits for an answer, and sends the same again when there is none."""
        for _ in range(300):
            status = self._try(body, signature)
            if status == 200:
                return status
            self.statuses[status] += 1
            threading.Event().wait(0.1)
        return 0

    def _try(self, body: bytes, signature: str) -> int:
        """The status; 0 when the connection ended without one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        began = time.monotonic()
        try:
            connection.request("POST", "/webhook", body, {"x-line-signature": signature})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
            self.slowest = max(self.slowest, time.monotonic() - began)

    def settles(self, seconds: float = 60) -> None:
        """Until nothing is pending, and everything that was not acknowledged has been sent again."""
        until(lambda: self.platform.redeliver() == 0, seconds)
        until(lambda: self.pending() == 0, seconds)

    def pending(self) -> int:
        with self.store.read() as connection:
            inbox = connection.execute(sa.select(INBOX.c.seq).where(INBOX.c.done_at.is_(None))).all()
            outbox = connection.execute(
                sa.select(OUTBOX.c.seq).where(OUTBOX.c.status == "pending", OUTBOX.c.kind != "profile")
            ).all()
        return len(inbox) + len(outbox)

    def stored(self) -> set[str]:
        with self.store.read() as connection:
            return set(connection.execute(sa.select(INBOX.c.id)).scalars())

    def acknowledged(self) -> set[str]:
        with self.platform.looking():
            done = [d for d in self.platform.deliveries if 200 <= d.status < 300]
        return {event["webhookEventId"] for each in done for event in each.post.events}


def until(true: Callable[[], object], seconds: float) -> None:
    """Looks again and again; what is waited for happens in other processes."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        threading.Event().wait(0.02)


def talk(people: Sequence[Phone], words: Sequence[str], rate: float, threads: int = 8) -> threading.Thread:
    """Everybody says all words in their order, `rate` words a second in all; the thread ends when all is said."""

    def run() -> None:
        gone = threading.Event()

        def speak(mine: Sequence[Phone]) -> None:
            for word in words:
                for person in mine:
                    person.says(word)
                    gone.wait(threads / rate)

        speakers = [threading.Thread(target=speak, args=(people[n::threads],)) for n in range(threads)]
        for each in speakers:
            each.start()
        for each in speakers:
            each.join()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def heard(person: Phone) -> list[str]:
    """What arrived, in order, the case number taken out; without what is said when its time comes: whom to call while
    the database is away, and, where minutes pass, that nobody has answered yet."""
    said = [e.message for e in person.received() if e.message != BLIND and TRUTH not in str(e.message)]
    return [NUMBER.sub("NUMBER", repr(sorted(each.items(), key=str))) for each in said]


def blind(person: Phone) -> int:
    return sum(entry.message == BLIND for entry in person.received())


def truths(person: Phone) -> int:
    return sum(TRUTH in str(entry.message) for entry in person.received())


def is_part(some: list[str], whole: list[str]) -> bool:
    """Whether `some` is `whole` with nothing doubled and nothing in another order, at most something left out."""
    rest = iter(whole)
    return all(each in rest for each in some)


@dataclass(frozen=True)
class Verdict:
    """The figures of one run."""

    events: int
    acknowledged: int
    missing: int
    doubled: int
    disordered: int
    silent: int
    blind: int
    cases: int


def judge(fleet: Fleet, people: Sequence[Phone], whole: list[str], words: Sequence[str] = WORDS) -> Verdict:
    """Compares every conversation with the one that nothing disturbed."""
    from bot.cases import every_case

    acknowledged = fleet.acknowledged()
    with fleet.store.read() as connection:
        cases = list(every_case(connection, 0, 0))
    said: list[list[Any]] = [[m["text"] for m in case["messages"] if m["from"] == "reporter"] for case in cases]
    heard_by = [heard(person) for person in people]
    return Verdict(
        events=len(people) * len(words),
        acknowledged=len(acknowledged),
        missing=len(acknowledged - fleet.stored()) + sum(1 for texts in said if len(texts) != len(words)),
        doubled=sum(len(each) - len(set(each)) for each in heard_by)
        + sum(max(0, blind(p) - 1) + max(0, truths(p) - 1) for p in people),
        disordered=sum(not is_part(each, whole) for each in heard_by) + sum(texts != list(words) for texts in said),
        silent=sum(len(whole) - len(each) for each in heard_by),
        blind=sum(map(blind, people)),
        cases=len(cases),
    )


def undisturbed(folder: Path, words: Sequence[str] = WORDS) -> list[str]:
    """What one person hears when nothing goes wrong."""
    from tests.town import Town

    folder.mkdir()
    town = Town(folder)
    citizen = town.citizen()
    for word in words:
        citizen.says(word)
    found = heard(citizen.phone)
    town.closes()
    return found


def pick(seed: int) -> random.Random:
    return random.Random(seed)
