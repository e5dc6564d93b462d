"""A citizen's events: each becomes an input of the report, the case lives on, and the next question is asked."""

import msgspec

from handlers.answers import in_danger
from handlers.effects import AskProfile, Effect, Fetch, Keep, Note, Say
from handlers.events import AnyEvent, Gestured, Located, Said, Sent, Strange, Tapped
from handlers.lane import Lane, Turned, World
from handlers.log import fold, settled
from handlers.postback import (
    AnyTap,
    Back,
    Begin,
    Cancel,
    Choose,
    Danger,
    Insist,
    NewCase,
    SameCase,
    Skip,
    Tell,
    pack,
)
from handlers.postback import Person as AskPerson
from handlers.questions import first_empty, heard_out, under_way
from handlers.raising import live_on, move_status
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
from handlers.waiting import heard
from handlers.withdrawal import stripped, without
from handlers.words import Topic, Word, command, read, topic
from models.case import Case, CaseStatus, case_number
from models.changed import replace
from models.incident import Incident
from models.people import ContactState, Person
from models.policy import MINUTE
from models.report import (
    AnyInput,
    Attached,
    Begun,
    Called,
    Cancelled,
    Chosen,
    Confirmed,
    Pinned,
    Reading,
    Report,
    Skipped,
    Slot,
    Typed,
    Undone,
    Withdrawn,
)
from routing.address import Ask as AskAddress
from routing.address import Question, Sure, resolve

LEAD_IN = 30 * MINUTE
LEAD_IN_LENGTH = 20
LONGEST_ADDRESS = 400
# In a flood a pin or an SOS is answered this often (ms).
CALM_ANSWERS = 2_000
QUIET_INCIDENTS = {Incident.CONFINEMENT, Incident.SEXUAL_ABUSE}


def keep(event: AnyEvent) -> tuple[Effect, ...]:
    """What a person says goes into the conversation whatever it means."""
    sender = event.user or ""
    match event:
        case Said():
            text, content = event.text, event.id
            return (Keep(event.id, event.at, "text", sender, content, text, line_id=event.line_id),)
        case Sent(external=external):
            kept = Keep(event.id, event.at, event.media, sender, event.id, line_id=event.line_id, name=event.name)
            if external:
                return (replace(kept, external=True),)
            return (kept, Fetch(event.id, event.line_id, event.media, None))
        case Located(place=place):
            text = f"{place.latitude}, {place.longitude}\n{place.address or ''}".strip() if place else ""
            return (Keep(event.id, event.at, "location", sender, event.id, text, line_id=event.line_id),)
        case Gestured():
            return (Keep(event.id, event.at, "sticker", sender, event.id, event.words, line_id=event.line_id),)
        case Tapped(tap=tap):
            return (Keep(event.id, event.at, "tap", sender, event.id, pack(tap)),)
        case Strange():
            return (Keep(event.id, event.at, "strange", sender, event.id, event.kind),)
        case _:
            return ()


def entry(event: AnyEvent, tap: AnyTap | None) -> AnyInput | None:
    """The input that an event is for the report, or None when it says nothing about it."""
    at, ident = event.at, event.id
    match tap:
        case Begin() | NewCase() | Tell():
            return Begun(at, ident)
        case Choose(slot=slot, value=value):
            return Chosen(at, ident, slot, value)
        case Insist(slot=slot, value=value):
            return Confirmed(at, ident, slot, value)
        case Danger(yes=yes):
            return Chosen(at, ident, Slot.IN_DANGER, "yes" if yes else "no")
        case Skip(slot=slot):
            return Skipped(at, ident, slot)
        case Back():
            return Undone(at, ident)
        case Cancel():
            return Cancelled(at, ident)
        case AskPerson():
            return Called(at, ident)
    match event:
        case Said(text=text) if command(text) is Word.SKIP:
            return Skipped(at, ident)
        case Said(text=text):
            return Typed(at, ident, event.id, understand(text))
        case Located(place=place) if place:
            return Pinned(at, ident, place)
        case Sent():
            return Attached(at, ident, event.id)
        case _:
            return None


def understand(text: str) -> Reading:
    """Everything that typed words may mean, whatever question stands open."""
    reading = read(text)
    if topic(text) is Topic.SELF_HARM:
        reading = msgspec.structs.replace(reading, person=True)
    if len(text) > LONGEST_ADDRESS or reading.number or reading.yes is not None:
        return reading
    match resolve(text):
        case Sure(place=place):
            return msgspec.structs.replace(reading, place=place, named=True)
        case AskAddress(question=Question.HIDDEN_LINK):
            return msgspec.structs.replace(reading, hidden_link=True)
        case AskAddress() as ask:
            named = ask.question is not Question.CONFIRM
            return msgspec.structs.replace(reading, candidates=ask.provinces, named=named)
        case _:
            return reading


