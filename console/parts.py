"""What every route works with, and who is asking."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.desk import Desk
from bot.staffing import resting, roll
from console import oddities, sessions
from console.accounts import Doorkeeper
from console.audience import Audience
from console.browsers import Browsers
from console.live import Live
from console.pages import Pages, wants_part
from console.reads import Moment
from console.sessions import SignedIn
from console.speech import Speech
from console.throttle import LoginThrottle
from models.people import Role
from texts.catalogue import OFFICIAL

LANGUAGE_COOKIE = "ess-lang"


class SignInNeededError(Exception):
    """Nobody is signed in, or the session has ended."""


class NotHereError(Exception):
    """There is no such thing, or not for this reader: the two are not told apart."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The console's pieces, made once."""

    desk: Desk
    pages: Pages
    live: Live
    doorkeeper: Doorkeeper
    throttle: LoginThrottle
    browsers: Browsers


@dataclass(frozen=True, slots=True)
class Asking:
    """One request: its reader's language, and the clock's time when it came."""

    request: Request
    parts: Parts
    speech: Speech
    now: int

    @property
    def desk(self) -> Desk:
        return self.parts.desk

    @property
    def part(self) -> bool:
        return wants_part(self.request.headers)

    def page(
        self, template: str, /, status: int = 200, *, headers: dict[str, str] | None = None, **values: Any
    ) -> Response:
        """A page, never kept by a browser or a proxy: it holds what people have told us."""
        html = self.parts.pages.draw(template, self.speech, {"now": self.now, "path": self.request.url.path, **values})
        kept = {"Cache-Control": "no-store", "Vary": "HX-Request, Cookie", **(headers or {})}
        return HTMLResponse(html, status, headers=kept)


@dataclass(frozen=True, slots=True)
class Reader(Asking):
    """A request of somebody who is signed in."""

    who: SignedIn

    @property
    def moment(self) -> Moment:
        return Moment.of(self.now, self.desk.turner.policy)

    @property
    def audience(self) -> Audience:
        return Audience.of(self.who.role, self.who.province)

    def page(
        self, template: str, /, status: int = 200, *, headers: dict[str, str] | None = None, **values: Any
    ) -> Response:
        """With what the bar of a whole page shows: oddities that wait, who is at 1300. An officer hears of neither."""
        if "who" in values and self.who.role is not Role.OFFICER:
            with self.desk.store.read() as connection:
                values["odd"] = oddities.waiting(connection)
                values["roll"] = roll(connection, self.now, self.desk.turner.policy)
                values["resting"] = resting(connection, self.who.name)
        blank = {"odd": 0, "roll": (), "resting": None}
        return Asking.page(self, template, status, headers=headers, **{**blank, **values})


def asking(request: Request) -> Asking:
    parts: Parts = request.app.state.parts
    lang = request.cookies.get(LANGUAGE_COOKIE, "")
    return Asking(request, parts, Speech(lang if lang in OFFICIAL else OFFICIAL[0]), parts.desk.clock.now())


def reader(request: Request) -> Reader:
    """The signed-in user of a request; SignInNeededError otherwise. Notes once a minute that the session is in use."""
    plain = asking(request)
    token = request.cookies.get(sessions.cookie_name(request.url))
    if not token:
        raise SignInNeededError
    store = plain.desk.store
    with store.read() as connection:
        who = sessions.signed_in(connection, token, plain.now)
    if who is None:
        raise SignInNeededError
    if plain.now - who.seen_at > sessions.SEEN_EVERY:
        store.write(lambda c: sessions.seen(c, who.session, plain.now))
    return Reader(plain.request, plain.parts, plain.speech, plain.now, who)


def administrator(request: Request) -> Reader:
    found = reader(request)
    if found.who.role is not Role.ADMIN:
        raise NotHereError
    return found


Anyone = Annotated[Asking, Depends(asking)]
Here = Annotated[Reader, Depends(reader)]
Admin = Annotated[Reader, Depends(administrator)]
