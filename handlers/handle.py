"""The index of the bot: one `match` that names every feature. Pure: (world, before, event) -> after, effects."""

from handlers import answering, closing, delivery, desk, field, leases, office, officer, people, waiting
from handlers.climbing import climbed
from handlers.conversation import kept
from handlers.effects import AskProfile, Brief, Effect, LeaveGroup, OpenHeld, Say, ShowMenu
from handlers.events import (
    Acknowledged,
    AnyEvent,
    Commanded,
    Delivered,
    FieldActed,
    Fired,
    Flicked,
    Followed,
    Gestured,
    Joined,
    Left,
    Located,
    Opened,
    Redeemed,
    Removed,
    Said,
    Sent,
    Strange,
    Tapped,
    Undelivered,
    Unsent,
)
from handlers.lane import Lane, Turned, World
from handlers.postback import (
    Again,
    AnyTap,
    Assistance,
    Back,
    Begin,
    Cancel,
    Clear,
    Duties,
    Finished,
    Finishing,
    Here,
    Hotline,
    Language,
    Link,
    Noting,
    OnDuty,
    PassOn,
    Person,
    ReadOn,
    Safe,
    Status,
    Step,
    TakeCase,
    Welfare,
)
from handlers.raising import waited
from handlers.report import reported
from handlers.screens import line
from handlers.timers import Timer
from handlers.unsent import overtaken, withdrew
from handlers.words import Word, code, command, read
from models.changed import replace
from models.times import HOUR


def handle(world: World, lane: Lane, event: AnyEvent) -> Turned:
    """The lane after one event, and what is to be done about it. Total: every event has an answer or is kept."""
    lane, effects = heard(world, lane, event)
    lane, effects = overtaken(lane, event, effects)
    if event.standby:
        effects = tuple(e for e in effects if not isinstance(e, Say | Brief | OpenHeld | LeaveGroup | ShowMenu))
    return lane, effects


def heard(world: World, lane: Lane, event: AnyEvent) -> Turned:
    match event:
        case Joined():
            return office.joined(world, lane, event)
        case Removed():
            return office.removed(lane, event)
        case Redeemed():
            return office.redeemed(world, lane, event)
        case FieldActed():
            return field.acted(world, lane, event)
        case Acknowledged():
            return field.acknowledged(world, lane, event)
        case Commanded():
            return desk.commanded(world, lane, event)
        case Opened():
            return desk.opened(world, lane, event)
        case Delivered():
            return delivery.delivered(lane, event)
        case Undelivered():
            return delivery.undelivered(world, lane, event)
        case Fired():
            return fired(world, lane, event)
        case Flicked():
            return lane, ()
        case _ if event.group:
            return in_group(world, lane, event)
        case _ if lane.person is None:
            return lane, ()
        case Followed():
            return people.followed(world, lane, event)
        case Left():
            return people.left(lane)
        case Unsent():
            return withdrew(world, lane, event)
        case Said():
            return said(world, lane, event)
        case Tapped():
            return tapped(world, lane, event, event.tap)
        case Sent():
            return officer.noted(world, lane, event) or citizen(world, lane, event, None)
        case Located() | Gestured() | Strange():
            return citizen(world, lane, event, None)


def citizen(world: World, lane: Lane, event: AnyEvent, tap: AnyTap | None) -> Turned:
    lane, menu = people.begins_again(lane) if isinstance(tap, Begin) else (lane, ())
    lane, effects = reported(world, lane, event, tap)
    return kept(event, (lane, (*menu, *effects)))


def said(world: World, lane: Lane, event: Said) -> Turned:
    """Typed words: a binding code, a command word, or words of the report."""
    lane, offered = code_offered(world, lane, event)
    if offered:
        return lane, (AskProfile(event.user or ""), *offered)
    match command(event.text):
        case Word.REPORT if not read(event.text).danger:
            return citizen(world, lane, event, Begin())
        case Word.BACK:
            return citizen(world, lane, event, Back())
        case Word.CANCEL:
            return citizen(world, lane, event, Cancel())
        case Word.PERSON:
            return citizen(world, lane, event, Person())
        case Word.STATUS:
            return kept(event, people.status(lane, event))
        case Word.HOTLINE:
            return kept(event, people.numbers(lane, event))
        case Word.READ_ON:
            return kept(event, people.read_on(lane, event))
        case Word.CLEAR:
            return kept(event, people.cleared(lane, event))
        case Word.ENGLISH:
            return kept(event, people.language(lane, event, "en"))
        case Word.THAI:
            return kept(event, people.language(lane, event, "th"))
        # "เวร" and "shift" are an officer's questions only in an officer's mouth; anybody else is telling something.
        case Word.DUTIES if officer.bound(world, event):
            return officer.duties(world, lane, event)
        case Word.ON_DUTY if officer.bound(world, event):
            return officer.shift(world, lane, event)
        case _:
            return officer.noted(world, lane, event) or citizen(world, lane, event, None)


