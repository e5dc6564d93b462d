"""A case after its report changed: status, place, priority, who is told now, and the ladder until somebody has it."""

from dataclasses import replace

from handlers.effects import Effect, Note, Page, Say, Set, Stop
from handlers.lane import Lane, World
from handlers.screens import Alert, Screen, line
from models.case import Case, CaseAction, CaseStatus, Destined, advance
from models.centre import HOTLINE
from models.incident import Priority
from models.policy import RungAct
from routing.ladder import climb, rungs_behind
from routing.priority import priority
from routing.reason import Reason
from routing.route import Route

LADDER = "ladder"
RAISE = "raise"
Lived = tuple[Case, list[Effect]]


def live_on(world: World, before: Case | None, case: Case) -> Lived:
    """`case` with a new report: everything that follows from its facts. `before` is None for a new case."""
    case, effects = move_status(world, before, case)
    if before is None or before.report.place != case.report.place or before.report.incident != case.report.incident:
        case = replace(case, destined=destined(world.route(case.report, world.now)))
    case = replace(case, priority=urgency(before, case))
    if case.status is CaseStatus.OPEN:
        case, told = tell(world, before, case)
        effects += told
    return case, effects


def urgency(before: Case | None, case: Case) -> Priority:
    """Later facts only raise it; but what stood before there was any category was no fact."""
    found = priority(case.report)
    if before is None or (before.report.incident is None and before.priority is Priority.P2):
        return found
    return min(found, before.priority)


def move_status(world: World, before: Case | None, case: Case) -> Lived:
    effects: list[Effect] = []
    if before is None:
        effects.append(Note(case.number, "started"))
    action = CaseAction.FACT if case.report.has_fact else CaseAction.HEARD
    after = advance(case.status, action)
    if after is None or after is case.status:
        return case, effects
    effects.append(Note(case.number, after.value))
    if after is CaseStatus.OPEN and case.opened_at is None:
        case = replace(case, opened_at=world.now)
    return replace(case, status=after, outcome=None, closed_by=None), effects


def destined(route: Route) -> Destined:
    """What a case remembers of its route: the owner first, then the others who are told."""
    province = route.place.province if route.place else None
    owner = route.owner.province if route.owner else province
    others = [c.province for c in route.others if c.province != owner]
    return Destined(
        province=province,
        district=route.place.district if route.place else None,
        centre=route.owner.code if route.owner else None,
        offices=tuple(dict.fromkeys([owner, *others])) if owner else (),
        reasons=tuple((r.key, both_languages(r)) for r in route.reasons),
        flags=tuple(sorted(route.flags)),
        ask=route.ask,
        ask_in_thailand=route.ask_in_thailand,
    )


def both_languages(reason: Reason) -> dict[str, tuple[str, str]]:
    thai, english = reason.values("th"), reason.values("en")
    return {name: (str(thai[name]), str(english[name])) for name in thai}


def tell(world: World, before: Case | None, case: Case) -> Lived:
    """Raise once per destination; later facts send one follow-up, a moved place tells the old office."""
    effects: list[Effect] = []
    if HOTLINE not in case.raised:
        case = replace(case, raised={**case.raised, HOTLINE: world.now}, step=1)
        effects.append(Note(case.number, "told_1300"))
        ladder = world.policy.ladders[case.priority]
        effects.append(Set(LADDER, case.number, climb(ladder, world.now, 1, world.now).due_at))
    if field_may_know(world, case):
        case, told = tell_field(world, case)
        effects += told
        effects.append(Stop(RAISE, case.number))
    elif case.destined.offices:
        effects.append(Set(RAISE, case.number, (case.opened_at or world.now) + world.policy.raise_wait))
    if before is not None and before.status is CaseStatus.OPEN:
        case, more = follow_up(world, before, case)
        effects += more
    return case, effects


def field_may_know(world: World, case: Case) -> bool:
    """The province is known, and the category is known or 30 s have passed (the life of a case: raise)."""
    waited = case.opened_at is not None and world.now - case.opened_at >= world.policy.raise_wait
    return bool(case.destined.offices) and case.no_field is None and (case.report.incident is not None or waited)


