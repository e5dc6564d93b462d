"""What the bot can show, as values. bot/render.py draws each in the reader's language; no sentence lives here."""

import msgspec

from handlers.words import Topic
from models.case import Case, Stage
from models.incident import Incident, Priority
from models.report import Slot
from routing.reason import Named


class Greeting(msgspec.Struct, frozen=True):
    """What this is, that it is free and confidential, whom to call, แจ้งเหตุ."""

    returning: bool = False


class Ask(msgspec.Struct, frozen=True):
    """A question of the form. `number` is shown once the case is open; `provinces` are buttons to choose from."""

    slot: Slot
    number: str | None = None
    provinces: tuple[str, ...] = ()
    again: bool = False
    hidden_link: bool = False


class Understood(msgspec.Struct, frozen=True):
    """A short echo of what was just answered, so that a wrong tap is seen and can be corrected."""

    incident: Incident | None = None
    province: str | None = None
    district: str | None = None
    place: bool = False
    swapped: bool = False
    outside: bool = False
    provinces: tuple[str, ...] = ()


class Receipt(msgspec.Struct, frozen=True):
    """Case number, who has been told, what happens next, what to do if nobody answers. Never a promise.

    `centre` is the one that was told, None when 1300 alone; `staffed`: somebody is at the desk,
    `busy`: so many others wait that an answer may take longer.
    """

    number: str
    centre: Named | None
    staffed: bool
    busy: bool = False


class InDangerNow(msgspec.Struct, frozen=True):
    """The answer to danger: how to stay safe and whom to call, once."""

    number: str | None = None


class SameOrNew(msgspec.Struct, frozen=True):
    """เรื่องเดิม / เรื่องใหม่?"""

    number: str


class AnyoneInDanger(msgspec.Struct, frozen=True):
    """The one question to free text, and a way to a person."""


class Numbers(msgspec.Struct, frozen=True):
    """Numbers to call: the one that fits what was said, or all."""

    topic: Topic | None = None


class Welfare(msgspec.Struct, frozen=True):
    """Ordinary content that fills the screen; `parting`: how to delete the chat, after ล้างหน้าจอ."""

    parting: bool = False


class CaseLine(msgspec.Struct, frozen=True):
    """One case in ติดตามเรื่อง. `answered`: an operator has it now; `spoken`: somebody has answered before."""

    number: str
    status: str
    incident: Incident | None
    answered: bool
    stage: Stage | None
    spoken: bool = False


def case_line(case: Case) -> CaseLine:
    return CaseLine(
        number=case.number,
        status=case.status.value,
        incident=case.report.incident,
        answered=case.answerer is not None,
        stage=case.responder.stage if case.responder else None,
        spoken=case.answered_at is not None,
    )


class StatusList(msgspec.Struct, frozen=True):
    """ติดตามเรื่อง: the person's own cases."""

    cases: tuple[CaseLine, ...]


class Line(msgspec.Struct, frozen=True):
    """A sentence of the catalogue without buttons: `key` with `args`."""

    key: str
    args: tuple[tuple[str, str], ...] = ()


class MovedAway(msgspec.Struct, frozen=True):
    """To the office that a case has left: a reason of the routing catalogue, its values in Thai and English."""

    number: str
    key: str
    values: tuple[tuple[str, tuple[str, str]], ...]


class Words(msgspec.Struct, frozen=True):
    """An operator's own words, under the service's sender name."""

    text: str


class HeldNotice(msgspec.Struct, frozen=True):
    """The neutral line with the neutral button อ่านต่อ."""


class Closing(msgspec.Struct, frozen=True):
    """An operator has closed the case: is the person safe? agree, or open it again."""

    number: str


class Insisted(msgspec.Struct, frozen=True):
    """An operator corrected a slot: keep the person's own answer?"""

    slot: Slot
    value: str


class Alert(msgspec.Struct, frozen=True):
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


class Duty(msgspec.Struct, frozen=True):
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


class Truth(msgspec.Struct, frozen=True):
    """To the reporter, once: nobody has answered yet, and whom to call."""

    number: str


class HowEnded(msgspec.Struct, frozen=True):
    """To the officer: how did it end? Each outcome is a button."""

    number: str


class Shift(msgspec.Struct, frozen=True):
    """เวร: whether the officer is on duty now (`rank` of the call, None when off), and from when they next are (ms)."""

    rank: int | None
    next_at: int | None
    rota: bool


class Drill(msgspec.Struct, frozen=True):
    """A silent test alert with one tap to confirm."""

    office: str


class DutyList(msgspec.Struct, frozen=True):
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
    | Welfare
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
    | MovedAway
    | Shift
    | Drill
)


def line(key: str, **args: str) -> Line:
    return Line(key, tuple(args.items()))
