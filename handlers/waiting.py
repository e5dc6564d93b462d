"""The conversation's clock: a reporter's words that nobody has answered climb a ladder of their own."""

from handlers.climbing import Lived, supervised
from handlers.effects import Effect, Note, Set, Stop
from handlers.lane import Lane, Turned, World
from handlers.timers import Timer
from models.case import Case, CaseStatus
from models.changed import replace
from models.people import ContactState
from models.policy import RungAct
from routing.ladder import climb, due_at

# Words to these may be held on our side: who has claimed and opened the conversation counts as answering it.
HELD = {ContactState.WHEN_THEY_WRITE, ContactState.NEVER}


def heard(world: World, case: Case) -> Lived:
    """Something of the reporter's stands unanswered from now on, unless it does already."""
    if case.status is not CaseStatus.OPEN or case.waiting_since is not None or case.raised_at is None:
        return case, []
    ladder = world.policy.conversations[case.priority]
    case = replace(case, waiting_since=world.now, waiting_step=1)
    return case, [Set(Timer.TALK, case.number, due_at(ladder, world.now, 1))]


def settled(case: Case) -> Lived:
    """A human has answered, or has read what came after their answer."""
    if case.waiting_since is None:
        return case, []
    return replace(case, waiting_since=None, waiting_step=0), [Stop(Timer.TALK, case.number)]


def read(lane: Lane, case: Case) -> Lived:
    """An operator has opened the conversation: that settles it only for answered or held people."""
    held = lane.person is not None and lane.person.contact in HELD
    return settled(case) if held or case.answered_at is not None else (case, [])


def unanswered(world: World, lane: Lane, case: Case) -> Turned:
    """One step of the clock. A claimed conversation that stays unread goes back on top of the queue, marked."""
    if case.status is not CaseStatus.OPEN or case.waiting_since is None:
        return lane, ()
    step = climb(world.policy.conversations[case.priority], case.waiting_since, case.waiting_step, world.now)
    effects: list[Effect] = [Set(Timer.TALK, case.number, step.due_at)]
    for act in step.acts:
        if act is RungAct.TOP:
            case, done = on_top(case)
            effects += done
        elif act is RungAct.SUPERVISOR:
            case, done, _ = supervised(world, case, "conversation")
            effects += done
    return lane.holding(replace(case, waiting_step=step.done)), tuple(effects)


def on_top(case: Case) -> Lived:
    if case.answerer is None or not case.unread:
        return case, []
    note = Note(case.number, "conversation_unread", case.answerer.operator)
    return replace(case, answerer=None).marked("unread"), [note, Stop(Timer.ANSWERING, case.number)]
