"""A message that the person took back, whether that comes to us after it or before it."""

from handlers.effects import Effect, Hide, Note
from handlers.events import AnyEvent, Message, Unsent
from handlers.lane import Lane, Turned, World
from handlers.log import fold
from handlers.withdrawal import taken_out, tells, tells_base, withdrawal, without
from models.changed import replace
from models.people import Person
from models.report import Withdrawn

MOST_WITHDRAWN = 100


def withdrew(world: World, lane: Lane, event: Unsent) -> Turned:
    """What we do not know (yet) is remembered, with LINE's time of it: events may overtake each other."""
    content = world.contents.get(event.line_id)
    hide = Hide(event.line_id)
    if content is None:
        person = lane.reporter
        withdrawn = (*person.withdrawn, event.line_id)[-MOST_WITHDRAWN:]
        when = (*person.withdrawn_at, event.at)[-MOST_WITHDRAWN:]
        return lane.knowing(replace(person, withdrawn=withdrawn, withdrawn_at=when)), (hide,)
    lane, effects = left_out(lane, content, event.at)
    return lane, (hide, *effects)


def overtaken(lane: Lane, event: AnyEvent, effects: tuple[Effect, ...]) -> Turned:
    """A message that was taken back before it came to us is kept like every other and hidden in the same commit."""
    if lane.person is None or event.group or not isinstance(event, Message):
        return lane, effects
    back = taken_back(lane.person, event)
    if back is None:
        return lane, effects
    lane, signals = left_out(lane, event.id, back.at)
    return lane, (*effects, Hide(event.line_id), *signals)


def taken_back(person: Person, event: AnyEvent) -> Withdrawn | None:
    """The unsend that came before its message."""
    at = person.taken_back(event.line_id) if isinstance(event, Message) else None
    return None if at is None else withdrawal(at, event.id)


def left_out(lane: Lane, content: str, at: int) -> tuple[Lane, list[Effect]]:
    """A withdrawn message leaves the story, its point the place. The other meaning already read stays, whoever was
    alerted stays so, and an operator sees that it happened.
    """
    effects: list[Effect] = []
    new = withdrawal(at, content)
    for case in lane.cases.values():
        if tells_base(case.base, content) or tells(case.log, content):
            log = taken_out(case.log, new)
            base = without(case.base, {content})
            lane = lane.holding(replace(case, base=base, log=log, report=fold(log, base)).marked("unsent"))
            effects.append(Note(case.number, "signal_unsent"))
    person = lane.reporter
    if tells(person.lead_in, content):
        lane = lane.knowing(replace(person, lead_in=taken_out(person.lead_in, new)))
    return lane, effects
