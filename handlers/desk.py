"""What operators do to a case, in the case's own lane. Every command has a result; a refused one changes nothing."""

import msgspec

from handlers.climbing import alert, notify, offices, page, speak
from handlers.commands import (
    Actor,
    Answer,
    AnyCommand,
    Close,
    ConfirmClose,
    Correct,
    Done,
    HandOver,
    NoField,
    NotAllowed,
    PageAgain,
    Release,
    Renew,
    Reopen,
    SetAside,
    Stale,
    Taken,
    Unreachable,
    Write,
)
from handlers.commands import Note as NoteCommand
from handlers.effects import Answered, Effect, Keep, Note, Say, Set, Stop
from handlers.events import Commanded, Delivered, Opened, Undelivered
from handlers.lane import Lane, Turned, World
from handlers.leases import forget, renewed
from handlers.log import fold
from handlers.raising import again, live_on
from handlers.screens import Closing, Words
from handlers.timers import OF_A_CASE, Timer
from handlers.waiting import read, settled
from models.case import Answerer, Case, CaseAction, CaseStatus, Passed, Stage, advance
from models.changed import replace
from models.field import Scope
from models.incident import Priority
from models.people import ContactState, Role
from models.report import Slot

UNREACHABLE_AGAIN = 30 * 60 * 1000
Outcome = tuple[Case, list[Effect]]


def commanded(world: World, lane: Lane, event: Commanded) -> Turned:
    """Refused by role or by state, else carried out; the version only guards what a reader decided from the page."""
    case = lane.cases.get(event.number)
    if case is None:
        return lane, (Answered(NotAllowed("refused-no-such-case")),)
    if event.actor.role == Role.OFFICER:
        return lane, (Answered(NotAllowed("refused-role")),)
    decided_from_page = isinstance(event.command, Close | ConfirmClose | SetAside | NoField | Unreachable)
    if decided_from_page and event.version and event.version < last_fact(case):
        return lane, (Answered(Stale(case.version)),)
    return carry_out(world, lane, case, event)


def last_fact(case: Case) -> int:
    """The version of the newest change that an operator should see before deciding."""
    return case.version if case.unread else 0


def carry_out(world: World, lane: Lane, case: Case, event: Commanded) -> Turned:
    actor, command = event.actor, event.command
    match command:
        case Answer():
            return answer(world, lane, case, actor)
        case Release() | HandOver():
            return pass_on(world, lane, case, event, command)
        case Write(text=text):
            return write(world, lane, case, event, text)
        case NoteCommand(text=text):
            kept = Keep(event.id, world.now, "note", actor.name, event.id, text, outgoing=True)
            return lane, (kept, Note(case.number, "note", actor.name), Answered(Done()))
        case Correct():
            return correct(world, lane, case, event, command)
        case NoField(reason=reason):
            case = replace(case, no_field=reason)
            note = Note(case.number, "no_field", actor.name, {"reason": reason})
            return lane.holding(case), (
                note,
                Stop(Timer.LADDER, case.number),
                Stop(Timer.RAISE, case.number),
                Answered(Done()),
            )
        case Renew():
            if case.responder is None:
                return lane, (Answered(NotAllowed("refused-step")),)
            case, kept_on = renewed(world, case)
            note = Note(case.number, "lease_renewed", actor.name)
            return lane.holding(case), (note, *kept_on, Answered(Done()))
        case PageAgain():
            _, pages, _ = page(world, case, offices(case), alert(world, case, "remind"), Scope.FIRST)
            return lane, (Note(case.number, "page_again", actor.name), *pages, Answered(Done()))
        case _:
            return move(world, lane, case, actor, command)


def answer(world: World, lane: Lane, case: Case, actor: Actor) -> Turned:
    """Claim the conversation; the field pages go on. What was unread is now in somebody's hands."""
    holder = case.answerer
    if holder is not None and holder.operator != actor.name:
        return lane, (Answered(Taken(holder.operator)),)
    if not case.live:
        return lane, (Answered(NotAllowed("refused-closed")),)
    until = world.now + world.policy.lease_answering
    since = holder.since if holder else world.now
    case = replace(case.all_read(), answerer=Answerer(actor.name, since, until))
    case, clock = read(lane, case)
    note = () if holder else (Note(case.number, "claimed", actor.name),)
    return lane.holding(case), (*note, *clock, Set(Timer.ANSWERING, case.number, until), Answered(Done()))


