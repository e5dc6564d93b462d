"""LINE's webhook body, read tolerantly: whatever it holds becomes typed events, and nothing in it is an exception.

Sources: LINE Messaging API reference, "Webhook event objects" (August 2026). LINE adds properties, event types and
enum values without notice: an unknown thing is `Strange`, never dropped.
"""

import hashlib
import json
import math
from dataclasses import dataclass
from typing import Any

import orjson

from handlers.events import (
    AnyEvent,
    Flicked,
    Followed,
    Gestured,
    Joined,
    Left,
    Located,
    Removed,
    Said,
    Sent,
    Strange,
    Tapped,
    Unsent,
)
from handlers.postback import unpack
from models.report import Place, PlaceSource
from models.times import DAY
from routing.place import NoPoint, make_sense

REPLY_LIVES = 55_000
MEDIA = frozenset({"image", "video", "audio", "file"})
# Ranks of the inbox: a tap, a pin or a short word before ordinary talk, talk before a flood.
SOON, ORDINARY, LATER = 0, 1, 2
DESK = "desk"
DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Received:
    """One event of a body, ready for the inbox; `body` is the event's own JSON."""

    id: str
    lane: str
    rank: int
    at: int
    body: bytes


def read_json(raw: bytes) -> Any:
    """JSON as tolerantly as it can be read: NaN and lone surrogates cost nothing but themselves. None = not JSON."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        pass
    try:
        return _clean(json.loads(raw.decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        return None


def _clean(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case float() if not math.isfinite(value):
            return None
        case int() if abs(value) > 2**63 - 1:
            return str(value)
        case list():
            return [_clean(each) for each in value]
        case dict():
            return {_clean(str(k)): _clean(v) for k, v in value.items()}
        case _:
            return value


def receive(raw: bytes, heard: int) -> list[Received] | None:
    """The events of a signed body, or None when it is not a body we know (it is then kept raw for operators)."""
    body = read_json(raw)
    events = body.get("events") if isinstance(body, dict) else None
    if not isinstance(events, list):
        return None
    return [_received(each, heard) for each in events]


def _shallow(value: Any, levels: int = DEEPEST) -> Any:
    """The same without what is nested deeper than can be written again."""
    match value:
        case list() | dict() if not levels:
            return None
        case list():
            return [_shallow(each, levels - 1) for each in value]
        case dict():
            return {k: _shallow(v, levels - 1) for k, v in value.items()}
        case _:
            return value


def _received(event: Any, heard: int) -> Received:
    try:
        raw = orjson.dumps(event)
    except orjson.JSONEncodeError:  # it reads what is nested 1,024 deep, and writes 254
        raw = orjson.dumps(_shallow(event))
    if not isinstance(event, dict):
        return Received(_digest(raw), DESK, ORDINARY, heard, raw)
    ident = event.get("webhookEventId")
    source = event.get("source")
    source = source if isinstance(source, dict) else {}
    return Received(
        ident if isinstance(ident, str) and 0 < len(ident) <= 64 else _digest(raw),
        lane_of(source),
        SOON if event.get("type") in {"postback", "follow"} or _pin(event) else ORDINARY,
        _time(event.get("timestamp"), heard),
        raw,
    )


def _pin(event: dict[str, Any]) -> bool:
    message = event.get("message")
    return isinstance(message, dict) and message.get("type") == "location"


def _digest(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _time(value: Any, heard: int) -> int:
    """LINE's timestamp in ms; ours when it is missing or absurd (a year off)."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value - heard) < 365 * DAY:
        return value
    return heard


def lane_of(source: dict[str, Any]) -> str:
    """A person's lane where the person is known, else the group's, else the operators' desk."""
    for key, kind in (("userId", "user"), ("groupId", "group"), ("roomId", "group")):
        value = source.get(key)
        if isinstance(value, str) and 0 < len(value) <= 64:
            return f"{kind}:{value}"
    return DESK


def read_event(ident: str, at: int, heard: int, body: bytes) -> AnyEvent:
    """One stored event as a typed value; total."""
    event = read_json(body)
    if not isinstance(event, dict):
        return Strange(id=ident, at=at, heard=heard, kind="not an object")
    source = _dict(event, "source")
    standby = event.get("mode") == "standby"
    common: dict[str, Any] = {
        "id": ident,
        "at": at,
        "heard": heard,
        "user": text_of(source, "userId") or None,
        "group": text_of(source, "groupId") or text_of(source, "roomId") or None,
        "reply": None if standby else text_of(event, "replyToken") or None,
        "reply_until": heard + REPLY_LIVES,
        "standby": standby,
    }
    kind = text_of(event, "type")
    match kind:
        case "message":
            return _message(_dict(event, "message"), common)
        case "postback":
            postback = _dict(event, "postback")
            if "newRichMenuAliasId" in _dict(postback, "params"):
                return Flicked(**common)
            tap = unpack(text_of(postback, "data"))
            return Tapped(**common, tap=tap) if tap else Strange(**common, kind="postback")
        case "follow":
            return Followed(**common)
        case "unfollow":
            return Left(**common)
        case "unsend":
            return Unsent(**common, line_id=text_of(_dict(event, "unsend"), "messageId"))
        case "join":
            return Joined(**common)
        case "leave":
            return Removed(**common)
        case _:
            return Strange(**common, kind=kind[:40] or "unknown")


def _message(message: dict[str, Any], common: dict[str, Any]) -> AnyEvent:
    kind, line_id = text_of(message, "type"), text_of(message, "id")
    match kind:
        case "text":
            return Said(**common, text=text_of(message, "text"), line_id=line_id)
        case "location":
            return Located(**common, place=_place(message), line_id=line_id)
        case "sticker":
            keywords = message.get("keywords")
            words = ", ".join(str(w) for w in keywords[:5]) if isinstance(keywords, list) else ""
            return Gestured(**common, line_id=line_id, words=words or text_of(message, "text"))
        case _ if kind in MEDIA:
            external = text_of(_dict(message, "contentProvider"), "type") == "external"
            return Sent(
                **common, media=kind, line_id=line_id, name=text_of(message, "fileName")[:200], external=external
            )
        case _:
            return Strange(**common, kind=f"message {kind[:40]}")


def _place(message: dict[str, Any]) -> Place | None:
    """The pin as given; None when its coordinates say nothing. Swapped ones are kept as sent: routing turns them."""
    latitude, longitude = message.get("latitude"), message.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    if isinstance(make_sense(latitude, longitude), NoPoint):
        return None
    address = " ".join(t for t in (text_of(message, "title"), text_of(message, "address")) if t)
    return Place(PlaceSource.PIN, float(latitude), float(longitude), address[:500] or None)


def _dict(value: dict[str, Any], key: str) -> dict[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def text_of(value: dict[str, Any], key: str) -> str:
    """Empty when there is none. A NUL is shown as what it is: PostgreSQL stores none."""
    inner = value.get(key)
    return inner.replace("\0", "\u2400") if isinstance(inner, str) else ""
