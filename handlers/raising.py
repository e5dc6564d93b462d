"""A case after its report changed: status, place, priority, and who is told now."""

from handlers.climbing import Lived, alert, began, climbing, performed, stepped, supervised
from handlers.effects import Effect, Note, Page, Set, Stop
from handlers.lane import Lane, Turned, World
from handlers.screens import MovedAway, Screen, line
from handlers.timers import Timer
from handlers.waiting import heard
from models.case import Case, CaseAction, CaseStatus, Destined, advance
from models.centre import HOTLINE
from models.changed import replace
from models.field import Scope
from models.incident import Priority
from models.policy import RungAct
from routing.ladder import ahead, climb, rungs_behind
from routing.priority import priority
from routing.reason import Reason
from routing.route import Route, moved

PAGES = {RungAct.SIREN, RungAct.CENTRE, RungAct.REMIND, RungAct.EVERY_OFFICER}


def live_on(world: World, lane: Lane, before: Case | None, case: Case) -> Lived:
    """`case` with a new report: everything that follows from its facts. `before` is None for a new case."""
    case, effects = move_status(world, before, case)
    changed = before is None or (before.report.place, before.report.incident) != (
        case.report.place,
        case.report.incident,
    )
    # A place that was taken back un-tells nobody: who has been alerted stays until another place is known.
    if changed and not (case.report.place is None and any(o in case.raised for o in case.destined.offices)):
        case = replace(case, destined=destined(world.route(case.report, world.now)))
    case = replace(case, priority=urgency(before, case))
    if case.status is CaseStatus.OPEN:
        case, told = tell(world, lane, before, case)
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
    case = replace(case, status=after, outcome=None, closed_by=None)
    if after is CaseStatus.OPEN and case.raised:
        case, more = again(world, case)
        effects += more
    return case, effects


def again(world: World, case: Case) -> Lived:
    """A case that comes back: whoever was done with the scene is free, and both clocks start anew."""
    if case.scene_done:
        case = replace(case, responder=None)
    case = replace(case, climbing_since=world.now, step=0, waiting_since=None, supervisor=None)
    case, clock = heard(world, case)
    effects: list[Effect] = [
        *clock,
        Stop(Timer.RETURN, case.number),
        Stop(Timer.CONSENT, case.number),
        Set(Timer.REVIEW, case.number, world.now + world.policy.review_after),
    ]
    if climbing(case):
        effects.append(Set(Timer.LADDER, case.number, world.now))
    return case, effects


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


def tell(world: World, lane: Lane, before: Case | None, case: Case) -> Lived:
    """Raise once per destination; later facts send one follow-up, a moved place tells the old office."""
    effects: list[Effect] = []
    if HOTLINE not in case.raised:
        case, told = tell_hotline(world, case)
        effects += told
    if field_may_know(world, case):
        case, told = tell_field(world, lane, before, case)
        effects += told
        effects.append(Stop(Timer.RAISE, case.number))
    elif case.destined.offices:
        effects.append(Set(Timer.RAISE, case.number, (case.opened_at or world.now) + world.policy.raise_wait))
    if before is not None and before.status is CaseStatus.OPEN:
        case, more = follow_up(world, lane, before, case)
        effects += more
    return case, effects


def tell_hotline(world: World, case: Case) -> Lived:
    """1300 hears at once. With nobody present there, the supervisors' second path starts at the same moment."""
    case = replace(case, raised={**case.raised, HOTLINE: world.now}, step=1)
    ladder = world.policy.ladders[case.priority]
    effects: list[Effect] = [
        Note(case.number, "told_1300"),
        Set(Timer.LADDER, case.number, climb(ladder, world.now, 1, world.now).due_at),
        Set(Timer.REVIEW, case.number, world.now + world.policy.review_after),
    ]
    if case.answered_at is None:
        case, clock = heard(world, case)
        effects += clock
    if not world.staffed:
        case, told, _ = supervised(world, case, "unstaffed")
        effects += told
    return case, effects


