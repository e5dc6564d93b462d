"""Officers in LINE: their taps travel to the case's lane; the case's lane decides who was first."""

from dataclasses import replace

from handlers.commands import Advance, AnyFieldAct, Escalate, Finish, Take
from handlers.effects import Brief, Effect, Forward, Note, Page, Set, Stop
from handlers.events import AnyEvent, FieldActed, Fired
from handlers.lane import Lane, Turned, World
from handlers.postback import AnyTap, Finished, PassOn, Step, TakeCase
from handlers.raising import LADDER, alert, speak
from handlers.screens import Duty, DutyList, Screen, line
from models.case import Case, Responder, Stage
from models.centre import HOTLINE
from models.people import Officer
from models.policy import Policy

LEASE = "lease"
LEASE_TASK = "lease_task"
LEASE_OVER = "lease_over"
ABANDONED_AFTER = 10 * 60 * 1000


def tapped(world: World, lane: Lane, event: AnyEvent, tap: TakeCase | PassOn | Step | Finished) -> Turned:
    """A button of an alert. Only a bound officer moves anything; everybody else is answered politely."""
    user = event.user or ""
    officer = world.officers.get(user)
    known = world.known.get(tap.number)
    if officer is None:
        effects: list[Effect] = [reply(lane, event, line("officer-unbound"))]
        if known is not None:
            effects.append(Note(tap.number, "tap_unbound"))
        return lane, tuple(effects)
    if known is None:
        return lane, (reply(lane, event, line("case-unknown", number=tap.number)),)
    acted = FieldActed(
        id=f"{event.id}>field",
        at=event.at,
        heard=event.heard,
        user=user,
        group=event.group,
        reply=event.reply,
        reply_until=event.reply_until,
        number=tap.number,
        officer=officer,
        act=act_of(tap),
    )
    return lane, (Forward(known.lane, acted),)


def act_of(tap: AnyTap) -> AnyFieldAct:
    match tap:
        case Step(stage=stage):
            return Advance(stage)
        case PassOn():
            return Escalate()
        case Finished(outcome=outcome):
            return Finish(outcome)
        case _:
            return Take()


def reply(lane: Lane, event: AnyEvent, *screens: Screen, number: str | None = None) -> Brief:
    lang = lane.person.lang if lane.person and lane.person.user == event.user else "th"
    return Brief(event.group or event.user or "", lang, screens, event.reply, event.reply_until, number)


def duties(world: World, lane: Lane, event: AnyEvent) -> Turned:
    """งานของฉัน."""
    if (event.user or "") not in world.officers:
        return lane, (reply(lane, event, line("officer-unbound")),)
    held = world.duties.get(event.user or "", ())
    return lane, (reply(lane, event, DutyList(tuple(duty(c) for c in held if c.responder))),)


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


def acted(world: World, lane: Lane, event: FieldActed) -> Turned:
    """In the case's lane: the first รับเรื่อง wins, the others are told who has it."""
    case = lane.cases.get(event.number)
    if case is None:
        return lane, (reply(lane, event, line("case-unknown", number=event.number)),)
    refusal = refused(case, event)
    if refusal is not None:
        return lane, (reply(lane, event, refusal),)
    match event.act:
        case Take():
            return taken(world, lane, case, event)
        case Advance(stage=stage):
            return advanced(world, lane, case, event, stage)
        case Escalate():
            return escalated(world, lane, case, event)
        case Finish():
            return finished(lane, case, event)


def refused(case: Case, event: FieldActed) -> Screen | None:
    """Why this officer may not act on this case now, in words for them; None when they may."""
    if not case.live:
        return line("case-closed", number=case.number)
    if event.officer.office not in case.raised:
        return line("case-not-yours", number=case.number)
    holder = case.responder
    if holder is not None and holder.officer != event.officer.user and not isinstance(event.act, Escalate):
        return line("case-taken", number=case.number, by=holder.name)
    if holder is None and isinstance(event.act, Advance | Finish):
        return line("case-not-taken", number=case.number)
    return None


def lease(policy: Policy, stage: Stage) -> int:
    return {
        Stage.TAKEN: policy.lease_taken,
        Stage.ON_THE_WAY: policy.lease_on_the_way,
        Stage.ON_SCENE: policy.lease_on_scene,
        Stage.DONE: policy.lease_on_scene,
    }[stage]


def held(world: World, officer: Officer, stage: Stage, since: int) -> Responder:
    until = world.now + lease(world.policy, stage)
    return Responder(officer.user, officer.name, officer.office, stage, since, until)