def pass_on(world: World, lane: Lane, case: Case, event: Commanded, command: Release | HandOver) -> Turned:
    """To a colleague or to the queue. The marker and the note stay until the next one has written."""
    actor, holder = event.actor, case.answerer
    if holder is None or (holder.operator != actor.name and actor.role not in {Role.SUPERVISOR, Role.ADMIN}):
        return lane, (Answered(Taken(holder.operator) if holder else NotAllowed("refused-not-holder")),)
    to = command.to if isinstance(command, HandOver) else ""
    said = (Keep(event.id, world.now, "note", actor.name, event.id, command.note, outgoing=True),)
    case = replace(case, passed=Passed(actor.name, world.now, to, event.id if command.note else ""))
    kept = said if command.note else ()
    if not to:
        case = replace(case, answerer=None)
        note = Note(case.number, "released_conversation", actor.name)
        return lane.holding(case), (*kept, note, Stop(Timer.ANSWERING, case.number), Answered(Done()))
    until = world.now + world.policy.lease_answering
    case = replace(case, answerer=Answerer(to, world.now, until))
    note = Note(case.number, "handed_over", actor.name, {"to": to})
    return lane.holding(case), (*kept, note, Set(Timer.ANSWERING, case.number, until), Answered(Done()))


def write(world: World, lane: Lane, case: Case, event: Commanded, text: str) -> Turned:
    """Words to the reporter: only by who holds the conversation, and only where a LINE person stands behind it."""
    holder = case.answerer
    if holder is None or holder.operator != event.actor.name:
        return lane, (Answered(Taken(holder.operator) if holder else NotAllowed("refused-claim-first")),)
    if lane.person is None:
        return lane, (Answered(NotAllowed("refused-no-line")),)
    until = world.now + world.policy.lease_answering
    case = replace(case.all_read(), answerer=replace(holder, until=until), passed=None)
    kept = Keep(event.id, world.now, "text", event.actor.name, event.id, text, outgoing=True)
    lane, token = ridden(world, lane)
    say = speak(lane, (Words(text),), number=case.number, message=event.id)
    say = replace(say, reply=token[0], reply_until=token[1]) if token else say
    # To a phone that may not show it the words wait on our side: our part is done. Else LINE's word is waited for.
    quiet = lane.person is not None and lane.person.contact is not ContactState.FREE
    case, clock = settled(case) if quiet else (case, [])
    return lane.holding(case), (kept, say, *clock, Set(Timer.ANSWERING, case.number, until), Answered(Done()))


def ridden(world: World, lane: Lane) -> tuple[Lane, tuple[str, int] | None]:
    """The reply token of the person's last word, once, while it is good. Only where the gate lets anything pass."""
    person = lane.person
    if person is None or person.token is None:
        return lane, None
    good = person.contact is ContactState.FREE and person.token[1] > world.now
    return lane.knowing(replace(person, token=None)), person.token if good else None


def correct(world: World, lane: Lane, case: Case, event: Commanded, command: Correct) -> Turned:
    """An input in the same log; it outranks later buttons. Only an operator may lower a priority this way."""
    what = msgspec.structs.replace(command.what, at=world.now, id=event.id)
    log = (*case.log, what)
    report = fold(log, case.base)
    lowered = what.slot is Slot.IN_DANGER and what.yes is False
    before = replace(case, priority=Priority.P4) if lowered else case
    after, effects = live_on(world, lane, before, replace(case, log=log, report=report))
    note = Note(case.number, "corrected", event.actor.name, {"slot": what.slot.value})
    return lane.holding(after), (note, *effects, Answered(Done()))


def move(world: World, lane: Lane, case: Case, actor: Actor, command: AnyCommand) -> Turned:
    """The commands that are steps of the table in models/case.py."""
    match command:
        case Close():
            return close(world, lane, case, actor, command)
        case ConfirmClose() if case.closed_by == actor.name:
            return lane, (Answered(NotAllowed("refused-second-person")),)
        case ConfirmClose():
            action = CaseAction.CONFIRM
        case Reopen():
            action = CaseAction.REOPEN
        case SetAside():
            action = CaseAction.SET_ASIDE
        case Unreachable():
            action = CaseAction.LOSE
        case _:
            return lane, (Answered(NotAllowed("refused-step")),)
    after = advance(case.status, action)
    if after is None:
        return lane, (Answered(NotAllowed("refused-step")),)
    case, effects = arrive(world, replace(case, status=after), after)
    return lane.holding(case), (Note(case.number, after.value, actor.name), *effects, Answered(Done()))


def arrive(world: World, case: Case, status: CaseStatus) -> Outcome:
    """What a status brings with it: a closed case has no timers, a reopened one climbs again."""
    match status:
        case CaseStatus.CLOSED:
            timers: list[Effect] = [Stop(timer, case.number) for timer in OF_A_CASE]
            gone = forget(case, case.responder) if case.responder and case.responder.stage is not Stage.DONE else []
            case = replace(case.all_read(), answerer=None, waiting_since=None, passed=None)
            return case, [*timers, *gone]
        case CaseStatus.UNREACHABLE:
            back = Set(Timer.RETURN, case.number, world.now + UNREACHABLE_AGAIN)
            case = replace(case, waiting_since=None)
            return case, [back, Stop(Timer.LADDER, case.number), Stop(Timer.TALK, case.number)]
        case CaseStatus.OPEN:
            return again(world, replace(case, outcome=None, closed_by=None, opened_at=case.opened_at or world.now))
        case _:
            return case, []


