"""A form of the case page as a typed command, or the message that says what is missing in it."""

from dataclasses import dataclass

from handlers.commands import (
    Answer,
    AnyCommand,
    Close,
    ConfirmClose,
    Correct,
    HandOver,
    NoField,
    Note,
    PageAgain,
    Release,
    Renew,
    Reopen,
    SetAside,
    Unreachable,
    Write,
)
from models.case import Outcome
from models.changed import replace
from models.incident import Incident
from models.report import Corrected, Place, PlaceSource, Slot
from routing.address import Sure, resolve
from routing.province import provinces

LONGEST = 5000

BARE: dict[str, AnyCommand] = {
    "answer": Answer(),
    "release": Release(),
    "set_aside": SetAside(),
    "unreachable": Unreachable(),
    "page_again": PageAgain(),
    "renew": Renew(),
    "confirm_close": ConfirmClose(),
    "reopen": Reopen(),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form of the case page can hold; every field may be empty."""

    text: str = ""
    to: str = ""
    outcome: str = ""
    slot: str = ""
    value: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a form makes no command: a key of the console's catalogue."""

    why: str


def too_long(text: str) -> bool:
    """As LINE and browsers count: in UTF-16."""
    return len(text.encode("utf-16-le", "replace")) // 2 > LONGEST


def command(what: str, filled: Filled) -> AnyCommand | Unusable:
    """The command named `what` with the words of the form. Total: whatever is sent, one of the two comes back."""
    text = filled.text.strip()
    if too_long(text):
        return Unusable("form-too-long")
    match what:
        case "write" | "note" | "no_field" if not text:
            found: AnyCommand | Unusable = Unusable("form-reason" if what == "no_field" else "form-empty")
        case "write":
            found = Write(text)
        case "note":
            found = Note(text)
        case "no_field":
            found = NoField(text)
        case "hand_over":
            found = HandOver(filled.to, text) if filled.to else Unusable("form-whom")
        case "close":
            known = filled.outcome in set(Outcome)
            found = Close(Outcome(filled.outcome), text) if known else Unusable("form-outcome")
        case "correct":
            found = correction(filled)
        case _:
            found = BARE.get(what, Unusable("form-unknown"))
    return found


def correction(filled: Filled) -> Correct | Unusable:
    """A correction of one slot; its time and id are set by the case's own lane."""
    match filled.slot:
        case Slot.INCIDENT if filled.value in set(Incident):
            return Correct(Corrected(0, "", Slot.INCIDENT, incident=Incident(filled.value)))
        case Slot.IN_DANGER if filled.value in {"yes", "no"}:
            return Correct(Corrected(0, "", Slot.IN_DANGER, yes=filled.value == "yes"))
        case Slot.PLACE:
            place = place_of(filled.text, filled.province)
            return Correct(Corrected(0, "", Slot.PLACE, place=place)) if place else Unusable("form-place")
        case _:
            return Unusable("form-unknown")


def place_of(text: str, province: str) -> Place | None:
    """Coordinates, a map link or an address as the operator typed it; a province chosen beside it has the last word."""
    found = resolve(text) if text.strip() else None
    known = province if province in provinces() else None
    if isinstance(found, Sure):
        place = replace(found.place, source=PlaceSource.OPERATOR)
        if place.point is None and not place.address:
            place = replace(place, address=text.strip())
        if known and known != place.province:
            place = replace(place, province=known, district=None)
        return place
    if known is None:
        return None
    return Place(PlaceSource.OPERATOR, address=text.strip() or None, province=known)
