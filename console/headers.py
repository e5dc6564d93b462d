"""What every answer of the console carries, and who may send it a form."""

from urllib.parse import urlsplit

from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routing.centres import MAX_BYTES
from texts.catalogue import OFFICIAL, words

SELF, NONE = "'self'", "'none'"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# The longest form holds 5,000 characters, at most 36 bytes each as a browser sends them.
LARGEST_FORM = 256 * 1024
LARGER_FORMS = {"/console/centres/import": MAX_BYTES + LARGEST_FORM}


def security_headers(tiles_url: str = "") -> Secure:
    """Nothing from elsewhere, nothing inline; map pictures from the tile host only when there is one."""
    csp = (
        ContentSecurityPolicy()
        .default_src(NONE)
        .script_src(SELF)
        .style_src(SELF)
        .font_src(SELF)
        .connect_src(SELF)
        .form_action(SELF)
        .img_src(SELF, "data:", *tile_hosts(tiles_url))
        .media_src(SELF)
        .worker_src(SELF)
        .manifest_src(SELF)
        .base_uri(NONE)
        .frame_ancestors(NONE)
    )
    return Secure(
        csp=csp,
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        hsts=StrictTransportSecurity().max_age(31536000),
        permissions=PermissionsPolicy().camera().microphone().geolocation(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )


def tile_hosts(tiles_url: str) -> tuple[str, ...]:
    """The origin of `https://tiles.example/{z}/{x}/{y}.png`; `{s}` becomes the wildcard of a host's subdomains."""
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    return (f"{parts.scheme}://{parts.netloc}",) if parts.scheme in {"http", "https"} and parts.netloc else ()


def same_origin(headers: Headers) -> bool:
    """Whether a form was sent by a page of ours: Sec-Fetch-Site says so, or Origin names the host that was asked.

    A request with neither header comes from no browser of the last years and is refused.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is not None and bool(headers.get("host")) and urlsplit(origin).netloc == headers.get("host")


def refused(key: str, status: int) -> PlainTextResponse:
    """Said in both languages: nobody has been asked yet who they are."""
    return PlainTextResponse("\n".join(words(lang, key) for lang in OFFICIAL), status)


class FormsFromHereOnly:
    """Pure ASGI: refuses a changing request that another site made a browser send."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS or same_origin(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        await refused("console-form-foreign", 403)(scope, receive, send)


class SmallFormsOnly:
    """Pure ASGI: forms are read before anybody is asked who they are, so nobody may send a large one.

    A body that says its length is refused at once; another one ends where the limit is passed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
            return
        most = LARGER_FORMS.get(scope["path"], LARGEST_FORM)
        length = Headers(scope=scope).get("content-length", "0")
        if len(length) > 12 or not length.isdecimal() or int(length) > most:
            await refused("console-form-too-large", 413)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return message if taken <= most else {"type": "http.disconnect"}

        await self.app(scope, counted, send)
