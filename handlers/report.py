"""A citizen's events: each becomes an input of the report, the case lives on, and the next question is asked."""

from handlers.effects import AskProfile, Effect, Note
from handlers.events import AnyEvent
from handlers.inputs import Deed, deed
from handlers.lane import Lane, Turned, World
from handlers.log import fold, settled
from handlers.postback import AnyTap, Begin, Cancel, NewCase, SameCase
from handlers.raising import live_on, move_status
from handlers.replies import answer, spoken, unused
from handlers.unsent import taken_back
from handlers.waiting import heard
from handlers.withdrawal import gone, stripped, tells
from models.case import LEAD_IN, Case, CaseStatus, case_number
from models.changed import replace
from models.incident import Incident
from models.people import ContactState, Person
from models.report import AnyInput, Chosen, Pinned, Report
from models.times import MINUTE

LEAD_IN_LENGTH = 20
QUIET_INCIDENTS = {Incident.CONFINEMENT, Incident.SEXUAL_ABUSE}


def reported(world: World, lane: Lane, event: AnyEvent, tap: AnyTap | None) -> Turned:
    """A citizen's event from end to end; `tap` is the button that it is or stands for."""
    lane, effects = met(world, lane, event)
    if isinstance(tap, NewCase):
        lane = lane.knowing(replace(lane.reporter, lead_in=()))
    before = None if isinstance(tap, NewCase) else lane.active
    done = deed(event, tap)
    if done.input is not None:
        lane, case, lived = absorb(world, lane, before, event, done.input)
        effects += lived
    elif before is not None and before.status in {CaseStatus.ASIDE, CaseStatus.UNREACHABLE}:
        case, lived = move_status(world, before, before)
        effects += lived
    else:
        case = before
    if case is not None:
        lane, case, told = noticed(world, lane, case, done)
        effects += told
    screens = answer(world, lane, before, case, done)
    lane, say = spoken(world, lane, event, case, screens)
    return unused(lane, event, say), (*effects, *say)


def met(world: World, lane: Lane, event: AnyEvent) -> tuple[Lane, list[Effect]]:
    """First contact asks for the profile; each contact is remembered with its pace."""
    person = lane.reporter
    minute, count = person.pace
    pace = (minute, count + 1) if event.heard // MINUTE == minute else (event.heard // MINUTE, 1)
    effects: list[Effect] = [AskProfile(person.user)] if not person.profile_at else []
    after = replace(
        person,
        pace=pace,
        last_heard=max(person.last_heard, event.at),
        profile_at=person.profile_at or world.now,
    )
    return lane.knowing(after), effects


def absorb(
    world: World, lane: Lane, active: Case | None, event: AnyEvent, new: AnyInput
) -> tuple[Lane, Case | None, list[Effect]]:
    """The lane with `new` in its report: the active case's, or one that begins now, or the lead-in of none."""
    person = lane.reporter
    log = active.log if active else recent(person.lead_in, event.at)
    if any(each.id == new.id for each in log):
        return lane, active, []
    back = taken_back(person, event)
    fresh = (stripped(new), back) if back else (new,)
    base, log = settled(active.base if active else Report(), (*log, *fresh))
    report = fold(log, base)
    if active is None and not (report.begun or report.has_fact):
        return lane.knowing(replace(person, lead_in=log[-LEAD_IN_LENGTH:])), None, []
    started = active or Case(
        case_number(event.id + world.salt), lane.id, CaseStatus.STARTED, started_at=event.at, last_heard=event.at
    )
    case = replace(started, base=base, log=log, report=report, last_heard=max(started.last_heard, event.at))
    case, effects = live_on(world, lane, active, case)
    before = recent(person.lead_in, event.at)
    if active is None and any(tells(before, content) for content in gone(before)):
        case = case.marked("unsent")  # words taken back before there was a case
        effects.append(Note(case.number, "signal_unsent"))
    person = quieted(replace(person, active=case.number, lead_in=()), report)
    return lane.knowing(person).holding(case), case, effects


def recent(lead_in: tuple[AnyInput, ...], at: int) -> tuple[AnyInput, ...]:
    return tuple(i for i in lead_in if abs(at - i.at) <= LEAD_IN)[-LEAD_IN_LENGTH:]


def quieted(person: Person, report: Report) -> Person:
    """Default quiet for confinement, sexual and family violence, unless the person chose otherwise (safe-send gate)."""
    grave = report.incident in QUIET_INCIDENTS or (report.family and report.incident is not Incident.GATHERING)
    if not grave or person.chose_contact or person.contact is not ContactState.FREE:
        return person
    return person.reachable(ContactState.QUIET)


def noticed(world: World, lane: Lane, case: Case, done: Deed) -> tuple[Lane, Case, list[Effect]]:
    """What an operator must see of this event: something unread, a repeated SOS, a signal."""
    event, tap = done.event, done.tap
    effects: list[Effect] = []
    after = replace(case.unread_more(world.now), last_heard=max(case.last_heard, event.at))
    after, clock = heard(world, after)
    effects += clock
    if isinstance(tap, Cancel) or (case.report.cancelled and "cancelled" not in case.signals):
        after = after.marked("cancelled")
        effects.append(Note(case.number, "signal_cancelled"))
    if isinstance(tap, Begin | SameCase) and case.status is CaseStatus.OPEN and case.report.has_fact:
        effects.append(Note(case.number, "sos_again"))
    if world.now - event.heard > MINUTE:
        # It lay in the spool while the database was away: unread as of now, and nobody was answered meanwhile.
        effects.append(Note(case.number, "heard_late", data={"seconds": str((world.now - event.heard) // 1000)}))
    if isinstance(done.input, Chosen | Pinned) and case.report.disputed:
        effects.append(Note(case.number, "disputed", data={"slot": ", ".join(sorted(case.report.disputed))}))
    return lane.holding(after), after, effects
