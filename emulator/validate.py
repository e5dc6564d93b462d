"""Checks what the bot sends and answers as LINE does.

Ordinary mistakes: "The request body has N error(s)", properties like messages[0].text. Mistakes inside a Flex Message:
"A message (messages[0]) in the request body is invalid", properties like /body/contents/0/text. Stricter than LINE in
one point: LINE overlooks some unknown properties, this refuses each of them, because a misspelt one is a bug.
"""

from typing import Any

import orjson

from emulator import menu_rules
from emulator.message_rules import MESSAGE
from emulator.rules import Check, Findings, Path, flag, integer, items, shape, text
from emulator.values import Json, Refused

LARGEST_BODY = 2 * 1024 * 1024
_MESSAGES: dict[str, Check] = {"messages": items(MESSAGE, 1, 5)}
_QUIET: dict[str, Check] = {"notificationDisabled": flag}
_UNITS: dict[str, Check] = {"customAggregationUnits": items(text(30), 0, 1)}
_ID = text(100)

BODIES: dict[str, Check] = {
    "reply": shape({"replyToken": text(1000), **_MESSAGES}, _QUIET),
    "push": shape({"to": _ID, **_MESSAGES}, {**_QUIET, **_UNITS}),
    "multicast": shape({"to": items(_ID, 1, 500), **_MESSAGES}, {**_QUIET, **_UNITS}),
    "broadcast": shape(_MESSAGES, _QUIET),
    "validate": shape(_MESSAGES),
    "loading": shape({"chatId": _ID}, {"loadingSeconds": integer(5, 60)}),
    "mark_as_read": shape({"markAsReadToken": text(1000)}),
    "endpoint": shape({"endpoint": text(500)}),
    "endpoint_test": shape({}, {"endpoint": text(500)}),
    "menu": menu_rules.MENU,
    "new_alias": menu_rules.NEW_ALIAS,
    "changed_alias": menu_rules.CHANGED_ALIAS,
    "bulk_link": menu_rules.BULK_LINK,
    "bulk_unlink": menu_rules.BULK_UNLINK,
}


def parse(body: bytes) -> Json:
    if len(body) > LARGEST_BODY:
        raise Refused(413, "Request exceeds the max size of 2MB")
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        where = f"(line: {error.lineno}, column: {error.colno})"
        raise Refused(400, f"The request body could not be parsed as JSON {where}") from error
    if not isinstance(value, dict):
        raise Refused(400, "The request body must be a JSON object")
    return value


def check(kind: str, body: Any, *, loopback_http: bool = False) -> None:
    """Refused with LINE's words when the body of this kind of request breaks a rule."""
    found = Findings(loopback_http=loopback_http)
    BODIES[kind](body, (), found)
    if found.plain:
        details = tuple((message, dotted(path)) for path, message in found.plain)
        raise Refused(400, f"The request body has {len(details)} error(s)", details)
    if found.flex:
        first = found.flex[0][0][:2]
        mine = [(path, message) for path, message in found.flex if path[:2] == first]
        details = tuple((message, _pointer(path[3:])) for path, message in mine)
        raise Refused(400, f"A message ({dotted(first)}) in the request body is invalid", details)
    if kind == "loading" and body.get("loadingSeconds", 20) % 5:
        raise Refused(400, "The request body has 1 error(s)", (("Must be a multiple of 5", "loadingSeconds"),))


def dotted(path: Path) -> str:
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return written.removeprefix(".")


def _pointer(path: Path) -> str:
    return "".join(f"/{part}" for part in path) or "/"