def field_may_know(world: World, case: Case) -> bool:
    """The province is known, and the category is known or 30 s have passed (the life of a case: raise)."""
    waited = case.opened_at is not None and world.now - case.opened_at >= world.policy.raise_wait
    known = case.report.incident is not None or waited
    return bool(case.destined.offices) and case.no_field is None and known and not case.training


def moved_away(world: World, before: Case | None, case: Case) -> Screen:
    """Who has the case now and why, as routing tells it; without a new place only that it is gone."""
    if before is not None and before.report.place != case.report.place:
        why = moved(world.route(before.report, world.now), world.route(case.report, world.now)).why
        if why is not None:
            return MovedAway(case.number, why.key, tuple(both_languages(why).items()))
    return line("alert-moved", number=case.number)


def tell_field(world: World, lane: Lane, before: Case | None, case: Case) -> Lived:
    """Each new office once. Where nobody of them can be reached, the ladder's next rung starts at this moment."""
    new = tuple(o for o in case.destined.offices if o not in case.raised)
    old = tuple(o for o in case.raised if o != HOTLINE and o not in case.destined.offices)
    effects: list[Effect] = []
    if old:
        effects.append(Page(case.number, old, moved_away(world, before, case), "moved", since=began(case)))
        case = replace(case, raised={o: at for o, at in case.raised.items() if o not in old})
    if new:
        case = replace(case, raised={**case.raised, **dict.fromkeys(new, world.now)})
        effects.append(Page(case.number, new, alert(world, case), "alert", since=began(case)))
        case, more = pressed_on(world, lane, case, new)
        effects += more
    return case, effects


def pressed_on(world: World, lane: Lane, case: Case, asked: tuple[str, ...]) -> Lived:
    """Where a page to these offices reaches nobody, the next rung of the table starts at this moment."""
    ladder, since = world.policy.ladders[case.priority], case.ladder_since
    reached = any(world.reach(office).answers(Scope.FIRST) for office in asked)
    if reached or not climbing(case) or since is None or case.step >= len(ladder.rungs):
        return case, []
    return stepped(world, lane, case, ahead(ladder, since, case.step, world.now))


def follow_up(world: World, lane: Lane, before: Case, case: Case) -> Lived:
    """One follow-up for P → P1, weapon or child; the ladder goes on in the table of the new priority."""
    effects: list[Effect] = []
    urgent = case.priority is Priority.P1 and before.priority is not Priority.P1
    worse = urgent or (case.report.weapon, case.report.child) > (before.report.weapon, before.report.child)
    told = tuple(o for o in case.raised if o != HOTLINE and o in before.raised)
    if worse and told:
        effects.append(Page(case.number, told, alert(world, case, "raised"), "raised", since=began(case)))
    if urgent and case.waiting_since is not None:
        talk, waits = world.policy.conversations[case.priority], case.waiting_since
        case = replace(case, waiting_step=max(1, rungs_behind(talk, waits, world.now)))
        effects.append(Set(Timer.TALK, case.number, climb(talk, waits, case.waiting_step, world.now).due_at))
    since = case.ladder_since
    if urgent and since is not None:
        ladder = world.policy.ladders[case.priority]
        behind = max(1, rungs_behind(ladder, since, world.now))
        late = dict.fromkeys(a for rung in ladder.rungs[1:behind] for a in rung.acts if a not in PAGES)
        case = replace(case, step=behind)
        if climbing(case):
            # The page above stands for those of the rungs now past; what else they hold is owed at once.
            case, owed, _ = performed(world, lane, case, tuple(late))
            effects += owed
            effects.append(Set(Timer.LADDER, case.number, climb(ladder, since, case.step, world.now).due_at))
            if told:
                case, more = pressed_on(world, lane, case, told)
                effects += more
    return case, effects


def waited(world: World, lane: Lane, case: Case) -> Turned:
    """The raise timer: half a minute without a category, so the field hears what is known."""
    case, effects = tell(world, lane, None, case)
    return lane.holding(case), tuple(effects)
