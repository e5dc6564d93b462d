"""The flow is a form: the first empty question is asked next, and a report is the fold of all that was said.

`fold(log)` sorts by (LINE's timestamp, event id) before it fills, so that every arrival order of one person's events
gives the same report (docs/adr/0006).
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

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
    Place,
    PlaceSource,
    Reading,
    Report,
    Skipped,
    Slot,
    Typed,
    Undone,
    Withdrawn,
)

INCIDENTS = tuple(Incident)
NOTHING = Report()
LOG_LENGTH = 200
ASK_PROVINCE_TIMES = 2


def always(_: Report) -> bool:
    return True


def not_a_gathering(report: Report) -> bool:
    return report.incident is not Incident.GATHERING


@dataclass(frozen=True, slots=True)
class Question:
    """One slot of the form; `only_if` says whether it is worth asking."""

    slot: Slot
    only_if: Callable[[Report], bool] = always

    def stands(self, report: Report) -> bool:
        """Whether this is still to be asked."""
        return self.only_if(report) and self.slot not in report.skipped and not report.answered(self.slot)


SCRIPT = (
    Question(Slot.INCIDENT),
    Question(Slot.PLACE),
    Question(Slot.IN_DANGER, only_if=not_a_gathering),
    Question(Slot.STORY),
)


def first_empty(report: Report) -> Slot | None:
    """The question to ask next, or None when the form is complete."""
    return next((q.slot for q in SCRIPT if q.stands(report)), None)


def fold(log: tuple[AnyInput, ...], base: Report = NOTHING) -> Report:
    """The report that a log of inputs makes of `base`, in LINE's order of time whatever the order of arrival."""
    withdrawn = gone(log)
    return walk(log, without(base, withdrawn) if withdrawn else base, withdrawn)


def gone(log: tuple[AnyInput, ...]) -> frozenset[str]:
    """What was taken back, whenever that came to us."""
    return frozenset(i.content for i in log if isinstance(i, Withdrawn))


def walk(log: tuple[AnyInput, ...], report: Report, withdrawn: AbstractSet[str]) -> Report:
    for each in sorted(log, key=when):
        report = adopt(fill(report, each, withdrawn))
        if report.has_fact and not report.factual:
            report = replace(report, factual=True)
    return report


def adopt(report: Report) -> Report:
    """A place that was told before there was a case is the case's place once there is one."""
    if report.stated is None or not under_way(report):
        return report
    return replace(report, place=report.place or report.stated, stated=None, candidates=())


def when(entry: AnyInput) -> tuple[int, str]:
    return entry.at, entry.id


