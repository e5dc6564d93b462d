"""What officers do, in the case's own lane: the first รับเรื่อง wins, on whatever path it came."""

from handlers.climbing import began, offices, speak
from handlers.commands import Advance, Assist, Escalate, Finish, Remark, Show, Take
from handlers.effects import Brief, Effect, Fetch, Keep, Note, Page, Ready, Set, Stop
from handlers.events import Acknowledged, FieldActed
from handlers.lane import Lane, Turned, World
from handlers.leases import BY_PATH, duty, forget, held, released, renewed, unasked
from handlers.officer import reply
from handlers.screens import Screen, line
from handlers.timers import Timer
from models.case import Case, Stage
from models.changed import replace
from models.field import SUPERVISOR, Scope
from models.people import Officer


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
        case Assist():
            return assisted(world, lane, case, event)
        case Remark() | Show():
            return remarked(world, lane, case, event)
        case Finish():
            return finished(lane, case, event)


def asked(case: Case) -> tuple[str, ...]:
    """Offices whose officers may take the case: those responsible, and neighbours who were told."""
    return (*offices(case), *case.informed)


def refused(case: Case, event: FieldActed) -> Screen | None:
    """Why this officer may not act on this case now, in words for them; None when they may."""
    if not case.live:
        return line("case-closed", number=case.number)
    if event.officer.office not in asked(case):
        return line("case-not-yours", number=case.number)
    holder = case.responder
    if holder is not None and holder.officer != event.officer.user and not isinstance(event.act, Escalate | Remark):
        return line("case-taken", number=case.number, by=holder.name)
    if holder is None and isinstance(event.act, Advance | Finish | Assist | Show):
        return line("case-not-taken", number=case.number)
    if case.scene_done and isinstance(event.act, Advance):
        return line("field-done", number=case.number)
    return None


def taken(world: World, lane: Lane, case: Case, event: FieldActed) -> Turned:
    if case.responder is not None:
        return lane, card(event, case)
    case, effects = given(world, lane, case, event.officer, event.group)
    return lane.holding(case), (*effects, Ready(event.group or event.officer.user), *card(event, case))


def given(
    world: World, lane: Lane, case: Case, officer: Officer, group: str | None = None
) -> tuple[Case, list[Effect]]:
    """The scene is somebody's: the pages stop, the others and the reporter hear it. `group` hears it by reply."""
    responder = held(world, officer, Stage.TAKEN, world.now)
    case = replace(case, responder=responder, responded_at=case.responded_at or world.now, supervisor=None)
    scope = Scope.ALL if case.step > 1 else Scope.FIRST
    told = line("alert-taken", number=case.number, by=responder.name)
    besides = tuple(filter(None, (officer.user, group)))
    effects: list[Effect] = [
        Note(case.number, "taken", officer.name, {"office": officer.office}),
        Stop(Timer.LADDER, case.number),
        Set(Timer.LEASE, case.number, responder.until),
        *unasked(case),
        Page(case.number, asked(case), told, "taken", besides, scope, began(case)),
    ]
    if lane.person is not None:
        effects.append(speak(lane, (line("officer-has-it", number=case.number),), number=case.number))
    return case, effects


def card(event: FieldActed, case: Case) -> tuple[Effect, ...]:
    """The card goes to the officer's 1:1 chat; in a group the tap is only answered with who has it."""
    if not event.group:
        return (Brief(event.officer.user, "th", (duty(case),), event.reply, event.reply_until, case.number),)
    by = case.responder.name if case.responder else ""
    who = reply(Lane(case.lane), event, line("alert-taken", number=case.number, by=by), number=case.number)
    return (who, Brief(event.officer.user, "th", (duty(case),), number=case.number))


def advanced(world: World, lane: Lane, case: Case, event: FieldActed, stage: Stage) -> Turned:
    assert case.responder is not None
    case = replace(case, responder=held(world, event.officer, stage, case.responder.since))
    case, effects = renewed(world, case)
    return lane.holding(case), (Note(case.number, stage.value, event.officer.name), *effects, *card(event, case))


