"""Who comes and goes: follow, unfollow, languages, numbers, ติดตามเรื่อง, อ่านต่อ."""

from handlers.closing import confirmed_safe
from handlers.effects import AskProfile, Effect, Note, OpenHeld, Say, ShowMenu
from handlers.events import AnyEvent, Followed
from handlers.lane import Lane, Turned, World
from handlers.questions import first_empty
from handlers.screens import Ask, Greeting, Numbers, Screen, StatusList, Welfare, case_line
from models.case import CaseAction, CaseStatus, advance
from models.changed import replace
from models.people import ContactState


def say(lane: Lane, event: AnyEvent, *screens: Screen) -> Say:
    """A reply to the person's own tap or word."""
    person = lane.reporter
    return Say(person.user, person.lang, screens, event.reply, event.reply_until)


def followed(world: World, lane: Lane, event: Followed) -> Turned:
    returning = lane.reporter.profile_at > 0
    lane = lane.knowing(replace(lane.reporter, follows=True, profile_at=world.now))
    return lane, (AskProfile(lane.reporter.user), say(lane, event, Greeting(returning)))


def left(lane: Lane) -> Turned:
    """Blocked after a report is a signal for an operator, never a close."""
    return signalled(lane.knowing(replace(lane.reporter, follows=False)), "left")


def signalled(lane: Lane, signal: str) -> Turned:
    effects: list[Effect] = []
    for case in lane.cases.values():
        if case.live:
            lane = lane.holding(case.marked(signal))
            effects.append(Note(case.number, f"signal_{signal}"))
    return lane, tuple(effects)


def language(lane: Lane, event: AnyEvent, lang: str) -> Turned:
    changed = lane.reporter.lang != lang
    lane = lane.knowing(replace(lane.reporter, lang=lang, chose_lang=True))
    lane, signals = signalled(lane, "language") if changed else (lane, ())
    slot = first_empty(lane.active.report) if lane.active else None
    screens = (Greeting(returning=True),) if slot is None else (Ask(slot, lane.active.number if lane.active else None),)
    return lane, (*signals, say(lane, event, *screens))


def status(lane: Lane, event: AnyEvent) -> Turned:
    """The person's own cases; under quiet this rides only on their own tap, inside Flex."""
    shown = [c for c in lane.cases.values() if c.status is not CaseStatus.ASIDE]
    shown.sort(key=lambda c: c.started_at, reverse=True)
    return lane, (say(lane, event, StatusList(tuple(case_line(c) for c in shown[:5]))),)


def consented(world: World, lane: Lane, event: AnyEvent, number: str, heard: Say, *, safe: bool) -> Turned:
    """The reporter's word about closing. An old button, or somebody else's number, shows what is true now."""
    case = lane.cases.get(number)
    if case is None or advance(case.status, CaseAction.CONFIRM if safe else CaseAction.REOPEN) is None:
        return status(lane, event)
    return confirmed_safe(world, lane, number, safe=safe, say=heard)


def numbers(lane: Lane, event: AnyEvent) -> Turned:
    return lane, (say(lane, event, Numbers()),)


def read_on(lane: Lane, event: AnyEvent) -> Turned:
    """อ่านต่อ: opens what the gate held, one message a tap."""
    if event.reply is None:
        return lane, ()
    return lane, (OpenHeld(lane.reporter.user, lane.reporter.lang, event.reply, event.reply_until),)


def cleared(lane: Lane, event: AnyEvent) -> Turned:
    """ล้างหน้าจอ: from now on only when they write; ordinary content answers, and the menu beneath is a neutral one."""
    person = replace(lane.reporter.reachable(ContactState.WHEN_THEY_WRITE), chose_contact=True, cleared=True)
    lane, signals = signalled(lane.knowing(person), "cleared")
    return lane, (*signals, ShowMenu(person.user, neutral=True), say(lane, event, Welfare(parting=True)))


def begins_again(lane: Lane) -> Turned:
    """Who asks for the report after ล้างหน้าจอ has the usual menu again."""
    person = lane.reporter
    if not person.cleared:
        return lane, ()
    return lane.knowing(replace(person, cleared=False)), (ShowMenu(person.user, neutral=False),)


def welfare(lane: Lane, event: AnyEvent) -> Turned:
    return lane, (say(lane, event, Welfare()),)