def absorb(
    world: World, lane: Lane, active: Case | None, event: AnyEvent, new: AnyInput
) -> tuple[Lane, Case | None, list[Effect]]:
    """The lane with `new` in its report: the active case's, or one that begins now, or the lead-in of none."""
    person = known(lane)
    log = active.log if active else recent(person.lead_in, event.at)
    if any(each.id == new.id for each in log):
        return lane, active, []
    back = taken_back(person, event)
    fresh = (stripped(new), back) if back else (new,)
    base, log = settled(active.base if active else Report(), (*log, *fresh))
    report = fold(log, base)
    if active is None and not (report.begun or report.has_fact):
        return lane.knowing(replace(person, lead_in=log[-LEAD_IN_LENGTH:])), None, []
    started = active or Case(
        case_number(event.id + world.salt), lane.id, CaseStatus.STARTED, started_at=event.at, last_heard=event.at
    )
    case = replace(started, base=base, log=log, report=report, last_heard=max(started.last_heard, event.at))
    case, effects = live_on(world, lane, active, case)
    person = quieted(replace(person, active=case.number, lead_in=()), report)
    return lane.knowing(person).holding(case), case, effects


def taken_back(person: Person, event: AnyEvent) -> Withdrawn | None:
    """The unsend that came before its message: events may overtake each other."""
    if not isinstance(event, Said | Located | Sent | Gestured):
        return None
    at = person.taken_back(event.line_id)
    return None if at is None else withdrawal(at, event.id)


def withdrawal(at: int, content: str) -> Withdrawn:
    return Withdrawn(at, f"{content}>unsent", content)


def known(lane: Lane) -> Person:
    assert lane.person is not None, lane.id
    return lane.person


def recent(lead_in: tuple[AnyInput, ...], at: int) -> tuple[AnyInput, ...]:
    return tuple(i for i in lead_in if abs(at - i.at) <= LEAD_IN)[-LEAD_IN_LENGTH:]


def quieted(person: Person, report: Report) -> Person:
    """Default quiet for confinement, sexual and family violence, unless the person chose otherwise (safe-send gate)."""
    grave = report.incident in QUIET_INCIDENTS or (report.family and report.incident is not Incident.GATHERING)
    if not grave or person.chose_contact or person.contact is not ContactState.FREE:
        return person
    return replace(person, contact=ContactState.QUIET, contact_version=person.contact_version + 1)


def reported(world: World, lane: Lane, event: AnyEvent, tap: AnyTap | None) -> Turned:
    """A citizen's event from end to end."""
    effects: list[Effect] = []
    lane, first = met(world, lane, event)
    effects += first
    if isinstance(tap, NewCase):
        lane = lane.knowing(replace(known(lane), lead_in=()))
    before = None if isinstance(tap, NewCase) else lane.active
    new = entry(event, tap)
    if new is not None:
        lane, case, lived = absorb(world, lane, before, event, new)
        effects += lived
    elif before is not None and before.status in {CaseStatus.ASIDE, CaseStatus.UNREACHABLE}:
        case, lived = move_status(world, before, before)
        effects += lived
    else:
        case = before
    if case is not None:
        lane, case, told = noticed(world, lane, case, event, tap, new)
        effects += told
    screens = answer(world, lane, before, case, event, tap, new)
    lane, say = spoken(world, lane, event, case, screens)
    return unused(lane, event, say), (*effects, *say)


def met(world: World, lane: Lane, event: AnyEvent) -> tuple[Lane, list[Effect]]:
    """First contact asks for the profile; each contact is remembered with its pace."""
    person = known(lane)
    minute, count = person.pace
    pace = (minute, count + 1) if event.heard // MINUTE == minute else (event.heard // MINUTE, 1)
    effects: list[Effect] = [AskProfile(person.user)] if not person.profile_at else []
    after = replace(
        person,
        pace=pace,
        last_heard=max(person.last_heard, event.at),
        profile_at=person.profile_at or world.now,
    )
    return lane.knowing(after), effects


