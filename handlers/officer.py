"""Officers in LINE: their taps and words travel to the case's lane; the case's lane decides who was first."""

from handlers.commands import Advance, AnyFieldAct, Assist, Escalate, Finish, Remark, Show, Take
from handlers.conversation import keep
from handlers.effects import Brief, Effect, Forward, Note, Ready, Say
from handlers.events import AnyEvent, FieldActed, Said, Sent, along
from handlers.lane import Lane, Turned, World
from handlers.leases import duty
from handlers.postback import AnyTap, Assistance, Finished, Finishing, Link, Noting, PassOn, Step, TakeCase
from handlers.screens import DutyList, HowEnded, Screen, Shift, line
from models.case import Case, read_case_number
from models.changed import replace
from models.times import MINUTE

NOTING_FOR = 30 * MINUTE
ActTap = TakeCase | PassOn | Step | Finished | Assistance
CardTap = Finishing | Noting | Link


def tapped(world: World, lane: Lane, event: AnyEvent, tap: ActTap) -> Turned:
    """A button of an alert. Only a bound officer moves anything; everybody else is answered politely."""
    if not bound(world, event):
        note = (Note(tap.number, "tap_unbound"),) if tap.number in world.known else ()
        return lane, (*unbound(lane, event), *note)
    return lane, (forward(world, lane, event, tap.number, act_of(tap)),)


def forward(world: World, lane: Lane, event: AnyEvent, number: str, act: AnyFieldAct) -> Effect:
    """To the lane of the case; a number that we do not know is answered here."""
    home = world.known.get(number)
    if home is None:
        return reply(lane, event, line("case-unknown", number=number))
    acted = FieldActed(
        id=f"{event.id}>field",
        **along(event),
        number=number,
        officer=world.officers[event.user or ""],
        act=act,
    )
    return Forward(home, acted)


def act_of(tap: AnyTap) -> AnyFieldAct:
    match tap:
        case Step(stage=stage):
            return Advance(stage)
        case PassOn():
            return Escalate()
        case Assistance():
            return Assist()
        case Finished(outcome=outcome):
            return Finish(outcome)
        case _:
            return Take()


def reply(lane: Lane, event: AnyEvent, *screens: Screen, number: str | None = None) -> Brief:
    lang = lane.person.lang if lane.person and lane.person.user == event.user else "th"
    return Brief(event.group or event.user or "", lang, screens, event.reply, event.reply_until, number)


def bound(world: World, event: AnyEvent) -> bool:
    return (event.user or "") in world.officers


def unbound(lane: Lane, event: AnyEvent) -> tuple[Effect, ...]:
    """Who is no officer may be a reporter: in their own chat the answer goes through the gate like every other."""
    screen = line("officer-unbound")
    if event.group or lane.person is None:
        return (reply(lane, event, screen),)
    person = lane.person
    return (*keep(event), Say(person.user, person.lang, (screen,), event.reply, event.reply_until))


def mine(world: World, event: AnyEvent) -> tuple[Case, ...]:
    """The cases the officer has at hand, the newest first."""
    held = [c for c in world.duties.get(event.user or "", ()) if c.at_scene]
    return tuple(sorted(held, key=lambda c: c.responder.since if c.responder else 0, reverse=True))


def card(world: World, lane: Lane, event: AnyEvent, tap: CardTap) -> Turned:
    """Buttons of the officer's own card that ask for more before anything moves. Only 1:1, only what is theirs."""
    case = next((c for c in mine(world, event) if c.number == tap.number), None)
    if event.group or lane.person is None:
        return lane, ()
    if not bound(world, event):
        return lane, unbound(lane, event)
    if case is None:
        over = any(c.number == tap.number for c in world.duties.get(event.user or "", ()))
        return lane, (reply(lane, event, line("field-done" if over else "case-not-taken", number=tap.number)),)
    match tap:
        case Finishing(number=number):
            return lane, (reply(lane, event, HowEnded(number), number=number),)
        case Noting(number=number):
            person = replace(lane.person, noting=(number, world.now + NOTING_FOR))
            return lane.knowing(person), (reply(lane, event, line("noting-ask", number=number)),)
        case Link():
            return lane, (reply(lane, event, duty(case), number=case.number),)


def duties(world: World, lane: Lane, event: AnyEvent) -> Turned:
    """งานของฉัน."""
    if not bound(world, event):
        return lane, unbound(lane, event)
    return lane, (reply(lane, event, DutyList(tuple(duty(c) for c in mine(world, event)))),)


def shift(world: World, lane: Lane, event: AnyEvent) -> Turned:
    """เวร."""
    if not bound(world, event):
        return lane, unbound(lane, event)
    return lane, (reply(lane, event, world.shifts.get(event.user or "", Shift(1, None, rota=False))),)


def confirmed(world: World, lane: Lane, event: AnyEvent) -> Turned:
    """One tap on a drill: the chat it came to is reached, and by somebody of the office."""
    if not bound(world, event):
        return lane, unbound(lane, event)
    return lane, (Ready(event.group or event.user or ""), reply(lane, event, line("drill-thanks")))


def noted(world: World, lane: Lane, event: Said | Sent) -> Turned | None:
    """An officer's words or picture go to a case of theirs: named first, chosen by a tap, or the newest.

    None when it is none of that: then they are a citizen like everybody.
    """
    if event.group or not bound(world, event) or lane.person is None or lane.active is not None:
        return None
    if lane.person.taken_back(event.line_id) is not None:
        return lane, ()
    number, text = addressed(event.text) if isinstance(event, Said) else (None, "")
    chosen = lane.person.noting if lane.person.noting and lane.person.noting[1] > world.now else None
    held = mine(world, event)
    number = number or (chosen[0] if chosen else None) or (held[0].number if held else None)
    if number is None:
        return None
    act: AnyFieldAct = (
        Remark(text, event.line_id) if isinstance(event, Said) else Show(event.media, event.line_id, event.name)
    )
    return lane, (forward(world, lane, event, number, act),)


def addressed(text: str) -> tuple[str | None, str]:
    """`K7M4-2RX9 ถึงแล้ว` is words for that case."""
    first, _, rest = text.strip().partition(" ")
    number = read_case_number(first)
    return (number, rest.strip()) if number and rest.strip() else (None, text)
