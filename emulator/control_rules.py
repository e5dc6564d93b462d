"""What the control API may be asked."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from emulator.faults import FaultKind
from emulator.rules import Check, Findings, by_type, flag, integer, items, number, one_of, shape, text
from emulator.validate import dotted, parse
from emulator.values import Json, Refused

_ID = text(100)
_NAME = text(50)
_CHAT: dict[str, Check] = {"chat": _ID}


def _act(kind: str, required: dict[str, Check] | None = None, optional: dict[str, Check] | None = None) -> Check:
    return shape({"type": one_of(kind), **(required or {})}, {**_CHAT, **(optional or {})})


PERSON = shape({"name": _NAME}, {"language": text(20), "userId": _ID, "follows": flag})
PERSON_ACT = by_type(
    {
        "follow": _act("follow"),
        "block": _act("block"),
        "unblock": _act("unblock"),
        "say": _act("say", {"text": text(10_000)}),
        "tap": _act("tap", {"source": _ID, "path": text(500)}, {"value": text(20)}),
        "locate": _act(
            "locate",
            {"latitude": number(-90, 90), "longitude": number(-180, 180)},
            {"title": text(100, shortest=0), "address": text(1000, shortest=0)},
        ),
        "sticker": _act("sticker", {}, {"packageId": _ID, "stickerId": _ID}),
        "unsend": _act("unsend", {"message": _ID}),
    }
)
GROUP = shape({"name": _NAME}, {"members": items(_ID, 0, 500), "groupId": _ID, "botInside": flag})
GROUP_ACT = by_type(
    {
        "inviteBot": shape({"type": one_of("inviteBot")}),
        "removeBot": shape({"type": one_of("removeBot")}),
        "join": shape({"type": one_of("join"), "userId": _ID}),
        "leave": shape({"type": one_of("leave"), "userId": _ID}),
    }
)
FAULT = shape(
    {"kind": one_of(*(kind.value for kind in FaultKind))},
    {
        "at": items(text(30), 0, 20),
        "times": integer(1, 1_000_000),
        "always": flag,
        "when": one_of("before", "after"),
        "seconds": number(0, 600),
        "size": integer(2, 100),
    },
)
WEBHOOK = shape({}, {"url": text(500, shortest=0), "active": flag, "standby": flag})


@dataclass(frozen=True, slots=True)
class Asked:
    body: bytes
    media_type: str
    path: dict[str, Any]
    query: QueryParams

    def json(self, allowed: Check) -> Json:
        value = parse(self.body)
        found = Findings()
        allowed(value, (), found)
        if found.plain:
            details = tuple((message, dotted(path)) for path, message in found.plain)
            raise Refused(400, f"The request body has {len(details)} error(s)", details)
        return value
