"""What the templates ask while they draw: pure questions about values, answered in keys of the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

import msgspec

from bot.told import NOBODY, Happening, Told
from console.case_reads import CasePage, Message, Reporter
from console.reads import Listing, Row
from console.speech import Speech, iso
from handlers.climbing import offices as responsible
from handlers.postback import Choose, Insist, Skip, unpack
from models.case import Case, Outcome
from models.centre import Centre
from models.field import SUPERVISOR
from models.incident import Incident
from models.people import ContactState
from models.report import Place, Report, Slot
from models.times import local
from routing.gazetteer import label
from routing.province import provinces
from texts.catalogue import words

__all__ = ["iso"]


def as_json(counts: Mapping[str, int]) -> str:
    return msgspec.json.encode(counts).decode()


LISTS = tuple(Listing)
INCIDENTS = tuple(Incident)
OUTCOMES = tuple(Outcome)
PHRASES = tuple(range(1, 11))
RINGS = {
    ContactState.FREE: "rings",
    ContactState.UNKNOWN: "neutral",
    ContactState.QUIET: "quiet",
    ContactState.WHEN_THEY_WRITE: "waits",
    ContactState.NEVER: "never",
}
WARNINGS = ("sos", "danger_words", "weapon", "child", "family", "called")


def ring(reporter: Reporter | None) -> str:
    """What the reporter's phone will do with the next words."""
    if reporter is None:
        return "telephone"
    return RINGS[reporter.contact] if reporter.follows else "gone"


def area(t: Speech, province: str | None, district: str | None) -> str:
    """`อ.หาดใหญ่ จ.สงขลา`, as far as it is known; empty otherwise."""
    digits = district or (province or "").removeprefix("TH-")
    return label(digits, t.lang) if digits else ""


def place_of(t: Speech, row: Row) -> str:
    return area(t, row.province, row.district) or t("place-unknown")


def incident(t: Speech, name: Incident | None) -> str:
    return t.named("incident", name) if name else t("incident-unknown")


def warnings(report: Report) -> tuple[str, ...]:
    """The flags of a report that must be seen at once."""
    return tuple(name for name in WARNINGS if getattr(report, name))


def doubts(case: Case) -> tuple[str, ...]:
    """What the case's own lane wants an operator to notice: a cancel, a block, a dropped conversation."""
    return tuple(dict.fromkeys(s.replace("_", "-") for s in case.signals))


def answer(t: Speech, report: Report, slot: Slot) -> str:
    """What is known for a slot, in words; empty when nothing is."""
    match slot:
        case Slot.INCIDENT:
            return t.named("incident", report.incident) if report.incident else ""
        case Slot.IN_DANGER:
            return "" if report.in_danger is None else t("yes" if report.in_danger else "no")
        case Slot.PLACE:
            return place_words(t, report.place)
        case Slot.STORY:
            return ""


def place_words(t: Speech, place: Place | None) -> str:
    if place is None:
        return ""
    return place.address or area(t, place.province, place.district) or (coordinates(place) or "")


def coordinates(place: Place | None) -> str:
    """Exactly as given, never rounded: crews drive to it."""
    return f"{place.latitude!r}, {place.longitude!r}" if place and place.point else ""


def province_choices(t: Speech) -> list[tuple[str, str]]:
    names = [(p.code, p.name_th if t.lang == "th" else p.name_en) for p in provinces().values()]
    return sorted(names, key=lambda pair: pair[1])


def centre_name(t: Speech, centre: Centre | None) -> str:
    if centre is None:
        return ""
    return centre.name_th if t.lang == "th" else centre.name_en


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a conversation."""

    at: int
    messages: tuple[Message, ...]


def days(messages: Iterable[Message]) -> tuple[Day, ...]:
    grouped = (tuple(each) for _, each in groupby(messages, key=lambda m: local(m.at).date()))
    return tuple(Day(each[0].at, each) for each in grouped)


def side(message: Message) -> str:
    """`in` from the reporter, `out` to them, `note` among colleagues: also what an officer sends from the scene."""
    if not message.outgoing:
        return "in"
    return "out" if message.kind == "text" else "note"


def who_said(t: Speech, message: Message, it: CasePage) -> str:
    if message.outgoing:
        return message.sender
    return (it.reporter.name if it.reporter else "") or t("reporter")


def said(t: Speech, message: Message) -> str:
    """The words of a message that is not simply text: a tapped button, a sticker, something unknown."""
    match message.kind:
        case "tap":
            return tapped(t, message.words)
        case "sticker":
            return t("said-sticker", words=message.words or "-")
        case "strange":
            return t("said-strange", kind=message.words or "-")
        case _:
            return message.words


def tapped(t: Speech, packed: str) -> str:
    match unpack(packed):
        case None:
            return t("said-button", name=packed.partition(":")[0] or "-")
        case Choose(slot=slot, value=value) | Insist(slot=slot, value=value):
            return t("said-answer", question=t.named("slot", slot), answer=choice(t, slot, value))
        case Skip(slot=slot):
            return t("said-skip", question=t.named("slot", slot))
        case tap:
            return t("said-button", name=t.named("tap", str(tap.__struct_config__.tag)))


def choice(t: Speech, slot: Slot, value: str) -> str:
    if slot is Slot.INCIDENT:
        return t.named("incident", value)
    return t.province(value) if value.startswith("TH-") else t.named("value", value)


def happened(t: Speech, line: Happening) -> str:
    """A line of the log in plain words; names and reasons are put in, values of closed lists are translated."""
    data = {
        "to": line.data.get("to", "-"),
        "reason": line.data.get("reason", "-"),
        "office": t.province(line.data.get("office")) or "-",
        "outcome": t.named("outcome", line.data["outcome"]) if "outcome" in line.data else "-",
        "slot": t.joined(t.named("slot", s) for s in line.data.get("slot", "").split(", ") if s) or "-",
        "why": line.data.get("why", "-"),
        "path": t.named("path", line.data.get("path", "")) or "LINE",
        "kind": line.data.get("kind", "-"),
        "seconds": line.data.get("seconds", "-"),
        "by": line.actor or t("system"),
    }
    return t.named("event", line.kind, **data)


def offices(t: Speech, case: Case) -> str:
    """The offices that were asked to respond."""
    return t.joined(t.province(office) for office in (*responsible(case), *case.informed))


def actor(t: Speech, line: Happening) -> str:
    return t("reporter") if line.actor == "reporter" else line.actor


def told_whom(t: Speech, one: Told) -> str:
    """`กลุ่ม ศูนย์สงขลา · สงขลา`: the name of the destination, its kind of path, and the office."""
    if one.status == NOBODY:
        name = t("told-nobody")
    elif one.path:
        name = t("told-path", name=one.name or "-", path=t.named("path", one.path))
    else:
        name = t("told-group", name=one.name or "-") if one.group else one.name or t("told-officer")
    office = t("role-supervisor") if one.office == SUPERVISOR else t.province(one.office)
    return f"{name} · {office}" if office else name


def phrase(it: CasePage, n: int) -> str:
    """A canned reply in the reporter's language: Thai or English, Thai where there is none."""
    lang = it.reporter.lang if it.reporter else "th"
    return words(lang, f"console-phrase-{n}")


def reasons(t: Speech, case: Case) -> tuple[str, ...]:
    """Why the case went where it went; each value is kept in Thai and in English."""
    which = 0 if t.lang == "th" else 1
    return tuple(
        t.elsewhere(key, **{name: both[which] for name, both in values.items()})
        for key, values in case.destined.reasons
    )
