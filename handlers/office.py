"""An office's lane: it owns its one-time codes and its destinations."""

from handlers.effects import AskProfile, Bind, Brief, Effect, Forward, LeaveGroup, Notify, Set, Stop, Unbind
from handlers.events import AnyEvent, Joined, Redeemed, Removed, Said, along
from handlers.lane import Code, Lane, Turned, World
from handlers.screens import line
from handlers.timers import Timer
from models.changed import replace
from models.field import SUPERVISOR, Scope
from models.people import Binding
from models.times import MINUTE, SECOND

# Long enough for LINE to tell a name, short enough to stop a stranger.
WAIT_FOR_NAME = 10 * SECOND
WAIT_FOR_CODE = 10 * MINUTE


def lane_of(office: str) -> str:
    return f"office:{office}"


def offered(world: World, event: Said, code: Code) -> Forward:
    """The code travels to its office's lane, where two who send it at once meet."""
    person_known = world.officers.get(event.user or "")
    redeemed = Redeemed(
        id=f"{event.id}>code",
        **along(event),
        code=code.hash,
        name=person_known.name if person_known else "",
    )
    return Forward(lane_of(code.office), redeemed)


def redeemed(world: World, lane: Lane, event: Redeemed) -> Turned:
    """Once, in time, and in the right kind of chat; the binding is told to the office's other destinations soon."""
    code = world.codes.get(event.code)
    to = event.group or event.user
    if (
        code is None
        or to is None
        or code.used
        or code.hash in lane.spent
        or code.expires_at < world.now
        or code.group != (event.group is not None)
    ):
        return lane, (answer(event, "code-refused"),)
    binding = Binding(to=to, office=code.office, group=code.group, name=event.name)
    effects: list[Effect] = [Bind(binding, code.hash), answer(event, "code-accepted", office=code.office)]
    effects.append(Stop(Timer.UNBOUND, event.group) if event.group else AskProfile(to))
    effects.append(Set(Timer.BOUND, to, world.now + WAIT_FOR_NAME))
    if world.reach(SUPERVISOR).paths:
        effects.append(Notify(SUPERVISOR, "bound", f"bound:{code.hash[:16]}", note=code.office))
    return replace(lane, spent=lane.spent | {code.hash}), tuple(effects)


def introduced(world: World, lane: Lane, to: str) -> Turned:
    """The office's other destinations hear who was bound, by the LINE name if LINE has told it by now."""
    office = lane.id.removeprefix(lane_of(""))
    officer = world.officers.get(to)
    if to in world.groups:
        told = line("binding-told-group", office=office)
    elif officer is not None and officer.name:
        told = line("binding-told", office=office, name=officer.name)
    else:
        told = line("binding-told-unnamed", office=office)
    others = [d for d in world.reach(office).of(Scope.ALL) if d.to and d.to != to]
    return lane, tuple(Brief(d.to, d.lang, (told,), silent=True) for d in others)


def answer(event: AnyEvent, key: str, **args: str) -> Brief:
    return Brief(event.group or event.user or "", "th", (line(key, **args),), event.reply, event.reply_until)


def joined(world: World, lane: Lane, event: Joined) -> Turned:
    """Anyone may invite the bot: it asks for a code and leaves politely when none comes."""
    group = event.group or ""
    if group in world.groups:
        return lane, ()
    return lane, (answer(event, "group-wants-code"), Set(Timer.UNBOUND, group, world.now + WAIT_FOR_CODE))


def unbound(world: World, lane: Lane, group: str) -> Turned:
    if group in world.groups:
        return lane, ()
    return lane, (LeaveGroup(group),)


def removed(lane: Lane, event: Removed) -> Turned:
    return lane, (Unbind(event.group or ""), Stop(Timer.UNBOUND, event.group or ""))
