"""The console as one application under /console: its middleware is its own, and touches nothing else of the service."""

from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from secure.middleware import SecureASGIMiddleware
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.desk import Desk
from console.accounts import Doorkeeper
from console.browsers import Browsers
from console.headers import FormsFromHereOnly, SmallFormsOnly, security_headers
from console.live import Live
from console.pages import STATIC, pages, wants_part
from console.parts import NotHereError, Parts, SignInNeededError, asking
from console.routes import (
    case,
    centre_lists,
    centres,
    door,
    files,
    me,
    oddities,
    offices,
    people,
    phone,
    policy,
    queue,
    shift,
    stream,
)
from console.throttle import LoginThrottle


class KeptFiles(StaticFiles):
    """Static files under their fingerprint never change: `/static/3f2a…/live.js`.

    A page drawn before an update may still ask under the old one. It gets today's file, and keeps it for no time.
    """

    def __init__(self, version: str) -> None:
        super().__init__(directory=STATIC)
        self.version = version

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        lasting = scope["path_params"]["version"] == self.version
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response


def routes(desk: Desk) -> list[BaseRoute]:
    """The console for the service's own router: `FastAPI(routes=[*console.app.routes(desk), ...])`."""
    return [Mount("/console", app=console(desk), name="console")]


def mount(app: FastAPI, desk: Desk) -> None:
    """Adds the console to a running service's application."""
    app.router.routes.extend(routes(desk))


def console(desk: Desk) -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=True,
        middleware=[
            Middleware(SecureASGIMiddleware, secure=security_headers(desk.settings.tiles_url)),
            Middleware(FormsFromHereOnly),
            Middleware(SmallFormsOnly),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
    )
    app.add_exception_handler(SignInNeededError, sign_in_first)
    for missing in (NotHereError, RequestValidationError, 404):
        app.add_exception_handler(missing, not_here)
    drawn = pages(desk.settings)
    live, browsers = Live(desk, drawn.frame), Browsers(desk.settings.data_key())
    app.state.parts = Parts(desk, drawn, live, Doorkeeper(desk.store), LoginThrottle(), browsers)
    desk_rooms = (door, shift, queue, stream, files, case, phone)
    for room in (*desk_rooms, me, people, centre_lists, centres, oddities, offices, policy):
        app.include_router(room.router)
    app.mount("/static/{version}", KeptFiles(drawn.version), name="static")
    return app


def sign_in_first(request: Request, _: Exception) -> Response:
    """To the log-in page and back; a page that is open keeps what was typed and is told so."""
    if wants_part(request.headers) or request.method != "GET":
        headers = {"HX-Retarget": "#problem", "HX-Reswap": "innerHTML"}
        return asking(request).page("session-ended.html", 401, headers=headers)
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/console/login?following={quote(address)}", status_code=303)


def not_here(request: Request, _: Exception) -> Response:
    return asking(request).page("not-here.html", 404)
