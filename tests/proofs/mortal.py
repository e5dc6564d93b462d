"""A service that can die: at any statement, commit or send. It is opened again from the database that it left behind.

LINE is the emulator's platform without HTTP in between, so that a whole life takes milliseconds.
"""

import asyncio
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import psycopg
import sqlalchemy as sa

from bot.bodies import signed
from bot.cases import every_case
from bot.net.line import Profile, outcome
from bot.rows import INBOX, OUTBOX
from bot.service import Service, build
from bot.settings import Settings
from bot.tries import Claimed, Outcome
from emulator.phone import Phone
from emulator.platform import Platform
from emulator.screen import words_of
from emulator.values import Entry, Json, Refused
from handlers.commands import Actor, AnyCommand, AnyResult
from tests.town import SECRET, TestClock

LEASE_IS_OVER = 11_000
NUMBERS = re.compile(r"\b[2-9A-Y]{4}-[2-9A-Y]{4}\b")
TIMES = re.compile(r"\d{1,2}[:.]\d{2}|\d+ นาที|เมื่อสักครู่")


class Dead(BaseException):
    """The process ends here."""


class Points:
    """Counts the places where a process can die, and dies at one of them."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.count = 0
        self.passed: list[str] = []
        self.where = ""
        self.dead = False

    def here(self, what: str) -> None:
        if self.dead:
            raise Dead
        self.count += 1
        self.passed.append(what)
        if self.count == self.at:
            self.dead, self.where = True, what
            raise Dead


class NearLine:
    """LINE's answers as the network's client gives them, from the platform in this process."""

    def __init__(self, platform: Platform, points: Points) -> None:
        self.platform = platform
        self.points = points

    async def send(self, row: Claimed) -> Outcome:
        silent = {"notificationDisabled": True} if row.silent else {}
        body: Json = {"messages": json.loads(row.messages), **silent}
        if row.reply_token is not None:
            return self._ask("reply", {"replyToken": row.reply_token, **body}, "")
        return self._ask("push", {"to": row.recipient, **body}, row.id)

    async def profile(self, user: str) -> Profile | Outcome:
        self.points.here("before profile")
        return Profile(self.platform.chats.person(user).name, "th")

    def close(self) -> None: ...

    def _ask(self, how: str, body: Json, key: str) -> Outcome:
        self.points.here(f"before {how}")
        work = self.platform.sending.reply if how == "reply" else self.platform.sending.push
        try:
            with self.platform.changing():
                answer = work(body, request_id=str(uuid4()), retry_key=key)
            made = outcome(200, json.dumps(answer), "", how)
        except Refused as refused:
            made = outcome(refused.status, json.dumps(refused.body()), "", how)
        self.points.here(f"after {how}")
        return made


class Life:
    """One database and the services that live over it, one after the other."""

    def __init__(self, folder: Path, database: str, loop: asyncio.AbstractEventLoop, points: Points) -> None:
        self.clock = TestClock()
        self.loop = loop
        self.points = points
        self.settings = Settings(
            channel_secrets=(SECRET,),
            database_url=database,
            media_dir=folder / "media",
            spool_dir=folder / "spool",
            data_key_file=folder / "key",
            public_url="https://ess.example",
        )
        self.platform = Platform(clock=self.clock.seconds, channel_secret=SECRET)
        self.deaths = 0
        self.away = LEASE_IS_OVER
        self.service = self.born()
        self.platform.connect(self.receive)

    def born(self) -> Service:
        service = build(self.settings, self.clock)
        self.loop.run_until_complete(service.open_line())
        assert service.poster is not None
        assert service.line is not None
        service.line.close()
        service.line = service.poster.line = NearLine(self.platform, self.points)  # type: ignore[assignment]
        service.desk.after = lambda result: service.poster.take(result.born)  # type: ignore[union-attr]
        sa.event.listen(service.store.writer, "do_connect", self._mortal)
        sa.event.listen(service.store.writer, "commit", lambda *_: self.points.here("commit"))
        return service

    def _mortal(self, dialect: sa.Dialect, _record: object, _values: object, options: dict[str, Any]) -> None:
        """The driver itself is where a statement can find the process dead: not all go through SQLAlchemy."""
        options.update(mortal_sqlite(self.points) if dialect.name == "sqlite" else mortal_postgres(self.points))

    def receive(self, body: bytes, signature: str) -> int:
        assert signed(self.settings.channel_secrets, body, signature)
        try:
            self.service.accepter.store_now(self.service.accepter.rows(body))
        except Dead:
            return 0
        return 200

    def does(self, act: Callable[[], Any]) -> Any:
        """Somebody does something, and everything that follows from it happens, over as many lives as it takes."""
        self.clock.at += 1
        try:
            result = act()
            self.settle()
        except Dead:
            self.reborn()
            return None
        return result

    def acts(self, number: str, command: AnyCommand, form: str) -> AnyResult:
        """An operator's form; when no answer comes the browser sends it again under the same id."""
        for _ in range(2):
            try:
                self.clock.at += 1
                result = self.service.desk.act(number, Actor("op1", "operator"), command, form)
                self.settle()
            except Dead:
                self.reborn()
            else:
                return result
        raise AssertionError("died twice")

    def reborn(self) -> None:
        self.deaths += 1
        self.points.dead, self.points.at = False, None
        self.loop.run_until_complete(self.service.close())
        self.service = self.born()
        self.clock.at += self.away
        self.platform.redeliver()
        for _ in range(3):
            self.settle()
            self.clock.at += LEASE_IS_OVER

    def settle(self) -> None:
        poster = self.service.poster
        assert poster is not None
        for _ in range(50):
            result = self.service.turner.turn()
            poster.take(result.born)
            if not self.loop.run_until_complete(poster.step()) and not result.handled:
                return
        raise AssertionError("it does not come to rest")

    def ends(self) -> None:
        self.loop.run_until_complete(self.service.close())

    def cases(self) -> list[dict[str, Any]]:
        with self.service.store.read() as connection:
            return list(every_case(connection, self.clock.now(), self.service.policy.interrupted_after))

    def unfinished(self) -> list[Any]:
        """What the tables still owe: events not handled, messages not sent."""
        with self.service.store.read() as connection:
            events = connection.execute(sa.select(INBOX.c.kind).where(INBOX.c.done_at.is_(None))).scalars().all()
            rows = connection.execute(
                sa.select(OUTBOX.c.kind, OUTBOX.c.why).where(OUTBOX.c.status.in_(["pending", "refused", "expired"]))
            ).all()
        return [*events, *rows]