def escalated(world: World, lane: Lane, case: Case, event: FieldActed) -> Turned:
    """ส่งต่อ 1300: a task for the hotline at once; an officer who held the case gives it back."""
    holder = case.responder
    mine = holder is not None and holder.officer == event.officer.user
    if holder is None:
        said = line("escalated", number=case.number)
    elif mine:
        said = line("given-back", number=case.number)
    else:
        said = line("escalated-taken", number=case.number, by=holder.name)
    effects: list[Effect] = [
        Note(case.number, "escalated", event.officer.name, {"office": event.officer.office}),
        reply(Lane(case.lane), event, said, number=case.number),
    ]
    if mine:
        case, more = released(world, lane, case, (event.officer.user,))
        effects += more
    return lane.holding(case.marked("escalated")), tuple(effects)


def assisted(world: World, lane: Lane, case: Case, event: FieldActed) -> Turned:
    """ขอให้ 1300 ช่วย: the officer keeps the case; the hotline sees it at once."""
    case, effects = renewed(world, case.marked("assist"))
    note = Note(case.number, "task_assist", event.officer.name, {"office": event.officer.office})
    heard = reply(Lane(case.lane), event, line("assist-heard", number=case.number), number=case.number)
    return lane.holding(case), (note, *effects, heard)


def remarked(world: World, lane: Lane, case: Case, event: FieldActed) -> Turned:
    """An officer's words or files stand in the case, among colleagues, and are a sign of life."""
    effects: list[Effect] = [Note(case.number, "field_note", event.officer.name, {"office": event.officer.office})]
    match event.act:
        case Remark(text=text, line_id=line_id):
            kept = Keep(event.id, event.at, "note", event.officer.name, event.id, text, line_id, outgoing=True)
            effects.append(kept)
        case Show(media=media, line_id=line_id, name=name):
            kept = Keep(event.id, event.at, media, event.officer.name, event.id, "", line_id, outgoing=True, name=name)
            effects += [kept, Fetch(event.id, line_id, media, case.number)]
    if case.responder is not None and case.responder.officer == event.officer.user:
        case, more = renewed(world, case)
        effects += more
    effects.append(reply(Lane(case.lane), event, line("note-kept", number=case.number), number=case.number))
    return lane.holding(case), tuple(effects)


def finished(lane: Lane, case: Case, event: FieldActed) -> Turned:
    """The scene is done; the case itself is closed by 1300 with a second consent. Another tap corrects the result."""
    assert isinstance(event.act, Finish)
    assert case.responder is not None
    again, outcome = case.scene_done, event.act.outcome.value
    case = replace(case, responder=replace(case.responder, stage=Stage.DONE))
    said = line("field-result", number=case.number, result=outcome)
    effects: tuple[Effect, ...] = (
        Note(case.number, "field_done", event.officer.name, {"outcome": outcome}),
        Stop(Timer.LEASE, case.number),
        *unasked(case),
        reply(Lane(case.lane), event, said, number=case.number),
    )
    return lane.holding(case), effects if again else (*effects, *forget(case, case.responder))


def acknowledged(world: World, lane: Lane, event: Acknowledged) -> Turned:
    """The first acknowledgement on any path stops the pages. Of the supervisors it stops only theirs."""
    case = lane.cases.get(event.number)
    if case is None or not case.live:
        return lane, ()
    if event.owner == SUPERVISOR:
        if case.supervisor is not None:
            return lane, ()
        return lane.holding(replace(case, supervisor=event.name, supervised_at=world.now)), (
            Note(case.number, "supervisor_knows", event.name, {"path": event.path}),
        )
    ready = Ready(f"{BY_PATH}{event.path}")
    if case.responder is not None or event.owner not in asked(case):
        return lane, (ready, Note(case.number, "acknowledged_late", event.name, {"office": event.owner}))
    case, effects = given(world, lane, case, Officer(f"{BY_PATH}{event.path}", event.name, event.owner))
    return lane.holding(case), (*effects, ready)
