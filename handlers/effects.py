"""What a handler wants done: one closed union, carried out in one place (bot/gathered.py)."""

from enum import StrEnum

import msgspec

from handlers.commands import AnyResult
from handlers.events import INNER
from handlers.screens import Alert, Screen
from handlers.timers import Timer
from models.field import Scope
from models.people import Binding


class Initiative(StrEnum):
    """Whose initiative a message is: the safe-send gate asks."""

    ANSWER = "answer"
    UNASKED = "unasked"


class Say(msgspec.Struct, frozen=True):
    """Show screens to a reporter, through the gate. `vital` words survive a lost reply token; chit-chat does not."""

    to: str
    lang: str
    screens: tuple[Screen, ...]
    reply: str | None = None
    reply_until: int = 0
    vital: bool = False
    number: str | None = None
    message: str | None = None


class Brief(msgspec.Struct, frozen=True):
    """Show screens to an officer or a group. Not a reporter: the gate does not apply."""

    to: str
    lang: str
    screens: tuple[Screen, ...]
    reply: str | None = None
    reply_until: int = 0
    number: str | None = None
    alert: bool = False
    silent: bool = False


class Keep(msgspec.Struct, frozen=True):
    """Put something said into the conversation. `text` is kept as content; a file's bytes come later by Fetch, unless
    it is `external`: then LINE does not have them.
    """

    id: str
    at: int
    kind: str
    sender: str
    content: str | None = None
    text: str = ""
    line_id: str = ""
    outgoing: bool = False
    name: str = ""
    external: bool = False


class Fetch(msgspec.Struct, frozen=True):
    """Get a file's bytes from LINE in the background."""

    content: str
    line_id: str
    media: str
    number: str | None


class Hide(msgspec.Struct, frozen=True):
    """Unsent: not shown, found, exported or printed from this commit on."""

    line_id: str


class Note(msgspec.Struct, frozen=True):
    """A line of the case's plain-language log."""

    number: str
    kind: str
    actor: str = ""
    data: dict[str, str] = msgspec.field(default_factory=dict)


class Page(msgspec.Struct, frozen=True):
    """Alert the destinations of `offices`. `kind`: alert, remind, moved, raised, taken, released, neighbour.

    `since` is when the case's ladder began: with it each office's alert has the id of its notices (`alert_id`).
    """

    number: str
    offices: tuple[str, ...]
    screen: Screen
    kind: str
    besides: tuple[str, ...] = ()
    scope: Scope = Scope.FIRST
    since: int = 0


def alert_id(number: str, owner: str, since: int) -> str:
    """One alert is one case raised once to one owner, on whatever path and however often."""
    return f"{number}:{owner}:{since}"


class Notify(msgspec.Struct, frozen=True):
    """The same alert by every other path of `owner`: an office (`TH-92`) or the supervisors.

    `kind`: second_path, supervisor, unstaffed, conversation, undelivered, red, test, quota. `alert` is the id that all
    paths of one alert share; whoever receives it twice knows it by that.
    """

    owner: str
    kind: str
    alert: str
    number: str | None = None
    screen: Alert | None = None
    note: str = ""


class Ready(msgspec.Struct, frozen=True):
    """A destination has acknowledged something: a drill, or a real alert."""

    to: str


class Set(msgspec.Struct, frozen=True):
    """Set or move a timer."""

    kind: Timer
    subject: str
    due_at: int


class Stop(msgspec.Struct, frozen=True):
    """Stop a timer."""

    kind: str
    subject: str


class Forward(msgspec.Struct, frozen=True):
    """An inbox row in another lane, in the same commit."""

    lane: str
    event: INNER


class AskProfile(msgspec.Struct, frozen=True):
    """Fetch the person's display name, for the operator."""

    user: str


class OpenHeld(msgspec.Struct, frozen=True):
    """อ่านต่อ: the oldest held message goes out on this reply token."""

    to: str
    lang: str
    reply: str
    reply_until: int


class LeaveGroup(msgspec.Struct, frozen=True):
    """Leave a group or room that no office has bound."""

    group: str


class ShowMenu(msgspec.Struct, frozen=True):
    """Beneath the person's chat stands the neutral menu, or everybody's again."""

    to: str
    neutral: bool


class Bind(msgspec.Struct, frozen=True):
    """Bind a destination and spend its code."""

    binding: Binding
    code: str


class Unbind(msgspec.Struct, frozen=True):
    """A destination is gone: the bot was removed, or the officer left."""

    to: str


class Answered(msgspec.Struct, frozen=True):
    """The result of a command, kept with its inbox row so that a double click hears the same."""

    result: AnyResult


Effect = (
    Say
    | Brief
    | Keep
    | Fetch
    | Hide
    | Note
    | Page
    | Notify
    | Ready
    | Set
    | Stop
    | Forward
    | AskProfile
    | OpenHeld
    | LeaveGroup
    | ShowMenu
    | Bind
    | Unbind
    | Answered
)
