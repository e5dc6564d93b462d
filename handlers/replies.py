"""What the person sees next, and whether it is said at once."""

from handlers.answers import in_danger
from handlers.effects import Effect, Say
from handlers.events import AnyEvent, Located, Message, Said, Strange, Tapped
from handlers.inputs import Deed
from handlers.lane import Lane, World
from handlers.log import fold
from handlers.postback import AnyTap, Begin, Cancel, Choose, Danger, SameCase
from handlers.questions import first_empty, heard_out, under_way
from handlers.screens import (
    AnyoneInDanger,
    Ask,
    InDangerNow,
    Insisted,
    Numbers,
    Receipt,
    SameOrNew,
    Screen,
    StatusList,
    Understood,
    case_line,
    line,
)
from handlers.words import Topic, Word, command, topic
from models.case import Case
from models.changed import replace
from models.incident import Priority
from models.report import Report, Slot
from routing.reason import Named, centre_name

# In a flood a pin or an SOS is answered this often (ms).
CALM_ANSWERS = 2_000
RELAYED = line("relayed")
DANGER_HEARD = line("danger-heard")


def answer(world: World, lane: Lane, before: Case | None, case: Case | None, deed: Deed) -> tuple[Screen, ...]:
    """What the person sees next: an echo, the danger card, the next question, the receipt, or a short word."""
    if case is None:
        return without_case(fold(lane.reporter.lead_in), deed)
    alone = to_button(before, case, deed.tap)
    if alone is not None:
        return (alone,)
    was = before.report if before else Report()
    screens = understood(was, case, deed)
    slot = next_question(case.report, deed.tap)
    if slot is not None and (heard_out(case.report) or (slot is Slot.INCIDENT and deed.despairs)):
        return screens or acknowledged(world, lane, deed)
    if deed.reading.hidden_link and slot is not Slot.PLACE and not case.report.answered(Slot.PLACE):
        screens = (*screens, line("place-hidden_link"))
    if slot is not None:
        return (*screens, ask(slot, was, case, deed))
    if not case.receipt:
        return (*screens, Receipt(case.number, told_centre(world, case), world.staffed, world.busy))
    return screens or acknowledged(world, lane, deed)


def without_case(said_before: Report, deed: Deed) -> tuple[Screen, ...]:
    """Free text that is neither a report nor danger: numbers that fit, one question, and a way to a person."""
    event, reading = deed.event, deed.reading
    if isinstance(deed.tap, Danger):
        return (line("no-danger"), Numbers())
    if said_before.in_danger is False and in_danger(reading) is False:
        return (line("no-danger"), Numbers())
    if isinstance(event, Located):
        return (line("place-unreadable"), AnyoneInDanger())
    if reading.hidden_link:
        return (line("place-hidden_link"), AnyoneInDanger())
    fits = topic(event.text) if isinstance(event, Said) else None
    return (Numbers(fits), AnyoneInDanger()) if fits else (AnyoneInDanger(),)


def to_button(before: Case | None, case: Case, tap: AnyTap | None) -> Screen | None:
    """The whole answer to a button that asks nothing of the form."""
    match tap:
        case Begin() if before is not None and before.report.has_fact:
            return SameOrNew(case.number)
        case Cancel():
            return line("cancel-heard", number=case.number)
        case Choose(slot=slot, value=value) if slot in case.report.disputed:
            return Insisted(slot, value)
        case _:
            return None


def understood(was: Report, case: Case, deed: Deed) -> tuple[Screen, ...]:
    """What comes before the next question: numbers for despair, the danger card once, their case, the echo."""
    screens: list[Screen] = [Numbers(Topic.SELF_HARM)] if deed.despairs else []
    if case.priority is Priority.P1 and endangered(case.report) and not endangered(was):
        screens.append(InDangerNow(case.number))
    if isinstance(deed.tap, SameCase):
        screens.append(StatusList((case_line(case),)))
    return (*screens, *echo(was, case, deed.event))


def endangered(report: Report) -> bool:
    return bool(report.in_danger or report.danger_words)


