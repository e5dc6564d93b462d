"""Map links, parsed and never fetched: Google Maps, LINE, Apple, OpenStreetMap, Longdo, `geo:`."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from routing import coordinates

_LINK = re.compile(r"(?:https?://|line://|geo:|(?:maps|goo|www)\.[a-z.]+/)[^\s<>\"]+", re.IGNORECASE)
_PLACE_MARK = re.compile(r"!3d(-?\d{1,3}\.\d+)!4d(-?\d{1,3}\.\d+)")
_EMBED_MARK = re.compile(r"!2d(-?\d{1,3}\.\d+)!3d(-?\d{1,3}\.\d+)")
_VIEW = re.compile(r"@(-?\d{1,3}\.\d+),\s*(-?\d{1,3}\.\d+)")
_PATH_PAIR = re.compile(r"(?:/|^)(-?\d{1,3}\.\d+),\s*\+?(-?\d{1,3}\.\d+)")
_HASH = re.compile(r"map=\d+(?:\.\d+)?/(-?\d{1,3}\.\d+)/(-?\d{1,3}\.\d+)")
_GEO = re.compile(r"geo:(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)", re.IGNORECASE)
_QUERY_PAIR = re.compile(r"(?:loc:)?\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)")
# The pin comes first, the middle of the view last.
_PAIR_KEYS = (
    "q",
    "query",
    "destination",
    "daddr",
    "loc",
    "location",
    "latlng",
    "coordinate",
    "ll",
    "sll",
    "center",
    "cp",
)
_SPLIT_KEYS = (("lat", "lon"), ("lat", "lng"), ("lat", "long"), ("latitude", "longitude"), ("mlat", "mlon"), ("y", "x"))
_TEXT_KEYS = ("q", "query", "destination", "daddr", "address", "title")
_SHORTENERS = ("maps.app.goo.gl", "goo.gl", "g.co", "bit.ly", "lin.ee", "liff.line.me", "share.here.com", "t.co")
_MAP_HOSTS = (
    "google",
    "goo.gl",
    "line.me",
    "line.naver.jp",
    "apple.com",
    "openstreetmap",
    "longdo",
    "bing.com",
    "here.com",
)


@dataclass(frozen=True, slots=True)
class Link:
    """What a map link says: a point, else words that name a place, else nothing (`hidden`: only its server knows)."""

    point: tuple[float, float] | None = None
    words: str = ""
    hidden: bool = False


def find(text: str) -> Link | None:
    """The first map link of a cleaned text; None when there is none."""
    for match in _LINK.finditer(text):
        if found := _read(match[0].rstrip(").,;")):
            return found
    return None


def _read(link: str) -> Link | None:
    if geo := _GEO.match(link):
        return _geo(link, (float(geo[1]), float(geo[2])))
    url = urlsplit(link if "//" in link else f"https://{link}")
    host = (url.hostname or "").lower()
    if any(host == short or host.endswith(f".{short}") for short in _SHORTENERS) and not url.query:
        return Link(hidden=True) if "map" in link.lower() or host in ("goo.gl", "g.co") else None
    of_line = url.scheme == "line"
    if not of_line and not any(part in host for part in _MAP_HOSTS):
        return None
    query = dict(parse_qsl(url.query))
    if not of_line and "map" not in link.lower() and not any(part in host for part in ("line", "longdo", "here")):
        return None
    point = _in_marks(unquote_plus(link)) or _in_query(query) or _in_view(unquote_plus(link))
    words = "" if point else _words(query, unquote_plus(url.path))
    if point or any(c.isalpha() for c in words):
        return Link(point, words)
    return Link(hidden=True) if "map" in link.lower() else None


def _geo(link: str, point: tuple[float, float]) -> Link:
    # geo:0,0?q=… is how Android says "look for these words".
    if point == (0.0, 0.0) and "?" in link:
        query = dict(parse_qsl(link.partition("?")[2]))
        return Link(_in_query(query), query.get("q", ""))
    return Link(point)


def _in_marks(link: str) -> tuple[float, float] | None:
    if marks := _PLACE_MARK.findall(link):
        return float(marks[-1][0]), float(marks[-1][1])
    if mark := _EMBED_MARK.search(link):
        return float(mark[2]), float(mark[1])
    return None


def _in_query(query: dict[str, str]) -> tuple[float, float] | None:
    for key in _PAIR_KEYS:
        value = query.get(key, "")
        if match := _QUERY_PAIR.match(value):
            return float(match[1]), float(match[2])
        if value and (found := coordinates.find(value)):
            return found
    for lat, lon in _SPLIT_KEYS:
        try:
            return float(query[lat]), float(query[lon])
        except (KeyError, ValueError):
            continue
    return None


def _in_view(link: str) -> tuple[float, float] | None:
    pairs = _PATH_PAIR.findall(link)  # /maps/dir/A/B: the destination is last
    if pairs:
        return float(pairs[-1][0]), float(pairs[-1][1])
    for pattern in (_HASH, _VIEW):
        if match := pattern.search(link):
            return float(match[1]), float(match[2])
    return None


def _words(query: dict[str, str], path: str) -> str:
    for key in _TEXT_KEYS:
        if query.get(key):
            return query[key]
    match = re.search(r"/(?:place|search|dir)/(.+)", path)
    return match[1].replace("/", " ") if match else ""
