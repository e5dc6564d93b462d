"""What one input does to the report: a slot is filled, emptied, skipped or corrected."""

from collections.abc import Set as AbstractSet

from handlers.places import in_province, named_along, pinned, place_taken_back, typed_place
from handlers.questions import SCRIPT, first_empty, heard_out, under_way, unskip
from handlers.story import tell
from models.changed import replace
from models.incident import Incident
from models.report import (
    AnyInput,
    Attached,
    Begun,
    Called,
    Cancelled,
    Chosen,
    Confirmed,
    Corrected,
    Pinned,
    Reading,
    Report,
    Skipped,
    Slot,
    Typed,
    Undone,
    Withdrawn,
)

INCIDENTS = tuple(Incident)


def fill(report: Report, entry: AnyInput, withdrawn: AbstractSet[str]) -> Report:
    """The report after one input; of what is `withdrawn` the words are not told."""
    match entry:
        case Begun():
            return replace(report, begun=True, sos=report.sos or (report.begun and not report.has_fact))
        case Chosen(slot=slot, value=value):
            if slot in report.corrected:
                return replace(report, disputed=report.disputed | {slot})
            return choose(report, slot, value)
        case Confirmed(slot=slot, value=value):
            freed = replace(report, corrected=report.corrected - {slot}, disputed=report.disputed - {slot})
            return choose(freed, slot, value)
        case Typed():
            return typed(report, entry, hidden=entry.content in withdrawn)
        case Pinned():
            return pinned(report, entry)
        case Attached(content=content):
            if content in withdrawn:
                return replace(report, attached=True)
            return replace(tell(report, content), attached=True, told=True)
        case Skipped(slot=slot):
            open_slot = slot or (first_empty(report) if under_way(report) else None)
            if open_slot is None or report.answered(open_slot):
                return report  # the old ข้าม of a question that has its answer
            return replace(report, skipped=report.skipped | {open_slot})
        case Undone():
            return undo(report)
        case Called():
            return replace(report, called=True)
        case Cancelled():
            return replace(report, cancelled=True)
        case Corrected():
            return correct(report, entry)
        case Withdrawn(content=content):
            return place_taken_back(report, content)


def choose(report: Report, slot: Slot, value: str) -> Report:
    match slot:
        case Slot.INCIDENT:
            return unskip(replace(report, incident=Incident(value)), slot)
        case Slot.IN_DANGER:
            return unskip(replace(report, in_danger=value == "yes"), slot)
        case Slot.PLACE if value == "change":
            return replace(report, place=None, candidates=())
        case Slot.PLACE if value == "yes":
            return report
        case Slot.PLACE:
            return unskip(replace(report, place=in_province(report.place, value), candidates=()), slot)
        case Slot.STORY:
            return report


def typed(report: Report, entry: Typed, *, hidden: bool) -> Report:
    """Typed words answer the open question if they can; whatever they are, they stay in the story."""
    reading = entry.reading
    report = replace(
        report,
        danger_words=report.danger_words or reading.danger,
        weapon=report.weapon or reading.weapon,
        child=report.child or reading.child,
        family=report.family or reading.family,
        called=report.called or reading.person,
        despair=report.despair or reading.person,
    )
    slot = first_empty(report) if under_way(report) and not heard_out(report) else None
    if slot is not Slot.PLACE:
        report = named_along(report, entry, hidden=hidden)
    if not under_way(report):
        # Free text before has been answered with one question: is anyone in danger now?
        answer = in_danger(reading) if report.story else None
        if answer is not None:
            return choose(report, Slot.IN_DANGER, "yes" if answer else "no")
    match slot:
        case Slot.INCIDENT if reading.number and reading.number <= len(INCIDENTS):
            return choose(report, Slot.INCIDENT, INCIDENTS[reading.number - 1])
        case Slot.INCIDENT if reading.incident:
            return choose(report, Slot.INCIDENT, reading.incident)
        case Slot.PLACE:
            return typed_place(report, entry, hidden=hidden)
        case Slot.IN_DANGER if reading.number == 3:
            return replace(report, skipped=report.skipped | {Slot.IN_DANGER})
        case Slot.IN_DANGER if (answer := in_danger(reading)) is not None:
            return choose(report, Slot.IN_DANGER, "yes" if answer else "no")
    if reading.incident and report.incident is None:
        report = choose(report, Slot.INCIDENT, reading.incident)
    return report if hidden else tell(report, entry.content)


def in_danger(reading: Reading) -> bool | None:
    """What the words say to *is anyone in danger now?*: 1, 2, yes or no."""
    if reading.number in {1, 2}:
        return reading.number == 1
    return reading.yes


def undo(report: Report) -> Report:
    """The last answered question stands open again. What an operator corrected stays."""
    for question in reversed(SCRIPT):
        slot = question.slot
        if slot in report.skipped or (report.answered(slot) and slot not in report.corrected):
            return empty(unskip(report, slot), slot)
    return report


def empty(report: Report, slot: Slot) -> Report:
    match slot:
        case Slot.INCIDENT:
            return replace(report, incident=None)
        case Slot.PLACE:
            return replace(report, place=None, candidates=())
        case Slot.IN_DANGER:
            return replace(report, in_danger=None)
        case Slot.STORY:
            return replace(report, told=False)


def correct(report: Report, entry: Corrected) -> Report:
    report = unskip(replace(report, corrected=report.corrected | {entry.slot}), entry.slot)
    match entry.slot:
        case Slot.INCIDENT:
            return replace(report, incident=entry.incident)
        case Slot.PLACE:
            return replace(report, place=entry.place, candidates=())
        case Slot.IN_DANGER:
            return replace(report, in_danger=entry.yes)
        case Slot.STORY:
            return report
