"""What became of words and alerts that left: LINE has accepted them, or refused them for good."""

from handlers.climbing import notify
from handlers.effects import Effect, Note
from handlers.events import Delivered, Undelivered
from handlers.lane import Lane, Turned, World
from handlers.waiting import settled
from models.changed import replace


def delivered(lane: Lane, event: Delivered) -> Turned:
    """Human words that LINE accepted: the first ones answer the case, and any stop the conversation's clock."""
    case = lane.cases.get(event.number)
    if case is None:
        return lane, ()
    case, clock = settled(case)
    if case.answered_at is not None:
        return (lane.holding(case), tuple(clock)) if clock else (lane, ())
    return lane.holding(replace(case, answered_at=event.at)), (Note(case.number, "answered"), *clock)


def undelivered(world: World, lane: Lane, event: Undelivered) -> Turned:
    """A message did not arrive: the case's log says so, and an operator sees it. An alert goes by the second path."""
    case = lane.cases.get(event.number or "")
    if case is None:
        return lane, ()
    if event.kind != "alert":
        failed = Note(case.number, "undelivered", data={"kind": event.kind, "why": event.why})
        return lane.holding(case.marked("undelivered")), (failed,)
    data = {"office": event.office, "why": event.why, "row": event.row}
    effects: list[Effect] = [Note(case.number, "alert_undelivered", data=data)]
    if case.responder is None and case.live and world.reach(event.office).paths:
        effects.append(notify(world, case, event.office, "undelivered"))
    return lane, tuple(effects)
