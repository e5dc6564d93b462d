"""A town with people, offices, the bot and the emulated LINE, on a clock that tests move: the language of the stories.

town = Town(folder)
citizen = town.citizen("สมใจ")
citizen.taps("แจ้งเหตุ")
town.office("TH-50").expects("เรื่องใหม่")
town.passes(minutes=2)
"""

import asyncio
import base64
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa

from bot.bodies import signed
from bot.cases import every_case
from bot.clock import Clock
from bot.codes import new_code
from bot.desk import Desk
from bot.rows import CASE, CONTENT, PRESENCE
from bot.schema import create_tables
from bot.service import Service, build
from bot.settings import Settings
from bot.store import Store
from emulator.faults import Fault, FaultKind
from emulator.platform import Platform
from emulator.serve import Served
from emulator.values import Group
from handlers.commands import Actor, AnyCommand, AnyResult, Close, ConfirmClose, Done, NoField
from models.case import Outcome
from models.policy import Policy
from tests.resident import Resident

SECRET, TOKEN = "channel secret", "channel token"
START = 1_795_000_000_000


class TestClock:
    """Stands still until a test moves it."""

    __test__ = False

    def __init__(self, now: int = START) -> None:
        self.at = now

    def now(self) -> int:
        return self.at

    def seconds(self) -> float:
        return self.at / 1000


def signs(body: bytes | dict[str, Any], secret: str = SECRET) -> tuple[bytes, str]:
    """The exact bytes and their signature, as LINE makes it."""
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    return raw, base64.b64encode(hmac.digest(secret.encode(), raw, hashlib.sha256)).decode()


def settings_of(folder: Path, line: str, database: str = "") -> Settings:
    """A service that has everything in one folder, its key made once."""
    key = folder / "key"
    if not key.exists():
        key.write_bytes(base64.b64encode(os.urandom(32)))
    return Settings(
        channel_secrets=(SECRET,),
        access_token=TOKEN,
        api_base=line,
        data_base=line,
        database_url=database or f"sqlite:///{folder}/town.db",
        media_dir=folder / "media",
        spool_dir=folder / "spool",
        data_key_file=key,
        public_url="https://ess.example",
    )


