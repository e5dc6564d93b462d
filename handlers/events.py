"""What can happen in a lane: the first group comes from LINE, the second from timers, console and other lanes."""

from typing import TypedDict

import msgspec

from handlers.commands import Actor, AnyCommand, AnyFieldAct
from handlers.postback import AnyTap
from models.people import Officer
from models.report import Place


class Event(msgspec.Struct, frozen=True, tag_field="t", omit_defaults=True, kw_only=True):
    """`at` is LINE's timestamp and `heard` our receipt (ms); `group` is set when it was said in a group or room;
    `reply` is the reply token, empty in standby; `reply_until` is when it stops being worth a try. `standby`: another
    channel has the word, so this is stored and nothing is sent for it.
    """

    id: str
    at: int
    heard: int
    user: str | None = None
    group: str | None = None
    reply: str | None = None
    reply_until: int = 0
    standby: bool = False


class Followed(Event, frozen=True, tag="followed"):
    """A friend, new or returning."""


class Left(Event, frozen=True, tag="left"):
    """Unfollowed or blocked: LINE tells us nothing more than that."""


class Said(Event, frozen=True, tag="said"):
    """Typed words."""

    text: str
    line_id: str = ""


class Tapped(Event, frozen=True, tag="tapped"):
    """A postback of ours, understood."""

    tap: AnyTap


class Located(Event, frozen=True, tag="located"):
    """A location message; `place` is None when its coordinates say nothing ((0,0), NaN, out of range)."""

    place: Place | None
    line_id: str = ""


class Sent(Event, frozen=True, tag="sent"):
    """A picture, video, voice message or file. `external` content cannot be fetched from LINE."""

    media: str
    line_id: str
    name: str = ""
    external: bool = False


class Gestured(Event, frozen=True, tag="gestured"):
    """A sticker: says that the person is there, and its keywords if LINE gives them."""

    line_id: str = ""
    words: str = ""


# What a person can take back: each has LINE's id of it.
Message = Said | Located | Sent | Gestured


class Flicked(Event, frozen=True, tag="flicked"):
    """A tab of the rich menu: the person looked, and said nothing."""


class Unsent(Event, frozen=True, tag="unsent"):
    """The person took a message back."""

    line_id: str


class Joined(Event, frozen=True, tag="joined"):
    """The bot was invited to a group or room."""


class Removed(Event, frozen=True, tag="removed"):
    """The bot was removed from a group or room."""


class Strange(Event, frozen=True, tag="strange"):
    """An event, message or postback we do not know: the person contacted us."""

    kind: str


class Fired(Event, frozen=True, tag="fired"):
    """A timer came due; `subject` is a case number or a user id."""

    kind: str
    subject: str


class Commanded(Event, frozen=True, tag="commanded"):
    """An action of the console on the case `number`; `version` is the one the page was drawn from, 0 = any."""

    number: str
    actor: Actor
    command: AnyCommand
    version: int = 0


class FieldActed(Event, frozen=True, tag="field_acted"):
    """A bound officer acts on the case `number`; the reply token travels along."""

    number: str
    officer: Officer
    act: AnyFieldAct


class Acknowledged(Event, frozen=True, tag="acknowledged"):
    """Somebody acknowledged the alert of case `number` on another path; `owner` is an office or the supervisors."""

    number: str
    owner: str
    path: str
    name: str


class Redeemed(Event, frozen=True, tag="redeemed"):
    """Somebody sent a binding code (its SHA-256) in their 1:1 chat or in a group."""

    code: str
    name: str
    lang: str = "th"


class Undelivered(Event, frozen=True, tag="undelivered"):
    """LINE refused a message for good; `why` is LINE's reason without personal data."""

    number: str | None
    row: str
    kind: str
    why: str
    office: str = ""


class Delivered(Event, frozen=True, tag="delivered"):
    """LINE accepted words that an operator wrote to the reporter of case `number`."""

    number: str


class Opened(Event, frozen=True, tag="opened"):
    """An operator opens a case for somebody on the telephone (lane `case:N`)."""

    number: str
    actor: Actor
    note: str


AnyEvent = (
    Followed
    | Left
    | Said
    | Tapped
    | Located
    | Sent
    | Gestured
    | Flicked
    | Unsent
    | Joined
    | Removed
    | Strange
    | Fired
    | Commanded
    | FieldActed
    | Acknowledged
    | Redeemed
    | Undelivered
    | Delivered
    | Opened
)
INNER = Fired | Commanded | FieldActed | Acknowledged | Redeemed | Undelivered | Delivered | Opened


class Along(TypedDict):
    """What an event takes from the one it follows from."""

    at: int
    heard: int
    user: str | None
    group: str | None
    reply: str | None
    reply_until: int
    standby: bool


def along(event: AnyEvent) -> Along:
    """Who, where and when, and the reply token: whoever decides may answer."""
    return {
        "at": event.at,
        "heard": event.heard,
        "user": event.user,
        "group": event.group,
        "reply": event.reply,
        "reply_until": event.reply_until,
        "standby": event.standby,
    }
