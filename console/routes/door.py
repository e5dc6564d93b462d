"""Signing in and out, and the language."""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.near import on_this_machine
from console import presence, sessions
from console.accounts import SignInProblem
from console.parts import LANGUAGE_COOKIE, Anyone, Asking, Here, Reader
from texts.catalogue import OFFICIAL

router = APIRouter()
HOME = "/console/"
YEAR = 365 * 24 * 3600


def inside(address: str) -> str:
    """Where to go after signing in: only addresses of the console itself."""
    odd = any(part in address for part in ("\\", "//", ".."))
    return address if address.startswith(HOME) and address.isprintable() and not odd else HOME


def demo_login(asked: Asking) -> tuple[str, str]:
    """The demo's name and password for a browser on this machine; nothing for anybody else, or behind a proxy."""
    known, request = asked.desk.demo_login, asked.request
    near = (
        on_this_machine(request, asked.desk.settings.public_url) and (request.url.hostname or "") in sessions.LOOPBACK
    )
    return known if known and near else ("", "")


def form(asked: Asking, following: str, problem: str = "", name: str = "", status: int = 200) -> Response:
    demo_name, demo_password = demo_login(asked)
    url = asked.request.url
    return asked.page(
        "login.html",
        status,
        following=inside(following),
        problem=problem,
        name=name or demo_name,
        demo_password=demo_password,
        insecure=url.scheme == "http" and not sessions.is_plain(url),
    )


@router.get("/login")
def ask(asked: Anyone, following: str = HOME) -> Response:
    return form(asked, following)


@router.post("/login")
def sign_in(
    asked: Anyone,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    following: Annotated[str, Form()] = HOME,
) -> Response:
    """One answer for a wrong name and a wrong password, in the same time."""
    address = asked.request.client.host if asked.request.client else ""
    if len(name) > 100 or len(password) > 1000 or len(code) > 100:
        return form(asked, following, SignInProblem.WRONG, status=401)
    if not asked.parts.throttle.allows(name, address, asked.parts.browsers.known(asked.request)):
        return form(asked, following, "slow", name, status=429)
    answer = asked.parts.doorkeeper.let_in(name, password, code, asked.now)
    if isinstance(answer, SignInProblem):
        return form(asked, following, answer, name, status=401)
    response = RedirectResponse(inside(following), status_code=303)
    sessions.give_cookie(response, asked.request.url, answer)
    asked.parts.browsers.remember(asked.request, response)
    return response


@router.post("/logout")
def sign_out(here: Here) -> Response:
    """Who still holds conversations is first asked what becomes of them."""
    if here.desk.hand_over_list(here.who.name):
        return RedirectResponse("/console/leave", status_code=303)
    return signed_out(here)


def signed_out(here: Reader) -> Response:
    """The session's end; its owner is no longer present."""

    def work(connection: Connection) -> None:
        sessions.end(connection, here.who.session)
        presence.leave(connection, here.who.name)

    here.desk.store.write(work)
    here.parts.live.stir()
    response = RedirectResponse("/console/login", status_code=303, headers={"Clear-Site-Data": '"cache", "storage"'})
    sessions.take_cookie(response, here.request.url)
    return response


@router.post("/language")
def speak(request: Request, lang: Annotated[str, Form()] = "", back: Annotated[str, Form()] = HOME) -> Response:
    response = RedirectResponse(inside(back), status_code=303)
    if lang in OFFICIAL:
        secure = request.url.scheme == "https"
        response.set_cookie(LANGUAGE_COOKIE, lang, YEAR, httponly=True, secure=secure, samesite="lax", path="/")
    return response