def mortal_sqlite(points: Points) -> dict[str, Any]:
    class Mortal(sqlite3.Cursor):
        def execute(self, sql: str, *values: Any) -> Self:
            points.here(f"statement {sql[:60]}")
            return super().execute(sql, *values)

        def executemany(self, sql: str, *values: Any) -> Self:
            points.here(f"statement {sql[:60]}")
            return super().executemany(sql, *values)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: type[sqlite3.Cursor] = Mortal) -> sqlite3.Cursor:
            return super().cursor(factory)

    return {"factory": Connection}


def mortal_postgres(points: Points) -> dict[str, Any]:
    class Mortal(psycopg.Cursor[Any]):
        def execute(self, query: Any, *values: Any, **more: Any) -> Self:
            points.here(f"statement {str(query)[:60]}")
            return super().execute(query, *values, **more)

        def executemany(self, query: Any, *values: Any, **more: Any) -> None:
            points.here(f"statement {str(query)[:60]}")
            super().executemany(query, *values, **more)

    return {"cursor_factory": Mortal}


def heard(phone: Phone) -> Counter[str]:
    """What a phone was shown, message by message, without numbers and times."""
    return Counter(said(entry) for entry in phone.received())


def said(entry: Entry) -> str:
    words = " | ".join(words_of(entry.message))
    return TIMES.sub("T", NUMBERS.sub("N", words))