def tell_field(world: World, case: Case) -> Lived:
    new = tuple(o for o in case.destined.offices if o not in case.raised)
    old = tuple(o for o in case.raised if o != HOTLINE and o not in case.destined.offices)
    effects: list[Effect] = []
    if old:
        effects.append(Page(case.number, old, line("alert-moved", number=case.number), "moved"))
        case = replace(case, raised={o: at for o, at in case.raised.items() if o not in old})
    if new:
        case = replace(case, raised={**case.raised, **dict.fromkeys(new, world.now)})
        effects.append(Page(case.number, new, alert(case), "alert"))
    return case, effects


def follow_up(world: World, before: Case, case: Case) -> Lived:
    """One follow-up for P → P1, weapon or child; the ladder goes on in the table of the new priority."""
    effects: list[Effect] = []
    urgent = case.priority is Priority.P1 and before.priority is not Priority.P1
    worse = urgent or (case.report.weapon, case.report.child) > (before.report.weapon, before.report.child)
    told = tuple(o for o in case.raised if o != HOTLINE and o in before.raised)
    if worse and told:
        effects.append(Page(case.number, told, alert(case, "raised"), "raised"))
    if urgent and case.raised_at is not None:
        ladder, raised_at = world.policy.ladders[case.priority], case.raised_at
        case = replace(case, step=rungs_behind(ladder, raised_at, world.now))
        if case.responder is None and case.no_field is None:
            effects.append(Set(LADDER, case.number, climb(ladder, raised_at, case.step, world.now).due_at))
    return case, effects


def alert(case: Case, kind: str = "alert") -> Alert:
    return Alert(
        number=case.number,
        priority=case.priority,
        incident=case.report.incident,
        province=case.destined.province,
        district=case.destined.district,
        raised_at=case.raised_at or case.started_at,
        kind=kind,
    )


def waited(world: World, lane: Lane, case: Case) -> tuple[Lane, list[Effect]]:
    """The raise timer: half a minute without a category, so the field hears what is known."""
    case, effects = tell(world, None, case)
    return lane.holding(case), effects


def climbed(world: World, lane: Lane, case: Case) -> tuple[Lane, list[Effect]]:
    """One step of the ladder; it ends only when a responder has the case or an operator said no field is needed."""
    if case.status is not CaseStatus.OPEN or case.responder or case.no_field or case.raised_at is None:
        return lane, []
    ladder = world.policy.ladders[case.priority]
    step = climb(ladder, case.raised_at, case.step, world.now)
    effects: list[Effect] = [Set(LADDER, case.number, step.due_at)]
    for act in step.acts:
        case, done = perform(lane, case, act)
        effects += done
    return lane.holding(replace(case, step=step.done)), effects


def perform(lane: Lane, case: Case, act: RungAct) -> Lived:
    told = tuple(o for o in case.raised if o != HOTLINE)
    match act:
        case RungAct.CENTRE | RungAct.REMIND | RungAct.EVERY_OFFICER:
            return case, [Page(case.number, told, alert(case, "remind"), "remind")] if told else []
        case RungAct.NEIGHBOURS:
            return case, []
        case RungAct.CALL_TASK:
            return case, [Note(case.number, "task_call_field")]
        case RungAct.SUPERVISOR:
            return case, [Note(case.number, "task_supervisor")]
        case RungAct.TRUTH:
            return truth(lane, case)
        case RungAct.SIREN | RungAct.SECOND_PATH:
            return case, []


def truth(lane: Lane, case: Case) -> Lived:
    """Nobody has answered yet: said once, truthfully, through the gate (the receipt has said it beforehand)."""
    if case.truth_told or case.answered_at is not None or lane.person is None:
        return case, []
    say = speak(lane, (line("truth", number=case.number),), number=case.number)
    return replace(case, truth_told=True), [say, Note(case.number, "truth_told")]


def speak(lane: Lane, screens: tuple[Screen, ...], *, number: str | None = None, message: str | None = None) -> Say:
    """Words to the reporter on our own initiative."""
    assert lane.person is not None
    return Say(lane.person.user, lane.person.lang, screens, vital=True, number=number, message=message)