def taken(world: World, lane: Lane, case: Case, event: FieldActed) -> Turned:
    if case.responder is not None:
        return lane, (duty_card(event, case),)
    responder = held(world, event.officer, Stage.TAKEN, world.now)
    case = replace(case, responder=responder, responded_at=case.responded_at or world.now)
    effects: list[Effect] = [
        Note(case.number, "taken", event.officer.name, {"office": event.officer.office}),
        Stop(LADDER, case.number),
        Set(LEASE, case.number, responder.until),
        duty_card(event, case),
        Page(
            case.number,
            told(case),
            line("alert-taken", number=case.number, by=responder.name),
            "taken",
            responder.officer,
        ),
    ]
    if lane.person is not None:
        effects.append(speak(lane, (line("officer-has-it", number=case.number),), number=case.number))
    return lane.holding(case), tuple(effects)


def duty_card(event: FieldActed, case: Case) -> Brief:
    """The card goes to the officer's 1:1 chat; in a group the tap is only answered with who has it."""
    if event.group:
        by = case.responder.name if case.responder else ""
        return reply(Lane(case.lane), event, line("alert-taken", number=case.number, by=by), number=case.number)
    return Brief(event.officer.user, "th", (duty(case),), event.reply, event.reply_until, case.number)


def told(case: Case) -> tuple[str, ...]:
    return tuple(o for o in case.raised if o != HOTLINE)


def advanced(world: World, lane: Lane, case: Case, event: FieldActed, stage: Stage) -> Turned:
    assert case.responder is not None
    responder = held(world, event.officer, stage, case.responder.since)
    case = replace(case, responder=responder)
    effects: list[Effect] = [
        Note(case.number, stage.value, event.officer.name),
        Set(LEASE, case.number, responder.until),
        Stop(LEASE_TASK, case.number),
        Stop(LEASE_OVER, case.number),
        duty_card(event, case),
    ]
    return lane.holding(case), tuple(effects)


def escalated(world: World, lane: Lane, case: Case, event: FieldActed) -> Turned:
    """ส่งต่อ 1300: a task for the hotline at once; an officer who held the case gives it back."""
    effects: list[Effect] = [
        Note(case.number, "escalated", event.officer.name, {"office": event.officer.office}),
        reply(Lane(case.lane), event, line("escalated", number=case.number), number=case.number),
    ]
    if case.responder is not None and case.responder.officer == event.officer.user:
        case, more = released(world, case)
        effects += more
    return lane.holding(replace(case, signals=tuple(dict.fromkeys([*case.signals, "escalated"])))), tuple(effects)


def released(world: World, case: Case) -> tuple[Case, list[Effect]]:
    """Nobody has the scene any more: the ladder starts again."""
    case = replace(case, responder=None)
    return case, [
        Note(case.number, "released"),
        Stop(LEASE, case.number),
        Stop(LEASE_TASK, case.number),
        Stop(LEASE_OVER, case.number),
        Page(case.number, told(case), alert(case, "released"), "released"),
        Set(LADDER, case.number, world.now + world.policy.raise_wait),
    ]


def finished(lane: Lane, case: Case, event: FieldActed) -> Turned:
    """The scene is done; the case itself is closed by 1300 with a second consent."""
    assert isinstance(event.act, Finish)
    assert case.responder is not None
    case = replace(case, responder=replace(case.responder, stage=Stage.DONE))
    return lane.holding(case), (
        Note(case.number, "field_done", event.officer.name, {"outcome": event.act.outcome.value}),
        Stop(LEASE, case.number),
        Stop(LEASE_TASK, case.number),
        Stop(LEASE_OVER, case.number),
        reply(Lane(case.lane), event, line("field-done", number=case.number), number=case.number),
    )


def lease_ended(world: World, lane: Lane, event: Fired, case: Case) -> Turned:
    """One silent question, five minutes later a task for 1300, and after ten more without an operator the ladder."""
    holder = case.responder
    if holder is None or not case.live or holder.stage is Stage.DONE:
        return lane, ()
    if event.kind == LEASE and holder.until > world.now:
        return lane, (Set(LEASE, case.number, holder.until),)
    if event.kind == LEASE:
        question = Brief(holder.officer, "th", (duty(case),), number=case.number)
        return lane, (
            question,
            Note(case.number, "lease_question", holder.name),
            Set(LEASE_TASK, case.number, world.now + world.policy.lease_question),
        )
    if event.kind == LEASE_TASK:
        return lane, (
            Note(case.number, "task_lease", holder.name),
            Set(LEASE_OVER, case.number, world.now + ABANDONED_AFTER),
        )
    if case.answerer is not None:
        return lane, (Set(LEASE_OVER, case.number, world.now + ABANDONED_AFTER),)
    case, effects = released(world, case)
    return lane.holding(case), tuple(effects)
