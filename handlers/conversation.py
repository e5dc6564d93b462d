"""What is said stands in the conversation: a person's words whatever they mean, and what colleagues note."""

from handlers.effects import Effect, Fetch, Keep
from handlers.events import AnyEvent, Commanded, Gestured, Located, Opened, Said, Sent, Strange, Tapped
from handlers.lane import Turned, World
from handlers.postback import pack


def kept(event: AnyEvent, turned: Turned) -> Turned:
    lane, effects = turned
    return lane, (*keep(event), *effects)


def keep(event: AnyEvent) -> tuple[Effect, ...]:
    sender = event.user or ""
    match event:
        case Said():
            return (Keep(event.id, event.at, "text", sender, event.id, event.text, line_id=event.line_id),)
        case Sent(external=external):
            file = Keep(
                event.id, event.at, event.media, sender, event.id, "", event.line_id, name=event.name, external=external
            )
            return (file,) if external else (file, Fetch(event.id, event.line_id, event.media, None))
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


def for_colleagues(world: World, event: Commanded | Opened, text: str) -> Keep:
    """An operator's words that the reporter never sees."""
    return Keep(event.id, world.now, "note", event.actor.name, event.id, text, outgoing=True)
