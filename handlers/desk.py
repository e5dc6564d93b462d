"""What operators do to a case, in the case's own lane. Every command has a result; a refused one changes nothing."""

from handlers import answering, closing
from handlers.climbing import alert, offices, page
from handlers.commands import (
    Answer,
    Close,
    ConfirmClose,
    Correct,
    HandOver,
    NoField,
    PageAgain,
    Release,
    Renew,
    Reopen,
    SetAside,
    Stale,
    Unreachable,
    Write,
)
from handlers.commands import Note as Remember
from handlers.conversation import for_colleagues
from handlers.effects import Note, Set, Stop
from handlers.events import Commanded, Opened
from handlers.lane import Lane, Turned, World
from handlers.leases import renewed
from handlers.log import fold
from handlers.raising import live_on
from handlers.results import done, refused
from handlers.timers import Timer
from models.case import Answerer, Case, CaseStatus
from models.changed import replace
from models.field import Scope
from models.incident import Priority
from models.people import Role
from models.report import Slot


def commanded(world: World, lane: Lane, event: Commanded) -> Turned:
    """Refused by role or by state, else carried out; the version only guards what a reader decided from the page."""
    case = lane.cases.get(event.number)
    if case is None:
        return refused(lane, "refused-no-such-case")
    if event.actor.role == Role.OFFICER:
        return refused(lane, "refused-role")
    decided_from_page = isinstance(event.command, Close | ConfirmClose | SetAside | NoField | Unreachable)
    if decided_from_page and event.version and event.version < last_fact(case):
        return refused(lane, Stale(case.version))
    return carry_out(world, lane, case, event)


def last_fact(case: Case) -> int:
    """The version of the newest change that an operator should see before deciding."""
    return case.version if case.unread else 0


def carry_out(world: World, lane: Lane, case: Case, event: Commanded) -> Turned:
    match event.command:
        case Answer():
            return answering.answer(world, lane, case, event.actor)
        case Release() | HandOver() as command:
            return answering.pass_on(world, lane, case, event, command)
        case Write(text=text):
            return answering.write(world, lane, case, event, text)
        case Remember(text=text):
            return done(lane, for_colleagues(world, event, text), Note(case.number, "note", event.actor.name))
        case Correct() as command:
            return correct(world, lane, case, event, command)
        case NoField(reason=reason):
            return no_field(lane, case, event, reason)
        case Renew():
            return renew(world, lane, case, event)
        case PageAgain():
            return page_again(world, lane, case, event)
        case Close() as command:
            return closing.close(world, lane, case, event, command)
        case ConfirmClose() | Reopen() | SetAside() | Unreachable() as command:
            return closing.moved(world, lane, case, event, command)


def correct(world: World, lane: Lane, case: Case, event: Commanded, command: Correct) -> Turned:
    """An input in the same log; it outranks later buttons. Only an operator may lower a priority this way."""
    what = replace(command.what, at=world.now, id=event.id)
    log = (*case.log, what)
    report = fold(log, case.base)
    lowered = what.slot is Slot.IN_DANGER and what.yes is False
    before = replace(case, priority=Priority.P4) if lowered else case
    after, effects = live_on(world, lane, before, replace(case, log=log, report=report))
    note = Note(case.number, "corrected", event.actor.name, {"slot": what.slot.value})
    return done(lane.holding(after), note, *effects)


def no_field(lane: Lane, case: Case, event: Commanded, reason: str) -> Turned:
    note = Note(case.number, "no_field", event.actor.name, {"reason": reason})
    lane = lane.holding(replace(case, no_field=reason))
    return done(lane, note, Stop(Timer.LADDER, case.number), Stop(Timer.RAISE, case.number))


def renew(world: World, lane: Lane, case: Case, event: Commanded) -> Turned:
    if case.responder is None:
        return refused(lane, "refused-step")
    case, effects = renewed(world, case)
    return done(lane.holding(case), Note(case.number, "lease_renewed", event.actor.name), *effects)


def page_again(world: World, lane: Lane, case: Case, event: Commanded) -> Turned:
    _, pages, _ = page(world, case, offices(case), alert(world, case, "remind"), Scope.FIRST)
    return done(lane, Note(case.number, "page_again", event.actor.name), *pages)


def opened(world: World, lane: Lane, event: Opened) -> Turned:
    """A case for somebody on the telephone: open at once, answered by who opened it."""
    until = world.now + world.policy.lease_answering
    case = Case(
        event.number,
        lane.id,
        CaseStatus.OPEN,
        started_at=world.now,
        last_heard=world.now,
        opened_at=world.now,
        answerer=Answerer(event.actor.name, world.now, until),
        answered_at=world.now,
    )
    case, effects = live_on(world, lane, None, case)
    note = Note(case.number, "opened_by_phone", event.actor.name)
    kept = for_colleagues(world, event, event.note)
    return done(lane.holding(case), note, *effects, kept, Set(Timer.ANSWERING, case.number, until))