def settled(base: Report, log: tuple[AnyInput, ...]) -> tuple[Report, tuple[AnyInput, ...]]:
    """A log that has grown too long, its older half folded into `base`: no flood pushes a fact out of the report."""
    if len(log) <= LOG_LENGTH:
        return base, log
    ordered = sorted(log, key=when)
    older, newer = ordered[: LOG_LENGTH // 2], ordered[LOG_LENGTH // 2 :]
    withdrawn = gone(log)
    return walk(tuple(older), without(base, withdrawn), withdrawn), tuple(newer)


def without(report: Report, withdrawn: AbstractSet[str]) -> Report:
    """The report without words and points that were taken back; the meaning already read stays."""
    place = report.place
    if place is not None and place.words in withdrawn:
        place = replace(place, words=None)
    if place is not None and place.pin in withdrawn:
        place = pointless(place)
    return replace(report, place=place, story=tuple(c for c in report.story if c not in withdrawn))


def pointless(place: Place) -> Place:
    """The place without its point, and without LINE's address beside a pin: both say where somebody is."""
    address = None if place.source is PlaceSource.PIN else place.address
    return replace(place, latitude=None, longitude=None, address=address)


def stripped(entry: AnyInput) -> AnyInput:
    """An input that was taken back: it keeps its turn among the answers, and no coordinates."""
    match entry:
        case Pinned(place=place):
            return replace(entry, place=pointless(place))
        case Typed(reading=Reading(place=Place() as place) as reading) if place.point is not None:
            return replace(entry, reading=replace(reading, place=replace(pointless(place), pin=entry.content)))
        case _:
            return entry


def fill(report: Report, entry: AnyInput, withdrawn: AbstractSet[str] = frozenset()) -> Report:
    """The report after one input."""
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
        case Pinned(place=place):
            if Slot.PLACE in report.corrected:
                return replace(report, disputed=report.disputed | {Slot.PLACE})
            if place.point is None:
                return pin_taken_back(report, entry)
            return unskip(replace(report, place=replace(place, pin=entry.id), candidates=()), Slot.PLACE)
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


def pin_taken_back(report: Report, entry: Pinned) -> Report:
    """A pin that was unsent later: what was known before it counts again, and what came after it was said to somebody
    who had answered this question. It stays a fact that there was one.
    """
    report = unskip(replace(report, factual=True, candidates=()), Slot.PLACE)
    if report.place is not None and report.place.settled:
        return report
    return replace(report, place=replace(report.place or Place(PlaceSource.PIN), pin=entry.id))


def place_taken_back(report: Report, content: str) -> Report:
    """From here on the question of the place stands open again, unless it has another answer."""
    place = report.place
    if place is None or place.pin != content or place.point is not None:
        return report
    if place.province is not None:
        source = PlaceSource.PROVINCE if place.source is PlaceSource.PIN else place.source
        return replace(report, place=replace(place, source=source, pin=None))
    if place.words is None:
        return replace(report, place=None, factual=True)
    return replace(report, place=replace(place, pin=None, asked=min(place.asked, ASK_PROVINCE_TIMES - 1)))


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


def in_province(place: Place | None, province: str) -> Place:
    """The place with the province that the person named; what else is known stays."""
    if place is None:
        return Place(PlaceSource.PROVINCE, province=province)
    return replace(place, province=province, district=None, named_province=True)


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


def under_way(report: Report) -> bool:
    """Whether there is a case whose questions are asked."""
    return report.begun or report.has_fact


def heard_out(report: Report) -> bool:
    """Whoever speaks of ending their life is listened to: no form, unless they ask for it or name a category."""
    return report.despair and not report.begun and report.incident is None


def in_danger(reading: Reading) -> bool | None:
    """What the words say to *is anyone in danger now?*: 1, 2, yes or no."""
    if reading.number in {1, 2}:
        return reading.number == 1
    return reading.yes


def named_along(report: Report, entry: Typed, *, hidden: bool) -> Report:
    """A place that is named while something else was asked: a clear one is used, an unclear one asked in its turn."""
    reading = entry.reading
    if not reading.named or Slot.PLACE in report.corrected or report.answered(Slot.PLACE):
        return report
    if reading.place is None:
        return replace(report, candidates=report.candidates or reading.candidates)
    if not under_way(report):
        return replace(report, stated=typed_at(reading.place, entry, hidden=hidden))
    place = typed_at(reading.place, entry, hidden=hidden)
    return unskip(replace(report, place=place, candidates=()), Slot.PLACE)


def typed_at(place: Place, entry: Typed, *, hidden: bool) -> Place:
    return replace(place, words=None if hidden else entry.content, pin=entry.content if place.point else place.pin)


def typed_place(report: Report, entry: Typed, *, hidden: bool) -> Report:
    """An address: resolved, or offered as provinces, or kept as words; asked for a province at most once more."""
    reading, words = entry.reading, None if hidden else entry.content
    before = report.place or Place(PlaceSource.ADDRESS, words=words)
    offered = report.candidates
    if reading.number and reading.number <= len(offered):
        return replace(report, place=in_province(before, offered[reading.number - 1]), candidates=())
    if reading.place:
        known = typed_at(reading.place, entry, hidden=hidden)
        return replace(report, place=replace(known, words=words or before.words), candidates=())
    return replace(
        report,
        place=replace(before, words=before.words or words, asked=before.asked + 1),
        candidates=reading.candidates if before.asked + 1 < ASK_PROVINCE_TIMES else (),
        story=report.story if hidden else (*report.story, entry.content)[-STORY_LENGTH:],
    )


STORY_LENGTH = 200


def tell(report: Report, content: str) -> Report:
    """Words and files belong to the story whatever was asked; only the newest ones are listed."""
    if content in report.story:
        return report
    return replace(report, story=(*report.story, content)[-STORY_LENGTH:], told=report.told or told_now(report))


def told_now(report: Report) -> bool:
    """Whether what is said now answers the last question, or is said along the way."""
    return first_empty(report) is Slot.STORY


def unskip(report: Report, slot: Slot) -> Report:
    return replace(report, skipped=report.skipped - {slot})


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
