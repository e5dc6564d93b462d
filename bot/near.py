"""Whether somebody on this machine itself is asking: who comes through a proxy only looks so."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request

FORWARDED = frozenset({"forwarded", "via", "x-real-ip"})


def on_this_machine(request: Request, public_url: str) -> bool:
    """On loopback, with no word of a proxy. A service that is reached from outside (PUBLIC_URL) has one in front, whose
    loopback address speaks for everybody, whether it says so or not.
    """
    proxied = any(name in FORWARDED or name.startswith("x-forwarded-") for name in request.headers)
    outside = bool(public_url) and not is_loopback(urlsplit(public_url).hostname or "")
    return not proxied and not outside and request.client is not None and is_loopback(request.client.host)


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
