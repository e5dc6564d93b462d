"""The scene's ladder: what each rung does, and which rung is next, until a responder has the case."""

from handlers.effects import Effect, Note, Notify, Page, Say, Set, alert_id
from handlers.lane import Lane, Turned, World
from handlers.screens import Alert, Screen, Truth
from handlers.timers import Timer
from models.case import Case, CaseStatus
from models.centre import HOTLINE
from models.changed import replace
from models.field import SUPERVISOR, Scope
from models.policy import Ladder, RungAct
from models.times import MINUTE
from routing.ladder import Step, ahead, climb
from routing.neighbours import neighbours

# Two clocks of one case may come due together: the supervisors hear of both in one notice.
SUPERVISED_LATELY = MINUTE
Lived = tuple[Case, list[Effect]]
Performed = tuple[Case, list[Effect], bool]


def climbed(world: World, lane: Lane, case: Case) -> Turned:
    """One step of the ladder; it ends only when a responder has the case or an operator said no field is needed."""
    since = case.ladder_since
    if not climbing(case) or since is None:
        return lane, ()
    ladder = world.policy.ladders[case.priority]
    case, effects = stepped(world, lane, case, climb(ladder, since, case.step, world.now))
    return lane.holding(case), tuple(effects)


def climbing(case: Case) -> bool:
    """Whether the scene still needs somebody."""
    return case.status is CaseStatus.OPEN and case.responder is None and case.no_field is None


def field_open(case: Case) -> bool:
    """Whether the case may not be closed yet: offices were asked, and no responder is done nor a reason given."""
    return case.report.has_fact and bool(offices(case)) and case.no_field is None and not case.scene_done


def stepped(world: World, lane: Lane, case: Case, step: Step) -> Lived:
    """The acts of a step. A rung that reaches nobody is passed over at once: the next one starts at this moment."""
    since = case.ladder_since
    assert since is not None
    ladder: Ladder = world.policy.ladders[case.priority]
    effects: list[Effect] = []
    while step.acts:
        case, done, reached = performed(world, lane, case, step.acts)
        effects += done
        if reached or step.again or step.done >= len(ladder.rungs):
            break
        effects.append(Note(case.number, "rung_empty"))
        step = ahead(ladder, since, step.done, world.now)
    effects.append(Set(Timer.LADDER, case.number, step.due_at))
    return replace(case, step=step.done), effects


def performed(world: World, lane: Lane, case: Case, acts: tuple[RungAct, ...]) -> Performed:
    """Every act of a rung, and whether any of them reached somebody who can help.

    The console's siren alone is no help to a rung that should have reached the field.
    """
    effects: list[Effect] = []
    reached = False
    for act in acts:
        case, done, found = perform(world, lane, case, act)
        effects += done
        reached |= found and (act is not RungAct.SIREN or acts == (RungAct.SIREN,))
    return case, effects, reached


def perform(world: World, lane: Lane, case: Case, act: RungAct) -> Performed:
    asked = offices(case)
    match act:
        case RungAct.SIREN | RungAct.TOP:
            return case, [], world.staffed
        case RungAct.CENTRE | RungAct.REMIND:
            return page(world, case, asked, alert(world, case, "remind"), Scope.FIRST)
        case RungAct.EVERY_OFFICER:
            return page(world, case, asked, alert(world, case, "remind"), Scope.ALL)
        case RungAct.SECOND_PATH:
            told = [notify(world, case, office, "second_path") for office in asked if world.reach(office).paths]
            return case, [*told], bool(told)
        case RungAct.NEIGHBOURS:
            return informed(world, case)
        case RungAct.CALL_TASK:
            return case, [Note(case.number, "task_call_field")], world.staffed
        case RungAct.SUPERVISOR:
            return supervised(world, case, "supervisor")
        case RungAct.TRUTH:
            case, effects = truth(lane, case)
            return case, effects, False


def offices(case: Case) -> tuple[str, ...]:
    """The offices that were asked to respond; a training case never reaches the field."""
    return () if case.training else tuple(o for o in case.raised if o != HOTLINE)


def page(world: World, case: Case, asked: tuple[str, ...], screen: Alert, scope: Scope) -> Performed:
    if not asked:
        return case, [], False
    reached = any(world.reach(office).answers(scope) for office in asked)
    return case, [Page(case.number, asked, screen, screen.kind, scope=scope, since=began(case))], reached


def informed(world: World, case: Case) -> Performed:
    """Neighbouring offices hear once that nobody at home has taken the case; any of their officers may take it."""
    home = case.destined.province
    if home is None or case.training or case.informed:
        return case, [], False
    near = neighbours(home, world.policy.neighbours, world.policy.neighbours_within)
    new = tuple(o for o in near if o not in case.raised and world.reach(o).of(Scope.FIRST))
    if not new:
        return case, [], False
    screen = alert(world, case, "neighbour")
    case = replace(case, informed=new)
    reached = any(world.reach(o).answers(Scope.FIRST) for o in new)
    return case, [Page(case.number, new, screen, "neighbour", since=began(case))], reached


def supervised(world: World, case: Case, kind: str) -> Performed:
    """The supervisors by every path of theirs: once in a minute, and not while one who acknowledged has it in hand."""
    rest = world.policy.lease_supervisor if case.supervisor is not None else SUPERVISED_LATELY
    if case.supervised_at is not None and world.now - case.supervised_at < rest:
        return case, [], True
    if case.training:
        return case, [], False
    note = Note(case.number, "task_supervisor", data={"why": kind})
    if not world.reach(SUPERVISOR).paths:
        return case, [note], False
    return replace(case, supervised_at=world.now, supervisor=None), [note, notify(world, case, SUPERVISOR, kind)], True


def notify(world: World, case: Case, owner: str, kind: str) -> Notify:
    return Notify(owner, kind, alert_id(case.number, owner, began(case)), case.number, alert(world, case, kind))


def began(case: Case) -> int:
    """When the ladder began, or began again: what is told from then on is one alert."""
    return case.ladder_since or case.started_at


def alert(world: World, case: Case, kind: str = "alert") -> Alert:
    raised_at = case.raised_at or case.started_at
    return Alert(
        number=case.number,
        priority=case.priority,
        incident=case.report.incident,
        province=case.destined.province,
        district=case.destined.district,
        raised_at=raised_at,
        minutes=max(0, world.now - raised_at) // MINUTE,
        kind=kind,
    )


def truth(lane: Lane, case: Case) -> Lived:
    """Nobody has answered yet: said once, truthfully, through the gate (the receipt has said it beforehand)."""
    if case.truth_told or case.answered_at is not None or lane.person is None:
        return case, []
    say = speak(lane, (Truth(case.number),), number=case.number)
    return replace(case, truth_told=True), [say, Note(case.number, "truth_told")]


def speak(lane: Lane, screens: tuple[Screen, ...], *, number: str | None = None, message: str | None = None) -> Say:
    """Words to the reporter on our own initiative."""
    return Say(lane.reporter.user, lane.reporter.lang, screens, vital=True, number=number, message=message)
