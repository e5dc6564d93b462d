"""The plain facts of the imitated LINE. Times are Unix seconds; ids are strings in LINE's own shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Via = Literal["reply", "push", "multicast", "broadcast", "person"]
Where = Literal["message", "quick_reply", "menu"]
BOT = "bot"


@dataclass(frozen=True, slots=True)
class Person:
    user_id: str
    name: str
    language: str = "th"
    following: bool = False
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    group_id: str
    name: str
    members: tuple[str, ...] = ()
    bot_inside: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One message in one chat. `message` is exactly what was sent; `silent` is notificationDisabled."""

    id: str
    chat: str
    author: str
    at: float
    message: Mapping[str, Any]
    via: Via
    silent: bool = False
    request_id: str = ""
    unsent: bool = False
    read: bool = False

    @property
    def from_bot(self) -> bool:
        return self.author == BOT


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be tapped now. `path` points to the action inside the message (JSON pointer) or the area."""

    where: Where
    label: str
    action: Mapping[str, Any]
    source: str
    path: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A link, a call or a text for the clipboard that a tap opened on somebody's phone."""

    user_id: str
    target: str
    at: float


@dataclass(frozen=True, slots=True)
class File:
    data: bytes
    media_type: str
    name: str = ""
    duration_ms: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the bot made, as the platform saw it."""

    endpoint: str
    method: str
    path: str
    status: int
    request_id: str
    retry_key: str
    at: float
    body: bytes

    @property
    def writes(self) -> bool:
        return self.method != "GET"


class Refused(Exception):  # noqa: N818 - it is an answer, not a bug
    """LINE's refusal: a status, and a body {"message", "details": [{"message", "property"}]}."""

    def __init__(
        self,
        status: int,
        message: str,
        details: tuple[tuple[str, str], ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message
        self.details = details
        self.headers = dict(headers or {})

    def body(self) -> Json:
        if not self.details:
            return {"message": self.message}
        return {"message": self.message, "details": [{"message": m, "property": p} for m, p in self.details]}
