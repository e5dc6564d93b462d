"""The conversation as the operators hold it: claimed by one, written in, passed on, dropped when nobody is there."""

from handlers.climbing import speak
from handlers.commands import Actor, HandOver, Release, Taken
from handlers.conversation import for_colleagues
from handlers.effects import Keep, Note, Set, Stop
from handlers.events import Commanded
from handlers.lane import Lane, Turned, World
from handlers.results import done, held_by_another, refused
from handlers.screens import Words
from handlers.timers import Timer
from handlers.waiting import read, settled
from models.case import Answerer, Case, Passed
from models.changed import replace
from models.people import ContactState, Role


def answer(world: World, lane: Lane, case: Case, actor: Actor) -> Turned:
    """Claim the conversation; the field pages go on. What was unread is now in somebody's hands."""
    holder = case.answerer
    if holder is not None and holder.operator != actor.name:
        return refused(lane, Taken(holder.operator))
    if not case.live:
        return refused(lane, "refused-closed")
    until = world.now + world.policy.lease_answering
    since = holder.since if holder else world.now
    case = replace(case.all_read(), answerer=Answerer(actor.name, since, until))
    case, clock = read(lane, case)
    note = () if holder else (Note(case.number, "claimed", actor.name),)
    return done(lane.holding(case), *note, *clock, Set(Timer.ANSWERING, case.number, until))


def pass_on(world: World, lane: Lane, case: Case, event: Commanded, command: Release | HandOver) -> Turned:
    """To a colleague or to the queue. The marker and the note stay until the next one has written."""
    actor, holder = event.actor, case.answerer
    if holder is None or (holder.operator != actor.name and actor.role not in {Role.SUPERVISOR, Role.ADMIN}):
        return held_by_another(lane, holder, "refused-not-holder")
    to = command.to if isinstance(command, HandOver) else ""
    kept = (for_colleagues(world, event, command.note),) if command.note else ()
    case = replace(case, passed=Passed(actor.name, world.now, to, event.id if command.note else ""))
    if not to:
        lane = lane.holding(replace(case, answerer=None))
        note = Note(case.number, "released_conversation", actor.name)
        return done(lane, *kept, note, Stop(Timer.ANSWERING, case.number))
    until = world.now + world.policy.lease_answering
    lane = lane.holding(replace(case, answerer=Answerer(to, world.now, until)))
    note = Note(case.number, "handed_over", actor.name, {"to": to})
    return done(lane, *kept, note, Set(Timer.ANSWERING, case.number, until))


def write(world: World, lane: Lane, case: Case, event: Commanded, text: str) -> Turned:
    """Words to the reporter: only by who holds the conversation, and only where a LINE person stands behind it."""
    holder = case.answerer
    if holder is None or holder.operator != event.actor.name:
        return held_by_another(lane, holder, "refused-claim-first")
    if lane.person is None:
        return refused(lane, "refused-no-line")
    until = world.now + world.policy.lease_answering
    case = replace(case.all_read(), answerer=replace(holder, until=until), passed=None)
    kept = Keep(event.id, world.now, "text", event.actor.name, event.id, text, outgoing=True)
    lane, token = ridden(world, lane)
    say = speak(lane, (Words(text),), number=case.number, message=event.id)
    say = replace(say, reply=token[0], reply_until=token[1]) if token else say
    # To a phone that may not show it the words wait on our side: our part is done. Else LINE's word is waited for.
    quiet = lane.reporter.contact is not ContactState.FREE
    case, clock = settled(case) if quiet else (case, [])
    return done(lane.holding(case), kept, say, *clock, Set(Timer.ANSWERING, case.number, until))


def ridden(world: World, lane: Lane) -> tuple[Lane, tuple[str, int] | None]:
    """The reply token of the person's last word, once, while it is good. Only where the gate lets anything pass."""
    person = lane.reporter
    if person.token is None:
        return lane, None
    good = person.contact is ContactState.FREE and person.token[1] > world.now
    return lane.knowing(replace(person, token=None)), person.token if good else None


def dropped(world: World, lane: Lane, case: Case) -> Turned:
    """No heartbeat for the length of the lease: back on top of the queue, marked, with its history."""
    holder = case.answerer
    if holder is None:
        return lane, ()
    until = max(holder.until, world.seen.get(holder.operator, 0) + world.policy.lease_answering)
    if until > world.now:
        case = replace(case, answerer=replace(holder, until=until))
        return lane.holding(case), (Set(Timer.ANSWERING, case.number, until),)
    case = replace(case, answerer=None, passed=None).marked("dropped")
    return lane.holding(case), (Note(case.number, "conversation_dropped", holder.operator),)
