"""/ack/<token>: the link of an e-mail, SMS or webhook. Looking changes nothing; pressing the button acknowledges."""

import hashlib
from dataclasses import dataclass
from html import escape

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.desk import Desk
from bot.notices import Ticket, read_ticket
from bot.rows import CASE, INBOX, PATH, inner_row
from handlers.events import Acknowledged
from models.field import SUPERVISOR
from texts.catalogue import OFFICIAL, words

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """A link that still holds, and what its path is called."""

    ticket: Ticket
    name: str


class Door:
    """The page and its button, over the desk's store and clock."""

    def __init__(self, desk: Desk, key: bytes) -> None:
        self._desk = desk
        self._key = key

    def routes(self) -> list[Route]:
        return [Route("/ack/{token}", self.look, methods=["GET"]), Route("/ack/{token}", self.press, methods=["POST"])]

    def look(self, request: Request) -> Response:
        found = self._read(request)
        if found is None:
            return page(both("ack-bad"), status=404)
        key = "ack-ask-supervisor" if found.ticket.owner == SUPERVISOR else "ack-ask"
        asked = [words(lang, key, number=found.ticket.number, name=found.name) for lang in OFFICIAL]
        button = " / ".join(both("ack-button"))
        return page(asked, form=f'<form method="post"><button>{escape(button)}</button></form>')

    def press(self, request: Request) -> Response:
        found = self._read(request)
        if found is None:
            return page(both("ack-bad"), status=404)
        self.acknowledge(found, request.path_params["token"])
        return page(both("ack-done"))

    def acknowledge(self, found: Pressed, token: str) -> None:
        """Once: the same token is the same event, whoever presses how often."""
        desk, now, held = self._desk, self._desk.clock.now(), found.ticket
        event = Acknowledged(
            id=f"ack:{hashlib.sha256(token.encode()).hexdigest()}",
            at=now,
            heard=now,
            number=held.number,
            owner=held.owner,
            path=held.path,
            name=found.name,
        )
        with desk.store.read() as connection:
            lane = connection.scalar(sa.select(CASE.c.lane).where(CASE.c.number == held.number))
        if lane is None:
            return
        known = desk.store.insert(INBOX).on_conflict_do_nothing()
        desk.store.write(lambda c: c.execute(known, [inner_row(lane, event)]))
        desk.after(desk.turner.run(lane))

    def _read(self, request: Request) -> Pressed | None:
        """The link of a path that is switched on: who lost a telephone switches it off, and its links die with it."""
        held = read_ticket(self._key, request.path_params["token"], self._desk.clock.now())
        if held is None:
            return None
        mine = sa.select(PATH.c.name).where(PATH.c.id == held.path, PATH.c.owner == held.owner, PATH.c.active)
        with self._desk.store.read() as connection:
            name = connection.scalar(mine)
        return None if name is None else Pressed(held, name)


def both(key: str) -> list[str]:
    return [words(lang, key) for lang in OFFICIAL]


def page(lines: list[str], *, form: str = "", status: int = 200) -> Response:
    """Plain and small: it opens on any telephone, without a script or a style of its own."""
    title = escape(words("th", "ack-title"))
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    body = '<!doctype html><html lang="th"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return HTMLResponse(f"{body}<title>{title}</title><h1>{title}</h1>{text}{form}</html>", status, HEADERS)