def code_offered(world: World, lane: Lane, event: Said) -> tuple[Lane, tuple[Effect, ...]]:
    """A binding code goes to its office, unless this person has tried too many. What only looks like one is words."""
    text = code(event.text)
    if text is None:
        return lane, ()
    found, tries = world.codes.get(text), 0
    if lane.person is not None:
        recent = tuple(at for at in lane.person.code_tries if at > world.now - HOUR)
        tries = len(recent)
        lane = lane.knowing(replace(lane.person, code_tries=(*recent, world.now)[-world.policy.code_tries_an_hour :]))
    if found is None:
        return lane, ()
    if tries >= world.policy.code_tries_an_hour:
        return lane, (office.answer(event, "code-refused"),)
    return lane, (office.offered(world, event, found),)


def tapped(world: World, lane: Lane, event: Tapped, tap: AnyTap) -> Turned:
    match tap:
        case TakeCase() | PassOn() | Step() | Finished() | Assistance():
            return officer.tapped(world, lane, event, tap)
        case Finishing() | Noting() | Link():
            return officer.card(world, lane, event, tap)
        case Duties():
            return officer.duties(world, lane, event)
        case OnDuty():
            return officer.shift(world, lane, event)
        case Here():
            return officer.confirmed(world, lane, event)
        case Status():
            return kept(event, people.status(lane, event))
        case Hotline():
            return kept(event, people.numbers(lane, event))
        case Language(lang=lang):
            return kept(event, people.language(lane, event, lang))
        case ReadOn():
            return kept(event, people.read_on(lane, event))
        case Clear():
            return kept(event, people.cleared(lane, event))
        case Welfare():
            return kept(event, people.welfare(lane, event))
        case Safe(number=number):
            thanks = people.say(lane, event, line("safe-heard"))
            return kept(event, people.consented(world, lane, event, number, thanks, safe=True))
        case Again(number=number):
            again = people.say(lane, event, line("again-heard", number=number))
            return kept(event, people.consented(world, lane, event, number, again, safe=False))
        case _:
            return citizen(world, lane, event, tap)


def in_group(world: World, lane: Lane, event: AnyEvent) -> Turned:
    """In a group only codes and officers' buttons mean anything; everything else is not ours to answer."""
    match event:
        case Said():
            return code_offered(world, lane, event)
        case Tapped(tap=TakeCase() | PassOn() | Step() | Finished() | Assistance() as tap):
            return officer.tapped(world, lane, event, tap)
        case Tapped(tap=Here()):
            return officer.confirmed(world, lane, event)
        case _:
            return lane, ()


def fired(world: World, lane: Lane, event: Fired) -> Turned:
    match event.kind:
        case Timer.UNBOUND:
            return office.unbound(world, lane, event.subject)
        case Timer.BOUND:
            return office.introduced(world, lane, event.subject)
    case = lane.cases.get(event.subject)
    if case is None:
        return lane, ()
    match event.kind:
        case Timer.LADDER:
            return climbed(world, lane, case)
        case Timer.RAISE:
            return waited(world, lane, case)
        case Timer.LEASE | Timer.LEASE_TASK | Timer.LEASE_OVER:
            return leases.ended(world, lane, event, case)
        case Timer.TALK:
            return waiting.unanswered(world, lane, case)
        case Timer.CONSENT:
            return closing.without_consent(world, lane, case)
        case Timer.REVIEW:
            return closing.reviewed(world, lane, case)
        case Timer.ANSWERING:
            return answering.dropped(world, lane, case)
        case Timer.RETURN:
            return closing.returned(world, lane, case)
        case _:
            return lane, ()
