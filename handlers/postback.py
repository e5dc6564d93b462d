"""Typed buttons. `pack` never makes more than LINE's 300 characters; `unpack` is total: a bad one is None."""

from collections.abc import Callable

import msgspec

from models.case import Outcome, Stage, read_case_number
from models.incident import Incident
from models.people import LANGUAGES
from models.report import Slot

LONGEST = 300


class Tap(msgspec.Struct, frozen=True, tag_field="t", omit_defaults=True):
    """The base of the closed union below."""


class Begin(Tap, frozen=True, tag="begin"):
    """แจ้งเหตุ."""


class Tell(Tap, frozen=True, tag="tell"):
    """แจ้งเหตุอื่นด้วย: the questions after all, in the case that there is."""


class SameCase(Tap, frozen=True, tag="same"):
    """เรื่องเดิม."""


class NewCase(Tap, frozen=True, tag="new"):
    """เรื่องใหม่."""


class Choose(Tap, frozen=True, tag="choose"):
    """An answer to a slot in its wire form."""

    slot: Slot
    value: str


class Insist(Tap, frozen=True, tag="insist"):
    """The reporter keeps their own answer although an operator corrected it."""

    slot: Slot
    value: str


class Skip(Tap, frozen=True, tag="skip"):
    """ข้าม."""

    slot: Slot


class Back(Tap, frozen=True, tag="back"):
    """ย้อนกลับ."""


class Cancel(Tap, frozen=True, tag="cancel"):
    """ยกเลิก."""


class Status(Tap, frozen=True, tag="status"):
    """ติดตามเรื่อง."""


class Hotline(Tap, frozen=True, tag="hotline"):
    """The numbers to call."""


class ReadOn(Tap, frozen=True, tag="read"):
    """อ่านต่อ: opens what the gate held."""


class Language(Tap, frozen=True, tag="lang"):
    """Speak this language from now on."""

    lang: str


class Person(Tap, frozen=True, tag="person"):
    """คุยกับเจ้าหน้าที่: a way to a person."""


class Clear(Tap, frozen=True, tag="clear"):
    """ล้างหน้าจอ: the way out at once."""


class Welfare(Tap, frozen=True, tag="welfare"):
    """Ordinary welfare content, from the neutral menu."""


class Danger(Tap, frozen=True, tag="danger"):
    """The one question to free text: is someone in danger now?"""

    yes: bool


class Safe(Tap, frozen=True, tag="safe"):
    """The reporter agrees that a case is closed."""

    number: str


class Again(Tap, frozen=True, tag="again"):
    """The reporter opens a closed or closing case again."""

    number: str


class TakeCase(Tap, frozen=True, tag="take"):
    """รับเรื่อง, on an alert."""

    number: str


class PassOn(Tap, frozen=True, tag="pass"):
    """ส่งต่อ 1300, on an alert."""

    number: str


class Step(Tap, frozen=True, tag="step"):
    """กำลังไป, ถึงที่เกิดเหตุ."""

    number: str
    stage: Stage


class Finished(Tap, frozen=True, tag="finish"):
    """ปิดเรื่อง by the officer at the scene."""

    number: str
    outcome: Outcome


class Assistance(Tap, frozen=True, tag="assist"):
    """ขอให้ 1300 ช่วย."""

    number: str


class Finishing(Tap, frozen=True, tag="finishing"):
    """ปิดเรื่อง: asks how it ended."""

    number: str


class Noting(Tap, frozen=True, tag="noting"):
    """บันทึกหรือส่งรูป: what the officer sends next belongs to this case."""

    number: str


class Link(Tap, frozen=True, tag="link"):
    """A fresh link to the case page."""

    number: str


class OnDuty(Tap, frozen=True, tag="on_duty"):
    """เวร: when am I on duty?"""


class Here(Tap, frozen=True, tag="here"):
    """ได้รับแล้ว, on a drill."""


class Duties(Tap, frozen=True, tag="duties"):
    """งานของฉัน: the cases an officer has."""


AnyTap = (
    Begin
    | Tell
    | SameCase
    | NewCase
    | Choose
    | Insist
    | Skip
    | Back
    | Cancel
    | Status
    | Hotline
    | ReadOn
    | Language
    | Person
    | Clear
    | Welfare
    | Danger
    | Safe
    | Again
    | TakeCase
    | PassOn
    | Step
    | Finished
    | Assistance
    | Finishing
    | Noting
    | Link
    | OnDuty
    | Here
    | Duties
)


def pack(tap: AnyTap) -> str:
    """`tag` or `tag:field:field`: short, readable in a log, without personal data."""
    words = [str(tap.__struct_config__.tag)]
    for name in tap.__struct_fields__:
        value = getattr(tap, name)
        words.append({True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value))
    data = ":".join(words)
    assert len(data) <= LONGEST, data
    return data


BARE: dict[str, AnyTap] = {
    "begin": Begin(),
    "tell": Tell(),
    "same": SameCase(),
    "new": NewCase(),
    "back": Back(),
    "cancel": Cancel(),
    "status": Status(),
    "hotline": Hotline(),
    "read": ReadOn(),
    "person": Person(),
    "clear": Clear(),
    "welfare": Welfare(),
    "duties": Duties(),
    "on_duty": OnDuty(),
    "here": Here(),
}
YES_NO = {"yes": True, "no": False}
VALUES: dict[Slot, frozenset[str]] = {
    Slot.INCIDENT: frozenset(Incident),
    Slot.IN_DANGER: frozenset(YES_NO),
    Slot.PLACE: frozenset({"yes", "change"} | {f"TH-{n}" for n in range(10, 97)}),
    Slot.STORY: frozenset(),
}


def unpack(data: str) -> AnyTap | None:
    """The tap, or None for anything that this program would not have packed."""
    if len(data) > LONGEST:
        return None
    head, *words = data.split(":")
    if not words:
        return BARE.get(head)
    read = READERS.get(head)
    try:
        return read(*words) if read else None
    except (TypeError, ValueError, KeyError):  # too many words, no such slot or stage: not one of ours
        return None


def _choice(slot: str, value: str) -> Choose | None:
    return Choose(Slot(slot), value) if value in VALUES[Slot(slot)] else None


def _insist(slot: str, value: str) -> Insist | None:
    return Insist(Slot(slot), value) if value in VALUES[Slot(slot)] else None


def _number(text: str) -> str:
    number = read_case_number(text)
    if number is None:
        raise ValueError(text)
    return number


READERS: dict[str, Callable[..., AnyTap | None]] = {
    "choose": _choice,
    "insist": _insist,
    "skip": lambda slot: Skip(Slot(slot)),
    "lang": lambda lang: Language(lang) if lang in LANGUAGES else None,
    "danger": lambda yes: Danger(YES_NO[yes]),
    "safe": lambda number: Safe(_number(number)),
    "again": lambda number: Again(_number(number)),
    "take": lambda number: TakeCase(_number(number)),
    "pass": lambda number: PassOn(_number(number)),
    "step": lambda number, stage: Step(_number(number), Stage(stage)),
    "assist": lambda number: Assistance(_number(number)),
    "finishing": lambda number: Finishing(_number(number)),
    "noting": lambda number: Noting(_number(number)),
    "link": lambda number: Link(_number(number)),
    "finish": lambda number, outcome: Finished(_number(number), Outcome(outcome)),
}
