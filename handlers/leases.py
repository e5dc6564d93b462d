"""Claims are leases: how long a stage holds, what a sign of the officer renews, and what happens at the end."""

from handlers.climbing import Lived, alert, began, climbing, offices, stepped
from handlers.effects import Brief, Effect, Note, Page, Set, Stop
from handlers.events import Fired
from handlers.lane import Lane, Turned, World
from handlers.screens import Duty, line
from handlers.timers import Timer
from models.case import Case, Responder, Stage
from models.changed import replace
from models.field import Scope
from models.people import Officer
from models.policy import Policy
from routing.ladder import ahead, due_at

BY_PATH = "path:"


def length(policy: Policy, stage: Stage) -> int:
    return {
        Stage.TAKEN: policy.lease_taken,
        Stage.ON_THE_WAY: policy.lease_on_the_way,
        Stage.ON_SCENE: policy.lease_on_scene,
        Stage.DONE: policy.lease_on_scene,
    }[stage]


def held(world: World, officer: Officer, stage: Stage, since: int) -> Responder:
    until = world.now + length(world.policy, stage)
    return Responder(officer.user, officer.name, officer.office, stage, since, until)


def in_line(holder: Responder) -> bool:
    """Whether the holder has a chat with us; one who acknowledged by e-mail or SMS has not."""
    return not holder.officer.startswith(BY_PATH)


def renewed(world: World, case: Case) -> Lived:
    """Any sign of the responder starts the stage's lease anew."""
    holder = case.responder
    if holder is None or holder.stage is Stage.DONE:
        return case, []
    holder = replace(holder, until=world.now + length(world.policy, holder.stage))
    return replace(case, responder=holder), [Set(Timer.LEASE, case.number, holder.until), *unasked(case)]


def unasked(case: Case) -> list[Effect]:
    return [Stop(Timer.LEASE_TASK, case.number), Stop(Timer.LEASE_OVER, case.number)]


def ended(world: World, lane: Lane, event: Fired, case: Case) -> Turned:
    """One silent question, five minutes later a task for 1300, and after ten more without an operator the ladder."""
    holder = case.responder
    if holder is None or not case.live or holder.stage is Stage.DONE:
        return lane, ()
    if event.kind == Timer.LEASE and holder.until > world.now:
        return lane, (Set(Timer.LEASE, case.number, holder.until),)
    if event.kind == Timer.LEASE:
        note = Note(case.number, "lease_question", holder.name)
        task = Set(Timer.LEASE_TASK, case.number, world.now + world.policy.lease_question)
        ask = (Brief(holder.officer, "th", (duty(case),), number=case.number, silent=True),) if in_line(holder) else ()
        return lane, (*ask, note, task)
    if event.kind == Timer.LEASE_TASK:
        over = Set(Timer.LEASE_OVER, case.number, world.now + world.policy.lease_abandoned)
        return lane, (Note(case.number, "task_lease", holder.name), over)
    if case.answerer is not None:
        return lane, (Set(Timer.LEASE_OVER, case.number, world.now + world.policy.lease_abandoned),)
    case, effects = released(world, lane, case)
    return lane.holding(case), tuple(effects)


def released(world: World, lane: Lane, case: Case, besides: tuple[str, ...] = ()) -> Lived:
    """Nobody has the scene any more: the ladder starts again, and who had it deletes the chat. `besides` has given it
    back and is not asked at once to take it again.
    """
    holder, told = case.responder, offices(case)
    case = replace(case, responder=None, climbing_since=world.now, step=1, supervisor=None)
    effects: list[Effect] = [Note(case.number, "released"), Stop(Timer.LEASE, case.number), *unasked(case)]
    if told:
        effects.append(Page(case.number, told, alert(world, case, "released"), "released", besides, since=began(case)))
    if climbing(case):
        ladder = world.policy.ladders[case.priority]
        effects.append(Set(Timer.LADDER, case.number, due_at(ladder, world.now, 1)))
        if len(ladder.rungs) > 1 and not any(
            d.to not in besides and not d.red for o in told for d in world.reach(o).of(Scope.FIRST)
        ):
            case, more = stepped(world, lane, case, ahead(ladder, world.now, 1, world.now))
            effects += more
    return case, [*effects, *forget(case, holder)]


def forget(case: Case, holder: Responder | None) -> list[Effect]:
    """On release or closing: what stands in the officer's chat about a person should go."""
    if holder is None or not in_line(holder):
        return []
    asked = (line("delete-chat", number=case.number),)
    return [Brief(holder.officer, "th", asked, number=case.number, silent=True)]


def duty(case: Case) -> Duty:
    place = case.report.place
    return Duty(
        number=case.number,
        stage=case.responder.stage if case.responder else Stage.TAKEN,
        incident=case.report.incident,
        province=case.destined.province,
        district=case.destined.district,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        weapon=case.report.weapon,
        child=case.report.child,
    )
