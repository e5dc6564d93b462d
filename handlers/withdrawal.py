"""What a reporter took back: the report and its inputs without those words and points. Meaning once read stays."""

from collections.abc import Set as AbstractSet

from models.changed import replace
from models.report import AnyInput, Attached, Pinned, Place, PlaceSource, Reading, Report, Typed, Withdrawn


def gone(log: tuple[AnyInput, ...]) -> frozenset[str]:
    """What was taken back, whenever that came to us."""
    return frozenset(i.content for i in log if isinstance(i, Withdrawn))


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


def withdrawal(at: int, content: str) -> Withdrawn:
    return Withdrawn(at, f"{content}>unsent", content)


def taken_out(log: tuple[AnyInput, ...], new: Withdrawn) -> tuple[AnyInput, ...]:
    kept = tuple(stripped(i) if content_of(i) == new.content else i for i in log if i.id != new.id)
    return (*kept, new)


def tells(log: tuple[AnyInput, ...], content: str) -> bool:
    return any(content_of(i) == content for i in log)


def tells_base(base: Report, content: str) -> bool:
    place = base.place
    return content in base.story or (place is not None and content in {place.words, place.pin})


def content_of(entry: AnyInput) -> str | None:
    match entry:
        case Typed(content=content) | Attached(content=content):
            return content
        case Pinned(id=ident):
            return ident
        case _:
            return None
