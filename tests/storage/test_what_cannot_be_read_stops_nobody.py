"""A row that this version cannot read, and a name that no database stores: they cost themselves and nobody else."""

import asyncio
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import sqlalchemy as sa

from bot.net.line import Line, Profile
from bot.rows import INBOX, OUTBOX, PERSON
from bot.settings import Settings
from tests.resident import Resident
from tests.town import Town


def state_of(town: Town, citizen: Resident) -> bytes:
    return bytes(town.scalar(sa.select(PERSON.c.state).where(PERSON.c.user == citizen.phone.user_id)))


def writes_state(town: Town, citizen: Resident, state: bytes) -> None:
    theirs = sa.update(PERSON).where(PERSON.c.user == citizen.phone.user_id).values(state=state)
    town.service.store.write(lambda c: c.execute(theirs))


def test_a_person_who_cannot_be_read_waits_and_the_others_do_not(town: Town):
    first, second = town.citizen("หนึ่ง"), town.citizen("สอง")
    first.says("แจ้งเหตุ")
    known = state_of(town, first)
    writes_state(town, first, b'{"user": 7}')
    first.ignores_the_rest()
    first.says("ถูกทำร้าย")
    assert second.reports()
    town.passes(minutes=2, step=30)
    first.nothing_else_arrived()
    pending = sa.select(INBOX.c.lane).where(INBOX.c.done_at.is_(None))
    assert town.scalar(pending) == f"user:{first.phone.user_id}"
    writes_state(town, first, known)
    town.passes(minutes=10, step=30)
    assert town.scalar(pending) is None
    assert {case["incident"] for case in town.cases()} == {"assault"}


def test_an_event_of_a_newer_version_waits_for_it(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    unknown = {"id": "new", "lane": f"user:{citizen.phone.user_id}", "kind": "inner", "rank": 0, "at": 0, "heard": 0}
    unknown |= {"body": b'{"type":"invented_later"}', "parked": False}
    town.service.store.write(lambda c: c.execute(sa.insert(INBOX).values(**unknown)))
    assert town.citizen("อื่น").reports()
    assert town.scalar(sa.select(INBOX.c.id).where(INBOX.c.done_at.is_(None))) == "new"


def test_a_name_with_a_nul_is_shown_and_stops_nothing(town: Town):
    town.citizen("สม\0ใจ").reports()
    town.citizen("ต่อไป").reports()
    waiting = sa.select(OUTBOX.c.kind).where(OUTBOX.c.status == "pending")
    assert town.scalar(waiting) is None
    assert "สม\u2400ใจ" in names(town)


def names(town: Town) -> list[str]:
    with town.service.store.read() as connection:
        return list(connection.scalars(sa.select(PERSON.c.name)))


@pytest.fixture
def broken_line():
    """A LINE that cuts a name in the middle of an emoji, and answers nothing else."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = rb'{"userId":"U1","displayName":"\u0e2a\ud83d","language":7}'
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_name_that_was_cut_in_the_middle_of_a_letter_can_be_stored(broken_line: str):
    async def asks() -> object:
        line = Line(Settings(access_token="t", api_base=broken_line))
        found = await line.profile("U1")
        line.close()
        return found

    found = asyncio.run(asks())
    assert isinstance(found, Profile)
    assert found.name.encode().decode().startswith("ส")
    assert found.lang is None


class Unspeakable(Line):
    """A way of asking for names that cleans none."""

    async def profile(self, user: str) -> Profile:
        assert user
        return Profile("ส\ud83d", None)


def test_a_name_that_the_database_refuses_is_given_up(town: Town):
    town.service.line = town.service.poster.line = Unspeakable(town.settings)
    citizen = town.citizen()
    with pytest.raises((UnicodeEncodeError, sa.exc.DBAPIError)):
        citizen.says("แจ้งเหตุ")
    town.settle()
    assert town.scalar(sa.select(OUTBOX.c.kind).where(OUTBOX.c.status == "pending")) is None
    assert citizen.phone.received()