def echo(was: Report, case: Case, event: AnyEvent) -> list[Screen]:
    """A wrong tap must be seen: what was just understood, and for a pin its district and province."""
    report, where = case.report, case.destined
    if isinstance(event, Located) and event.place is None:
        return [line("place-unreadable")]
    if report.place is not None and report.place != was.place and report.place.settled:
        return [
            Understood(
                province=where.province,
                district=where.district,
                place=True,
                swapped="swapped" in where.flags,
                outside=where.ask_in_thailand,
                provinces=where.ask,
            )
        ]
    if report.incident is not None and report.incident != was.incident:
        return [Understood(incident=report.incident)]
    return []


def next_question(report: Report, tap: AnyTap | None) -> Slot | None:
    """The first empty one; the place again for who has just said that it is somewhere else."""
    elsewhere = isinstance(tap, Choose) and tap.slot is Slot.PLACE and report.place is None
    return Slot.PLACE if elsewhere else first_empty(report)


def ask(slot: Slot, was: Report, case: Case, deed: Deed) -> Ask:
    return Ask(
        slot,
        number=case.number if case.raised else None,
        provinces=case.report.candidates if slot is Slot.PLACE else (),
        again=first_empty(was) is slot and not isinstance(deed.event, Tapped) and under_way(was),
        hidden_link=deed.reading.hidden_link,
    )


def told_centre(world: World, case: Case) -> Named | None:
    """The centre that the receipt may name: one whose office was told and has somebody who can hear it."""
    owner = case.destined.offices[0] if case.destined.offices else ""
    reach = world.reach(owner)
    if owner not in case.raised or not (reach.destinations or reach.paths):
        return None
    return next((centre_name(c) for c in world.directory.centres if c.code == case.destined.centre), None)


def acknowledged(world: World, lane: Lane, deed: Deed) -> tuple[Screen, ...]:
    """After the receipt everything reaches the conversation. A short word says so now and then, always to a tap and to
    words of danger.
    """
    if deed.reading.danger or deed.reading.weapon:
        return (DANGER_HEARD,)
    if isinstance(deed.event, Tapped):
        return (RELAYED,)
    if world.now - lane.reporter.acked_at < world.policy.ack_every:
        return ()
    return (RELAYED,) if isinstance(deed.event, Message | Strange) else ()


def spoken(
    world: World, lane: Lane, event: AnyEvent, case: Case | None, screens: tuple[Screen, ...]
) -> tuple[Lane, list[Effect]]:
    """The reply, unless the person writes faster than anybody reads. Danger always passes; a pin and an SOS pass too,
    though not each of a hundred.
    """
    person = lane.reporter
    urgent = any(isinstance(s, InDangerNow | Receipt) for s in screens)
    if not screens or event.standby:
        return lane, []
    if person.pace[1] > world.policy.calm_messages_a_minute and not urgent:
        calls = isinstance(event, Located) or report_word(event)
        if not calls or world.now - person.asked_at < CALM_ANSWERS:
            return lane, []
        lane = lane.knowing(replace(person, asked_at=world.now))
        person = lane.reporter
    if any(isinstance(s, Receipt) for s in screens) and case is not None:
        lane = lane.holding(replace(lane.cases[case.number], receipt=True))
    if any(s in {RELAYED, DANGER_HEARD} for s in screens):
        lane = lane.knowing(replace(person, acked_at=world.now))
    number = case.number if case else None
    say = Say(person.user, person.lang, screens, event.reply, event.reply_until, vital=urgent, number=number)
    return lane, [say]


def unused(lane: Lane, event: AnyEvent, said: list[Effect]) -> Lane:
    """A reply token that nothing of ours has used may carry an operator's words within its minute: replies are free."""
    person = lane.reporter
    token = (event.reply, event.reply_until) if event.reply and not event.standby and not said else None
    return lane if person.token == token else lane.knowing(replace(person, token=token))


def report_word(event: AnyEvent) -> bool:
    """แจ้งเหตุ, tapped or typed."""
    if isinstance(event, Tapped):
        return isinstance(event.tap, Begin)
    return isinstance(event, Said) and command(event.text) is Word.REPORT
