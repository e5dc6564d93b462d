"""Browsers that have signed in here: a signed cookie that says so, of nobody in particular, and opens nothing."""

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from bot.sealed import signing_key
from console.sessions import is_plain

COOKIE = "ess-browser"
QUARTER = 92 * 24 * 3600
NAME_LENGTH = 32


class Browsers:
    """Knows its own cookies again; nothing is stored."""

    def __init__(self, key: bytes) -> None:
        self._key = signing_key(key, "browser")

    def known(self, request: Request) -> str:
        """The name that we once gave to this browser, empty for one that never signed in or forges."""
        name, _, mac = request.cookies.get(COOKIE, "").partition(".")
        return name if hmac.compare_digest(mac.encode("utf-8", "replace"), self._mac(name).encode()) else ""

    def remember(self, request: Request, response: Response) -> None:
        name, plain = self.known(request) or secrets.token_hex(NAME_LENGTH // 2), is_plain(request.url)
        value = f"{name}.{self._mac(name)}"
        path = "/console/"
        response.set_cookie(COOKIE, value, QUARTER, path=path, httponly=True, secure=not plain, samesite="strict")

    def _mac(self, name: str) -> str:
        return hmac.new(self._key, name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