def noticed(
    world: World, lane: Lane, case: Case, event: AnyEvent, tap: AnyTap | None, new: AnyInput | None
) -> tuple[Lane, Case, list[Effect]]:
    """What an operator must see of this event: something unread, a repeated SOS, a signal."""
    effects: list[Effect] = []
    after = replace(
        case,
        unread=case.unread + 1,
        unread_since=case.unread_since or world.now,
        last_heard=max(case.last_heard, event.at),
    )
    after, clock = heard(world, after)
    effects += clock
    if isinstance(tap, Cancel) or (case.report.cancelled and "cancelled" not in case.signals):
        after = after.marked("cancelled")
        effects.append(Note(case.number, "signal_cancelled"))
    if isinstance(tap, Begin | SameCase) and case.status is CaseStatus.OPEN and case.report.has_fact:
        effects.append(Note(case.number, "sos_again"))
    if world.now - event.heard > MINUTE:
        # It lay in the spool while the database was away: unread as of now, and nobody was answered meanwhile.
        effects.append(Note(case.number, "heard_late", data={"seconds": str((world.now - event.heard) // 1000)}))
    if isinstance(new, Chosen | Pinned) and case.report.disputed:
        effects.append(Note(case.number, "disputed", data={"slot": ", ".join(sorted(case.report.disputed))}))
    return lane.holding(after), after, effects


def answer(
    world: World,
    lane: Lane,
    before: Case | None,
    case: Case | None,
    event: AnyEvent,
    tap: AnyTap | None,
    new: AnyInput | None,
) -> tuple[Screen, ...]:
    """What the person sees next: an echo, the danger card, the next question, the receipt, or a short word."""
    reading = new.reading if isinstance(new, Typed) else Reading()
    if case is None:
        return without_case(event, fold(known(lane).lead_in), reading)
    if isinstance(tap, Begin) and before is not None and before.report.has_fact:
        return (SameOrNew(case.number),)
    if isinstance(tap, Cancel):
        return (line("cancel-heard", number=case.number),)
    if isinstance(tap, Choose) and tap.slot in case.report.disputed:
        return (Insisted(tap.slot, tap.value),)
    screens: list[Screen] = [Numbers(Topic.SELF_HARM.value)] if ends_a_life(event) else []
    was = before.report if before else Report()
    if (
        case.priority == 1
        and not (was.in_danger or was.danger_words)
        and (case.report.in_danger or case.report.danger_words)
    ):
        screens.append(InDangerNow(case.number))
    if isinstance(tap, SameCase):
        screens.append(StatusList((case_line(case),)))
    screens += echo(was, case, event)
    elsewhere = isinstance(tap, Choose) and tap.slot is Slot.PLACE and case.report.place is None
    slot = Slot.PLACE if elsewhere else first_empty(case.report)
    if slot is not None and (heard_out(case.report) or (slot is Slot.INCIDENT and ends_a_life(event))):
        return tuple(screens) or acknowledged(world, lane, event, reading)
    if reading.hidden_link and slot is not Slot.PLACE and not case.report.answered(Slot.PLACE):
        screens.append(line("place-hidden_link"))
    if slot is not None:
        return (*screens, replace(ask(slot, was, case, event), hidden_link=reading.hidden_link))
    if not case.receipt:
        return (*screens, Receipt(case.number, told_centre(world, case), world.staffed, world.busy))
    return tuple(screens) or acknowledged(world, lane, event, reading)


def told_centre(world: World, case: Case) -> str | None:
    """The centre that the receipt may name: one whose office was told and has somebody who can hear it."""
    owner = case.destined.offices[0] if case.destined.offices else ""
    reach = world.reach(owner)
    told = owner in case.raised and (reach.destinations or reach.paths)
    return case.destined.centre if told else None


def ends_a_life(event: AnyEvent) -> bool:
    """Words about ending one's life bring 1323 and an operator at once."""
    return isinstance(event, Said) and topic(event.text) is Topic.SELF_HARM


def without_case(event: AnyEvent, said_before: Report, reading: Reading) -> tuple[Screen, ...]:
    """Free text that is neither a report nor danger: numbers that fit, one question, and a way to a person."""
    if isinstance(event, Tapped) and isinstance(event.tap, Danger):
        return (line("no-danger"), Numbers())
    if isinstance(event, Said) and said_before.in_danger is False and in_danger(read(event.text)) is False:
        return (line("no-danger"), Numbers())
    if isinstance(event, Located):
        return (line("place-unreadable"), AnyoneInDanger())
    if reading.hidden_link:
        return (line("place-hidden_link"), AnyoneInDanger())
    fits = topic(event.text) if isinstance(event, Said) else None
    return (Numbers(fits.value), AnyoneInDanger()) if fits else (AnyoneInDanger(),)


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


def ask(slot: Slot, was: Report, case: Case, event: AnyEvent) -> Ask:
    again = first_empty(was) is slot and not isinstance(event, Tapped) and under_way(was)
    number = case.number if case.raised else None
    return Ask(slot, number, case.report.candidates if slot is Slot.PLACE else (), again)


def acknowledged(world: World, lane: Lane, event: AnyEvent, reading: Reading) -> tuple[Screen, ...]:
    """After the receipt everything reaches the conversation. A short word says so now and then, always to a tap and to
    words of danger.
    """
    person = known(lane)
    if reading.danger or reading.weapon:
        return (line("danger-heard"),)
    if isinstance(event, Tapped):
        return (line("relayed"),)
    if world.now - person.acked_at < world.policy.ack_every:
        return ()
    return (line("relayed"),) if isinstance(event, Said | Sent | Located | Gestured | Strange) else ()


def spoken(
    world: World, lane: Lane, event: AnyEvent, case: Case | None, screens: tuple[Screen, ...]
) -> tuple[Lane, list[Effect]]:
    """The reply, unless the person writes faster than anybody reads. Danger always passes; a pin and an SOS pass too,
    though not each of a hundred.
    """
    person = known(lane)
    urgent = any(isinstance(s, InDangerNow | Receipt) for s in screens)
    if not screens or event.standby:
        return lane, []
    if person.pace[1] > world.policy.calm_messages_a_minute and not urgent:
        calls = isinstance(event, Located) or report_word(event)
        if not calls or world.now - person.asked_at < CALM_ANSWERS:
            return lane, []
        lane = lane.knowing(replace(person, asked_at=world.now))
        person = known(lane)
    if any(isinstance(s, Receipt) for s in screens) and case is not None:
        lane = lane.holding(replace(lane.cases[case.number], receipt=True))
    if any(s in {line("relayed"), line("danger-heard")} for s in screens):
        lane = lane.knowing(replace(person, acked_at=world.now))
    number = case.number if case else None
    say = Say(person.user, person.lang, screens, event.reply, event.reply_until, vital=urgent, number=number)
    return lane, [say]


def unused(lane: Lane, event: AnyEvent, said: list[Effect]) -> Lane:
    """A reply token that nothing of ours has used may carry an operator's words within its minute: replies are free."""
    person = known(lane)
    token = (event.reply, event.reply_until) if event.reply and not event.standby and not said else None
    return lane if person.token == token else lane.knowing(replace(person, token=token))


def report_word(event: AnyEvent) -> bool:
    """แจ้งเหตุ, tapped or typed."""
    if isinstance(event, Tapped):
        return isinstance(event.tap, Begin)
    return isinstance(event, Said) and command(event.text) is Word.REPORT


def unsent(lane: Lane, content: str, at: int) -> tuple[Lane, list[Effect]]:
    """A withdrawn message leaves the story, its point the place. The other meaning already read stays, whoever was
    alerted stays so, and an operator sees that it happened.
    """
    effects: list[Effect] = []
    new = withdrawal(at, content)
    for case in lane.cases.values():
        if tells_base(case.base, content) or tells(case.log, content):
            log = taken_out(case.log, new)
            base = without(case.base, {content})
            lane = lane.holding(replace(case, base=base, log=log, report=fold(log, base)).marked("unsent"))
            effects.append(Note(case.number, "signal_unsent"))
    person = known(lane)
    if tells(person.lead_in, content):
        lane = lane.knowing(replace(person, lead_in=taken_out(person.lead_in, new)))
    return lane, effects


def taken_out(log: tuple[AnyInput, ...], new: Withdrawn) -> tuple[AnyInput, ...]:
    kept = tuple(stripped(i) if content_of(i) == new.content else i for i in log if i.id != new.id)
    return (*kept, new)


def tells(log: tuple[AnyInput, ...], content: str) -> bool:
    return any(content_of(i) == content for i in log)


def tells_base(base: Report, content: str) -> bool:
    place = base.place
    return content in base.story or (place is not None and content in {place.words, place.pin})


def content_of(entry: AnyInput) -> str | None:
    match entry:
        case Typed(content=content) | Attached(content=content):
            return content
        case Pinned(id=ident):
            return ident
        case _:
            return None
