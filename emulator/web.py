"""The phone in the browser: a handful of files, served with a policy that lets nothing else in."""

from pathlib import Path
from urllib.parse import urlsplit

import httpx
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from emulator.control import is_local

_FOLDER = Path(__file__).parent / "page"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_FILES = {path.name: path for path in _FOLDER.iterdir() if path.suffix in _TYPES}
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_LARGEST_PICTURE = 10 * 1024 * 1024


def routes() -> list[Route]:
    return [
        Route("/", _to_phones, methods=["GET"]),
        Route("/phones", _page, methods=["GET"]),
        Route("/phone/{user}", _page, methods=["GET"]),
        Route("/emulator/page/{name}", _file, methods=["GET"]),
        Route("/emulator/api/picture", _picture, methods=["GET"]),
    ]


async def _to_phones(_request: Request) -> Response:
    return RedirectResponse("/phones")


async def _page(_request: Request) -> Response:
    return _sent("index.html")


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    return _sent(name) if name in _FILES else JSONResponse({"message": "Not found"}, 404)


def _sent(name: str) -> Response:
    path = _FILES[name]
    return Response(path.read_bytes(), headers={**_HEADERS, "content-type": _TYPES[path.suffix]})


async def _picture(request: Request) -> Response:
    """A picture that the bot serves on this machine, for a page that may load its own host only."""
    url = request.query_params.get("url", "")
    if not _here(url) or not is_local(request):
        return JSONResponse({"message": "Only pictures of this machine are shown"}, 403)
    picture = await to_thread.run_sync(_fetched, url)
    return picture or JSONResponse({"message": "Not found"}, 404)


def _here(url: str) -> bool:
    try:
        return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}
    except ValueError:
        return False


def _fetched(url: str) -> Response | None:
    try:
        answer = httpx.get(url, trust_env=False, timeout=3.0)
    except (httpx.HTTPError, httpx.InvalidURL):
        return None
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if answer.status_code != 200 or kind not in _PICTURES or len(answer.content) > _LARGEST_PICTURE:
        return None
    return Response(answer.content, headers={"content-type": kind, "x-content-type-options": "nosniff"})
