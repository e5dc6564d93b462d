"""What the bot can show, as values. bot/render.py draws each in the reader's language; no sentence lives here."""

from dataclasses import dataclass

from models.case import Stage
from models.incident import Incident, Priority
from models.report import Slot


@dataclass(frozen=True, slots=True)
class Greeting:
    """What this is, that it is free and confidential, whom to call, แจ้งเหตุ."""

    returning: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the form. `number` is shown once the case is open; `provinces` are buttons to choose from."""

    slot: Slot
    number: str | None = None
    provinces: tuple[str, ...] = ()
    again: bool = False
    in_thailand: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A short echo of what was just answered, so that a wrong tap is seen and can be corrected."""

    incident: Incident | None = None
    province: str | None = None
    district: str | None = None
    place: bool = False
    swapped: bool = False
    outside: bool = False
    provinces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Case number, who has been told, what happens next, what to do if nobody answers. Never a promise.

    `centre` is the code of the one that was told, None when 1300 alone; `staffed`: somebody is at the desk.
    """

    number: str
    centre: str | None
    staffed: bool


@dataclass(frozen=True, slots=True)
class InDangerNow:
    """The answer to danger: how to stay safe and whom to call, once."""

    number: str | None = None


@dataclass(frozen=True, slots=True)
class SameOrNew:
    """เรื่องเดิม / เรื่องใหม่?"""

    number: str


@dataclass(frozen=True, slots=True)
class AnyoneInDanger:
    """The one question to free text, and a way to a person."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers to call; `topic` is the one that fits what was said (`medical`, `fire` …), empty for all."""

    topic: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in ติดตามเรื่อง. `answered`: an operator has it now; `spoken`: somebody has answered before."""

    number: str
    status: str
    incident: Incident | None
    answered: bool
    stage: Stage | None
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class StatusList:
    """ติดตามเรื่อง: the person's own cases."""

    cases: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the catalogue without buttons: `key` with `args`."""

    key: str
    args: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """An operator's own words, under the service's sender name."""

    text: str


@dataclass(frozen=True, slots=True)
class HeldNotice:
    """The neutral line with the neutral button อ่านต่อ."""


@dataclass(frozen=True, slots=True)
class Closing:
    """An operator has closed the case: is the person safe? agree, or open it again."""

    number: str


@dataclass(frozen=True, slots=True)
class Insisted:
    """An operator corrected a slot: keep the person's own answer?"""

    slot: Slot
    value: str


@dataclass(frozen=True, slots=True)
class Alert:
    """To an office: number, category, district, age and two buttons. Never the victim's words, name or picture."""

    number: str
    priority: Priority
    incident: Incident | None
    province: str | None
    district: str | None
    raised_at: int
    minutes: int = 0
    kind: str = "alert"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """To the officer who took it, 1:1: kind, district, map link and hazards, and the next steps as buttons."""

    number: str
    stage: Stage
    incident: Incident | None
    province: str | None
    district: str | None
    latitude: float | None
    longitude: float | None
    weapon: bool
    child: bool
    link: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """To the reporter, once: nobody has answered yet, and whom to call."""

    number: str


@dataclass(frozen=True, slots=True)
class HowEnded:
    """To the officer: how did it end? Each outcome is a button."""

    number: str


@dataclass(frozen=True, slots=True)
class Shift:
    """เวร: whether the officer is on duty now (`rank` of the call, None when off), and from when they next are (ms)."""

    rank: int | None
    next_at: int | None
    rota: bool


@dataclass(frozen=True, slots=True)
class Drill:
    """A silent test alert with one tap to confirm."""

    office: str


@dataclass(frozen=True, slots=True)
class DutyList:
    """งานของฉัน."""

    duties: tuple[Duty, ...]


Screen = (
    Greeting
    | Ask
    | Understood
    | Receipt
    | InDangerNow
    | SameOrNew
    | AnyoneInDanger
    | Numbers
    | StatusList
    | Line
    | Words
    | HeldNotice
    | Closing
    | Insisted
    | Alert
    | Duty
    | DutyList
    | Truth
    | HowEnded
    | Shift
    | Drill
)


def line(key: str, **args: str) -> Line:
    return Line(key, tuple(args.items()))