class Town:
    """One service over one database and one LINE; everything happens when the test says so."""

    def __init__(self, folder: Path, *, database: str = "", claims: bool = True) -> None:
        self.clock = TestClock()
        self.platform = Platform(clock=self.clock.seconds, channel_secret=SECRET, channel_token=TOKEN)
        self.line = Served(self.platform).start()
        self.settings = settings_of(folder, self.line.url, database)
        self.claims = claims
        self._made = count(1)
        self._paused = False
        self.full = False
        self.loop = asyncio.new_event_loop()
        store = Store(self.settings.database_url)
        create_tables(store)
        store.close()
        self.service = self.opens()
        self.platform.connect(self.receive)

    def opens(self, policy: Policy | None = None, clock: Clock | None = None) -> Service:
        """The service starts (again) from what the database holds; `clock` is that of another machine."""
        service = build(self.settings, clock or self.clock, claims=self.claims)
        if policy is not None:
            service.policy = service.turner.policy = policy
        self.loop.run_until_complete(service.open_line())
        service.desk.after = lambda result: service.poster.take(result.born)  # type: ignore[union-attr]
        return service

    def closes(self) -> None:
        self.loop.run_until_complete(self.service.close())
        self.loop.close()
        self.line.stop()

    @property
    def desk(self) -> Desk:
        return self.service.desk

    def receive(self, body: bytes, signature: str) -> int:
        """The webhook without HTTP: stored before it is answered."""
        if self.full:
            return 503
        if not signed(self.settings.channel_secrets, body, signature):
            return 401
        rows = self.service.accepter.rows(body)
        self.service.accepter.store_now(rows)
        return 200

    def hears(self, *events: dict[str, Any]) -> int:
        """A signed body with exactly these events; the bot's status."""
        now = self.clock.at
        made = [
            {"webhookEventId": f"made{next(self._made):06}", "timestamp": now, "mode": "active", **event}
            for event in events
        ]
        return self.hears_raw(orjson.dumps({"destination": "U0", "events": made}))

    def hears_raw(self, body: bytes) -> int:
        """These bytes, signed."""
        status = self.receive(*signs(body))
        self.settle()
        return status

    def strikes(self, kind: FaultKind, *at: str, times: int | None = 1, **more: Any) -> None:
        """LINE misbehaves: `times` None is until `heals()`."""
        with self.platform.changing():
            self.platform.faults.add(Fault(kind, at=frozenset(at), times=times, **more))

    def heals(self) -> None:
        with self.platform.changing():
            self.platform.faults.clear()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Webhooks are stored, and nothing else happens meanwhile."""
        self._paused = True
        yield
        self._paused = False

    def settle(self, rounds: int = 200) -> None:
        """Turns and posts until nothing is due any more."""
        if self._paused:
            return
        for _ in range(rounds):
            result = self.service.turner.turn()
            if result.handled and not result.more:
                assert not self.service.turner.turn().handled, "the loop would have slept over this"
            assert self.service.poster is not None
            self.service.poster.take(result.born)
            sent = self.loop.run_until_complete(self.service.poster.step())
            if not result.handled and not sent:
                return
        raise AssertionError("the town does not come to rest")

    def passes(self, *, seconds: float = 0, minutes: float = 0, step: float = 1) -> None:
        """Time goes by, a second at a time unless told otherwise, and everything due happens in it."""
        end = self.clock.at + int((seconds + minutes * 60) * 1000)
        while self.clock.at < end:
            self.clock.at = min(end, self.clock.at + int(step * 1000))
            self.settle()

    def citizen(self, name: str = "สมใจ", *, follows: bool = False, language: str = "th") -> Resident:
        return Resident(self, self.platform.person(name, follows=follows, language=language))

    def officer(self, office: str, name: str = "ร.ต.อ. ใจดี") -> Resident:
        """Somebody who has sent the office's one-time code in their 1:1 chat."""
        officer = self.citizen(name)
        officer.says(self.code(office))
        officer.expects(office)
        return officer

    def group(self, name: str, *members: Resident) -> Group:
        """A LINE group; nobody has invited the bot yet."""
        return self.platform.group(name, *(m.phone for m in members), bot_inside=False)

    def invites_bot(self, group: Group) -> None:
        with self.platform.changing():
            self.platform.acts.invite_bot(group.group_id)
        self.platform.flush()
        self.settle()

    def removes_bot(self, group: Group) -> None:
        with self.platform.changing():
            self.platform.acts.remove_bot(group.group_id)
        self.platform.flush()
        self.settle()

    def code(self, office: str, *, group: bool = False) -> str:
        """What `ess office code` prints."""
        return new_code(self.service.store, self.clock, self.service.policy, office, group=group)

    def cases(self) -> list[dict[str, Any]]:
        with self.service.store.read() as connection:
            policy = self.service.policy
            return list(every_case(connection, self.clock.now(), policy.interrupted_after))

    def case(self) -> dict[str, Any]:
        (only,) = self.cases()
        return only

    def case_of(self, number: str) -> dict[str, Any]:
        return next(case for case in self.cases() if case["number"] == number)

    def closes_case(self, number: str, outcome: Outcome = Outcome.ADVISED) -> None:
        """Two operators close it: no field, an outcome, and the second consent."""
        self.acts("op1", number, NoField("ไม่มีผู้เสียหายในพื้นที่"))
        assert isinstance(self.acts("op1", number, Close(outcome)), Done)
        assert isinstance(self.acts("op2", number, ConfirmClose()), Done)

    def acts(self, operator: str, number: str, command: AnyCommand, form: str = "", version: int = 0) -> AnyResult:
        """An operator does something at the console."""
        result = self.desk.act(number, Actor(operator, "operator"), command, form or self.desk.new_form(), version)
        self.settle()
        return result

    def present(self, operator: str) -> None:
        """The operator's console is open now."""
        store = self.service.store
        row = {"user": operator, "at": self.clock.now(), "case_number": None}
        store.write(lambda c: c.execute(store.upsert(PRESENCE), [row]))

    def content(self, content: str) -> Any:
        """The row of words or of a file."""
        with self.service.store.read() as connection:
            return connection.execute(sa.select(CONTENT).where(CONTENT.c.id == content)).one()

    def version_of(self, number: str) -> int:
        return int(self.scalar(sa.select(CASE.c.version).where(CASE.c.number == number)))

    def restarts(self) -> None:
        """The process ends and another one opens the same database."""
        self.loop.run_until_complete(self.service.close())
        self.service = self.opens()

    def uses(self, policy: Policy) -> None:
        """The owner has changed the policy, and the service starts with it."""
        self.loop.run_until_complete(self.service.close())
        self.service = self.opens(policy)

    def scalar(self, query: sa.Select[Any]) -> Any:
        with self.service.store.read() as connection:
            return connection.execute(query).scalar()
