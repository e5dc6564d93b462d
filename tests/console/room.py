"""A console over a real database and a clock that tests move; no network, no phone.

room = Room(folder)
case = room.case("a", incident=Incident.ASSAULT)
somchai = room.signs_in("somchai")
somchai.opens(case).says("...")
"""

import base64
import html
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.engine import Connection
from starlette.testclient import TestClient

from bot.desk import Desk
from bot.rows import CASE, CASE_EVENT, CASE_OFFICE, CONTENT, MESSAGE, PERSON, USER, case_row, person_row, read_case
from bot.schema import create_tables
from bot.service import build
from bot.settings import Settings
from bot.store import Store
from console import app as console_app
from console import sessions
from console.reads import Moment
from models.case import Answerer, Case, CaseStatus, case_number
from models.centre import HOTLINE
from models.incident import Incident, Priority
from models.people import ContactState, Person, Role
from models.report import Place, Report
from models.times import MINUTE
from tests.town import TestClock

PASSWORD = "a long enough password"


class Room:
    """One console. Cases are put straight into the database; what operators do goes the real way."""

    def __init__(self, folder: Path, *, tiles_url: str = "") -> None:
        key = folder / "key"
        key.write_bytes(base64.b64encode(os.urandom(32)))
        self.clock = TestClock()
        self.settings = Settings(
            database_url=f"sqlite:///{folder}/room.db",
            media_dir=folder / "media",
            data_key_file=key,
            tiles_url=tiles_url,
        )
        self.store = Store(self.settings.database_url)
        create_tables(self.store)
        self.service = build(self.settings, self.clock, self.store, claims=False)
        self.desk: Desk = self.service.desk
        self.desk.after = lambda result: self.service.changes.tell(result.changed)
        self.app = FastAPI()
        console_app.mount(self.app, self.desk)

    @property
    def moment(self) -> Moment:
        return Moment.of(self.clock.now(), self.service.turner.policy)

    def closes(self) -> None:
        self.store.close()

    def write(self, table: sa.Table, *rows: Mapping[str, Any]) -> None:
        self.store.write(lambda c: c.execute(self.store.insert(table), list(rows)))

    def read(self, query: sa.Select[Any]) -> list[Any]:
        with self.store.read() as connection:
            return list(connection.execute(query).all())

    def passes(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        self.clock.at += int((seconds + minutes * 60 + hours * 3600) * 1000)

    def user(self, name: str, role: Role = Role.OPERATOR, province: str | None = None, **more: Any) -> None:
        """A user whose password nobody knows: hashing one takes a while, and few tests need it."""
        row = {"name": name, "role": role.value, "province": province, "password": "!", "totp_step": 0, "recovery": ""}
        self.write(USER, {**row, "active": True, "failures": 0, "locked_until": 0, **more})

    def signs_in(self, name: str, role: Role = Role.OPERATOR, province: str | None = None) -> "Browser":
        """A new user with an open session in a browser of their own."""
        self.user(name, role, province)
        return self.comes_back(name)

    def comes_back(self, name: str) -> "Browser":
        token = self.store.write(lambda c: sessions.begin(c, name, self.clock.now()))
        browser = self.browser()
        browser.client.cookies.set("__Host-ess-session", token, domain="console.test", path="/")
        return browser

    def browser(self, base: str = "https://console.test", peer: str = "10.1.2.3") -> "Browser":
        return Browser(self, TestClient(self.app, base_url=base, client=(peer, 50000), follow_redirects=False))

    def case(
        self,
        seed: str,
        *,
        ago: float = 1,
        incident: Incident | None = Incident.ASSAULT,
        place: Place | None = None,
        raised: bool = True,
        held_by: str | None = None,
        offices: tuple[str, ...] = (),
        contact: ContactState = ContactState.FREE,
        line: bool = True,
        **fields: Any,
    ) -> str:
        """A case that began `ago` minutes before now; its number. `fields` are those of models.case.Case."""
        number, at = case_number(seed), self.clock.now() - int(ago * MINUTE)
        lane = f"user:U{seed}" if line else f"case:{number}"
        told = {HOTLINE: at, **dict.fromkeys(offices, at)} if raised else {}
        values: dict[str, Any] = {
            "status": CaseStatus.OPEN,
            "started_at": at,
            "last_heard": at,
            "report": Report(begun=True, incident=incident, place=place),
            "raised": told,
            "priority": Priority.P2,
            "answerer": Answerer(held_by, at, at + 90_000) if held_by else None,
            "version": 1,
            **fields,
        }
        self.write(CASE, case_row(Case(number, lane, **values)))
        if line:
            insert = self.store.insert(PERSON).on_conflict_do_nothing()
            person = person_row(Person(f"U{seed}", contact=contact, active=number, profile_at=at))
            self.store.write(lambda c: c.execute(insert, [person]))
        for office in offices:
            self.write(CASE_OFFICE, {"number": number, "office": office})
        return number

    def state(self, number: str) -> Case:
        ((state,),) = self.read(sa.select(CASE.c.state).where(CASE.c.number == number))
        return read_case(state)

    def message(self, number: str, text: str, **fields: Any) -> str:
        """Something said in the case's lane."""
        at = fields.pop("at", self.clock.now())
        ident = fields.pop("id", f"m{at}-{abs(hash(text)) % 10**9}")
        media = {k: fields.pop(k) for k in ("media", "mime", "name", "size", "file_state") if k in fields}
        content = {"id": ident, "body": text.encode(), "media": media.get("media"), "mime": media.get("mime")}
        content |= {"name": media.get("name"), "size": media.get("size"), "state": media.get("file_state", "ready")}
        self.write(CONTENT, content)
        row = {"id": ident, "lane": self.state(number).lane, "at": at, "kind": "text", "sender": "U", "outgoing": False}
        self.write(MESSAGE, {**row, "content": ident, "state": "", "unsent": False, **fields})
        return ident

    def log(self, number: str, kind: str, actor: str = "", data: bytes = b"{}") -> None:
        row = {"case_number": number, "at": self.clock.now(), "kind": kind, "actor": actor, "data": data}
        self.write(CASE_EVENT, row)

    def in_transaction(self, work: Any) -> Any:
        def run(connection: Connection) -> Any:
            return work(connection)

        return self.store.write(run)


class Browser:
    """What one person's browser asks, and what it is shown."""

    def __init__(self, room: Room, client: TestClient) -> None:
        self.room = room
        self.client = client

    def gets(self, path: str, *, part: bool = False, **more: Any) -> "Shown":
        headers = {"HX-Request": "true"} if part else {}
        return Shown(self.client.get(f"/console{path}", headers={**headers, **more.pop("headers", {})}, **more))

    def posts(self, path: str, form: Mapping[str, Any] | None = None, *, part: bool = False, **more: Any) -> "Shown":
        headers = {"Sec-Fetch-Site": "same-origin"} | ({"HX-Request": "true"} if part else {})
        return Shown(self.client.post(f"/console{path}", data=dict(form or {}), headers=headers, **more))

    def queue(self, listing: str = "waiting") -> list[str]:
        return self.gets(f"/?listing={listing}").numbers

    def case(self, number: str) -> "Shown":
        return self.gets(f"/cases/{number}")

    def acts(self, number: str, what: str, **form: Any) -> "Shown":
        """Fills in the form as the page draws it, and sends it by htmx."""
        hidden = self.case(number).form(what)
        assert hidden is not None, f"the page has no form {what!r}"
        return self.posts(f"/cases/{number}/{what}", {**hidden, **form}, part=True)


class Shown:
    """An answer, read as a person would."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.headers = response.headers
        self.html: str = response.text if "text/html" in response.headers.get("content-type", "") else ""

    @property
    def text(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    @property
    def numbers(self) -> list[str]:
        return re.findall(r'<li class="row-item" id="row-([^"]+)"', self.html)

    @property
    def actions(self) -> set[str]:
        """What can be done on a case's page."""
        return set(re.findall(r'action="/console/cases/[^/"]+/([a-z_]+)"', self.html))

    def form(self, what: str) -> dict[str, str] | None:
        found = re.search(rf'<form[^>]*action="/console/(?:[^"]*/)?{what}"[^>]*>(.*?)</form>', self.html, re.DOTALL)
        if found is None:
            return None
        inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', found.group(1))
        return {name: html.unescape(value) for name, value in inputs}
