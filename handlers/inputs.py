"""An event as an input of the report, and everything that its words may mean."""

import msgspec

from handlers.events import AnyEvent, Located, Said, Sent
from handlers.postback import AnyTap, Back, Begin, Cancel, Choose, Danger, Insist, NewCase, Skip, Tell
from handlers.postback import Person as AskPerson
from handlers.words import Topic, Word, command, read, topic
from models.changed import replace
from models.report import (
    AnyInput,
    Attached,
    Begun,
    Called,
    Cancelled,
    Chosen,
    Confirmed,
    Pinned,
    Reading,
    Skipped,
    Slot,
    Typed,
    Undone,
)
from routing.address import Ask, Question, Sure, resolve

LONGEST_ADDRESS = 400


class Deed(msgspec.Struct, frozen=True):
    """What a citizen did: the event, the button that it is or stands for, and what it says for the report."""

    event: AnyEvent
    tap: AnyTap | None
    input: AnyInput | None

    @property
    def reading(self) -> Reading:
        return self.input.reading if isinstance(self.input, Typed) else Reading()

    @property
    def despairs(self) -> bool:
        """Words about ending one's life: they bring 1323 and an operator at once."""
        return isinstance(self.event, Said) and topic(self.event.text) is Topic.SELF_HARM


def deed(event: AnyEvent, tap: AnyTap | None) -> Deed:
    return Deed(event, tap, entry(event, tap))


def entry(event: AnyEvent, tap: AnyTap | None) -> AnyInput | None:
    """The input that an event is for the report, or None when it says nothing about it."""
    at, ident = event.at, event.id
    match tap:
        case Begin() | NewCase() | Tell():
            return Begun(at, ident)
        case Choose(slot=slot, value=value):
            return Chosen(at, ident, slot, value)
        case Insist(slot=slot, value=value):
            return Confirmed(at, ident, slot, value)
        case Danger(yes=yes):
            return Chosen(at, ident, Slot.IN_DANGER, "yes" if yes else "no")
        case Skip(slot=slot):
            return Skipped(at, ident, slot)
        case Back():
            return Undone(at, ident)
        case Cancel():
            return Cancelled(at, ident)
        case AskPerson():
            return Called(at, ident)
    match event:
        case Said(text=text) if command(text) is Word.SKIP:
            return Skipped(at, ident)
        case Said(text=text):
            return Typed(at, ident, event.id, understand(text))
        case Located(place=place) if place:
            return Pinned(at, ident, place)
        case Sent():
            return Attached(at, ident, event.id)
        case _:
            return None


def understand(text: str) -> Reading:
    """Everything that typed words may mean, whatever question stands open."""
    reading = read(text)
    if topic(text) is Topic.SELF_HARM:
        reading = replace(reading, person=True)
    if len(text) > LONGEST_ADDRESS or reading.number or reading.yes is not None:
        return reading
    match resolve(text):
        case Sure(place=place):
            return replace(reading, place=place, named=True)
        case Ask(question=Question.HIDDEN_LINK):
            return replace(reading, hidden_link=True)
        case Ask() as ask:
            named = ask.question is not Question.CONFIRM
            return replace(reading, candidates=ask.provinces, named=named)
        case _:
            return reading
