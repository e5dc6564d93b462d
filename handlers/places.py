"""The slot of the place: what typed words, a chosen province and a pin that was taken back make of it."""

from handlers.questions import under_way, unskip
from handlers.story import tell
from models.changed import replace
from models.report import ASK_PROVINCE_TIMES, Pinned, Place, PlaceSource, Report, Slot, Typed


def in_province(place: Place | None, province: str) -> Place:
    """The place with the province that the person named; what else is known stays."""
    if place is None:
        return Place(PlaceSource.PROVINCE, province=province)
    return replace(place, province=province, district=None, named_province=True)


def named_along(report: Report, entry: Typed, *, hidden: bool) -> Report:
    """A place that is named while something else was asked: a clear one is used, an unclear one asked in its turn."""
    reading = entry.reading
    if not reading.named or Slot.PLACE in report.corrected or report.answered(Slot.PLACE):
        return report
    if reading.place is None:
        return replace(report, candidates=report.candidates or reading.candidates)
    place = typed_at(reading.place, entry, hidden=hidden)
    if not under_way(report):
        return replace(report, stated=place)
    return unskip(replace(report, place=place, candidates=()), Slot.PLACE)


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
        report if hidden else tell(report, entry.content),
        place=replace(before, words=before.words or words, asked=before.asked + 1),
        candidates=reading.candidates if before.asked + 1 < ASK_PROVINCE_TIMES else (),
    )


def typed_at(place: Place, entry: Typed, *, hidden: bool) -> Place:
    return replace(place, words=None if hidden else entry.content, pin=entry.content if place.point else place.pin)


def pinned(report: Report, entry: Pinned) -> Report:
    """A location from the phone, unless it was taken back or an operator knows better."""
    if Slot.PLACE in report.corrected:
        return replace(report, disputed=report.disputed | {Slot.PLACE})
    if entry.place.point is None:
        return pin_taken_back(report, entry)
    return unskip(replace(report, place=replace(entry.place, pin=entry.id), candidates=()), Slot.PLACE)


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
