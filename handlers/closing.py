"""The steps of the table in models/case.py that a person or a clock takes: how a case ends, and what brings it back."""

from handlers.climbing import Lived, field_open, speak
from handlers.commands import Close, ConfirmClose, Reopen, SetAside, Unreachable
from handlers.conversation import for_colleagues
from handlers.effects import Effect, Note, Say, Set, Stop
from handlers.events import Commanded
from handlers.lane import Lane, Turned, World
from handlers.leases import forget
from handlers.raising import again
from handlers.results import done, refused
from handlers.screens import Closing
from handlers.timers import OF_A_CASE, Timer
from models.case import Case, CaseAction, CaseStatus, advance
from models.changed import replace


def moved(
    world: World, lane: Lane, case: Case, event: Commanded, command: ConfirmClose | Reopen | SetAside | Unreachable
) -> Turned:
    """The commands that are a step and nothing else. Who asked for the closing is never the second consent to it."""
    match command:
        case ConfirmClose():
            action = CaseAction.CONFIRM
        case Reopen():
            action = CaseAction.REOPEN
        case SetAside():
            action = CaseAction.SET_ASIDE
        case Unreachable():
            action = CaseAction.LOSE
    if action is CaseAction.CONFIRM and case.closed_by == event.actor.name:
        return refused(lane, "refused-second-person")
    step = arrive(world, case, action)
    if step is None:
        return refused(lane, "refused-step")
    case, effects = step
    return done(lane.holding(case), Note(case.number, case.status.value, event.actor.name), *effects)


def arrive(world: World, case: Case, action: CaseAction) -> Lived | None:
    """The case after a step and all that its new status brings with it; None where the table has no such step."""
    status = advance(case.status, action)
    if status is None:
        return None
    case = replace(case, status=status)
    match status:
        case CaseStatus.CLOSED:
            timers: list[Effect] = [Stop(timer, case.number) for timer in OF_A_CASE]
            gone = forget(case, case.responder) if case.at_scene else []
            return replace(case.all_read(), answerer=None, waiting_since=None, passed=None), [*timers, *gone]
        case CaseStatus.UNREACHABLE:
            back = Set(Timer.RETURN, case.number, world.now + world.policy.unreachable_again)
            return replace(case, waiting_since=None), [back, *silenced(case)]
        case CaseStatus.OPEN:
            return again(world, replace(case, outcome=None, closed_by=None, opened_at=case.opened_at or world.now))
        case _:
            return case, []


def silenced(case: Case) -> tuple[Effect, Effect]:
    """Both clocks of the case rest."""
    return Stop(Timer.LADDER, case.number), Stop(Timer.TALK, case.number)


def close(world: World, lane: Lane, case: Case, event: Commanded, command: Close) -> Turned:
    """Needs an outcome and both holders settled; the reporter or a second person confirms."""
    after = advance(case.status, CaseAction.CLOSE)
    if after is None:
        return refused(lane, "refused-step")
    if field_open(case):
        return refused(lane, "refused-field-open")
    case = replace(case, status=after, outcome=command.outcome, closed_by=event.actor.name, waiting_since=None)
    effects: list[Effect] = [
        Note(case.number, "closing", event.actor.name, {"outcome": command.outcome.value}),
        *silenced(case),
        Set(Timer.CONSENT, case.number, world.now + world.policy.consent_within),
    ]
    if command.note:
        effects.append(for_colleagues(world, event, command.note))
    if lane.person is not None:
        effects.append(speak(lane, (Closing(case.number),), number=case.number))
    return done(lane.holding(case), *effects)


def confirmed_safe(world: World, lane: Lane, number: str, *, safe: bool, say: Say) -> Turned:
    """The reporter agrees that it is over, or opens the case again with one tap."""
    case = lane.cases.get(number)
    step = arrive(world, case, CaseAction.CONFIRM if safe else CaseAction.REOPEN) if case else None
    if step is None:
        return lane, (say,)
    case, effects = step
    if case.status is CaseStatus.OPEN:
        lane = lane.knowing(replace(lane.reporter, active=number))
        case = case.unread_more(world.now)
    return lane.holding(case), (Note(number, case.status.value, "reporter"), *effects, say)


def returned(world: World, lane: Lane, case: Case) -> Turned:
    """An unreachable reporter comes back on a schedule."""
    step = arrive(world, case, CaseAction.RETURN)
    if step is None:
        return lane, ()
    case, effects = step
    return lane.holding(case), (Note(case.number, "returned"), *effects)


def without_consent(world: World, lane: Lane, case: Case) -> Turned:
    """Nobody agreed to the closing in time: the case is back in the queue."""
    step = arrive(world, case, CaseAction.REOPEN) if case.status is CaseStatus.CLOSING else None
    if step is None:
        return lane, ()
    case, effects = step
    return lane.holding(case), (Note(case.number, "consent_missing"), *effects)


def reviewed(world: World, lane: Lane, case: Case) -> Turned:
    """Once a day an open case asks whether it may still be open."""
    if not case.live:
        return lane, ()
    next_review = Set(Timer.REVIEW, case.number, world.now + world.policy.review_after)
    return lane, (Note(case.number, "task_review"), next_review)