def close(world: World, lane: Lane, case: Case, actor: Actor, command: Close) -> Turned:
    """Needs an outcome and both holders settled; the reporter or a second person confirms."""
    after = advance(case.status, CaseAction.CLOSE)
    if after is None:
        return lane, (Answered(NotAllowed("refused-step")),)
    field_settled = case.no_field is not None or (case.responder is not None and case.responder.stage is Stage.DONE)
    if case.report.has_fact and offices(case) and not field_settled:
        return lane, (Answered(NotAllowed("refused-field-open")),)
    case = replace(case, status=after, outcome=command.outcome, closed_by=actor.name, waiting_since=None)
    effects: list[Effect] = [
        Note(case.number, "closing", actor.name, {"outcome": command.outcome.value}),
        Stop(Timer.LADDER, case.number),
        Stop(Timer.TALK, case.number),
        Set(Timer.CONSENT, case.number, world.now + world.policy.consent_within),
    ]
    if command.note:
        effects.append(
            Keep(
                f"{case.number}:close:{case.version}",
                world.now,
                "note",
                actor.name,
                f"{case.number}:close:{case.version}",
                command.note,
                outgoing=True,
            )
        )
    if lane.person is not None:
        effects.append(speak(lane, (Closing(case.number),), number=case.number))
    return lane.holding(case), (*effects, Answered(Done()))


def confirmed_safe(world: World, lane: Lane, number: str, *, safe: bool, say: Say) -> Turned:
    """The reporter agrees that it is over, or opens the case again with one tap."""
    case = lane.cases.get(number)
    if case is None:
        return lane, (say,)
    after = advance(case.status, CaseAction.CONFIRM if safe else CaseAction.REOPEN)
    if after is None:
        return lane, (say,)
    case, effects = arrive(world, replace(case, status=after), after)
    lane = lane.holding(case)
    if after is CaseStatus.OPEN and lane.person is not None:
        lane = lane.knowing(replace(lane.person, active=case.number))
        lane = lane.holding(case.unread_more(world.now))
    return lane, (Note(number, after.value, "reporter"), *effects, say)


def answering_ended(world: World, lane: Lane, case: Case) -> Turned:
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


def returned(world: World, lane: Lane, case: Case) -> Turned:
    """An unreachable reporter comes back on a schedule."""
    after = advance(case.status, CaseAction.RETURN)
    if after is None:
        return lane, ()
    case, effects = arrive(world, replace(case, status=after), after)
    return lane.holding(case), (Note(case.number, "returned"), *effects)


def without_consent(world: World, lane: Lane, case: Case) -> Turned:
    """Nobody agreed to the closing in time: the case is back in the queue."""
    after = advance(case.status, CaseAction.REOPEN)
    if case.status is not CaseStatus.CLOSING or after is None:
        return lane, ()
    case, effects = arrive(world, replace(case, status=after), after)
    return lane.holding(case), (Note(case.number, "consent_missing"), *effects)


def reviewed(world: World, lane: Lane, case: Case) -> Turned:
    """Once a day an open case asks whether it may still be open."""
    if not case.live:
        return lane, ()
    return lane, (
        Note(case.number, "task_review"),
        Set(Timer.REVIEW, case.number, world.now + world.policy.review_after),
    )


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
    if event.kind == "alert":
        data = {"office": event.office, "why": event.why, "row": event.row}
        failed = Note(case.number, "alert_undelivered", data=data)
        wanted = case.responder is None and case.live and bool(world.reach(event.office).paths)
        return lane, (failed, *([notify(world, case, event.office, "undelivered")] if wanted else []))
    return lane.holding(case.marked("undelivered")), (
        Note(case.number, "undelivered", data={"kind": event.kind, "why": event.why}),
    )


def opened(world: World, lane: Lane, event: Opened) -> Turned:
    """A case for somebody on the telephone: open at once, answered by who opened it."""
    case = Case(
        event.number,
        lane.id,
        CaseStatus.OPEN,
        started_at=world.now,
        last_heard=world.now,
        opened_at=world.now,
        answerer=Answerer(event.actor.name, world.now, world.now + world.policy.lease_answering),
        answered_at=world.now,
    )
    case, effects = live_on(world, lane, None, case)
    kept = Keep(event.id, world.now, "note", event.actor.name, event.id, event.note, outgoing=True)
    timer = Set(Timer.ANSWERING, case.number, world.now + world.policy.lease_answering)
    note = Note(case.number, "opened_by_phone", event.actor.name)
    return lane.holding(case), (note, *effects, kept, timer, Answered(Done()))
