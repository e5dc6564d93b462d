"""The questions of the form: what is asked, and every way to answer it with one tap."""

from bot import card
from bot.card import Json
from bot.speaker import Speaker
from handlers import postback as tap
from handlers.screens import Ask
from models.incident import Incident
from models.report import Slot


def question(say: Speaker, ask: Ask) -> Json:
    head = [card.small(say.words("sent-as", number=ask.number))] if ask.number else []
    match ask.slot:
        case Slot.INCIDENT:
            return ask_incident(say, ask, head)
        case Slot.PLACE:
            return ask_place(say, ask, head)
        case Slot.IN_DANGER:
            return ask_danger(say, head)
        case Slot.STORY:
            return ask_story(say, head)


def ask_incident(say: Speaker, ask: Ask, head: list[Json]) -> Json:
    buttons = []
    for number, incident in enumerate(Incident, 1):
        name = f"{number}. {say.words(f'incident-{incident}')}"
        data = tap.pack(tap.Choose(Slot.INCIDENT, incident.value))
        buttons.append(card.button(name, card.postback(name, data), "secondary"))
    calls = [say.police("link"), say.hotline("link")]
    key = "ask-incident-again" if ask.again else "ask-incident"
    return say.bubble(
        [*head, card.text(say.words(key))],
        [*buttons, *calls],
        [say.quick("button-cancel", tap.Cancel()), quick_clear(say)],
    )


def ask_place(say: Speaker, ask: Ask, head: list[Json]) -> Json:
    key = "ask-place-which" if ask.provinces else "ask-place-again" if ask.again else "ask-place"
    key = "place-hidden_link" if ask.hidden_link else key
    buttons = provinces(say, ask.provinces)
    here = say.words("button-location")
    map_uri = {"type": "uri", "label": here, "uri": "https://line.me/R/nv/location/"}
    buttons += [card.button(here, map_uri, "primary"), say.button("button-skip", tap.Skip(Slot.PLACE))]
    quick = [
        card.quick({"type": "location", "label": here}),
        say.quick("button-skip", tap.Skip(Slot.PLACE)),
        *way_back(say),
    ]
    return say.bubble([*head, card.text(say.words(key))], buttons, quick)


def provinces(say: Speaker, codes: tuple[str, ...]) -> list[Json]:
    buttons = []
    for number, code in enumerate(codes[:6], 1):
        name = f"{number}. {say.area(code, None) or code}"
        buttons.append(card.button(name, card.postback(name, tap.pack(tap.Choose(Slot.PLACE, code))), "secondary"))
    return buttons


def ask_danger(say: Speaker, head: list[Json]) -> Json:
    yes, no = tap.Choose(Slot.IN_DANGER, "yes"), tap.Choose(Slot.IN_DANGER, "no")
    body = [*head, card.text(say.words("ask-in_danger")), card.small(say.words("ask-in_danger-options"))]
    buttons = [
        say.button("button-yes", yes, "primary"),
        say.button("button-no", no),
        say.button("button-unsure", tap.Skip(Slot.IN_DANGER)),
    ]
    return say.bubble(body, buttons, way_back(say))


def ask_story(say: Speaker, head: list[Json]) -> Json:
    quick = [
        say.quick("button-skip", tap.Skip(Slot.STORY)),
        card.quick({"type": "camera", "label": say.words("button-camera")}),
        card.quick({"type": "cameraRoll", "label": say.words("button-album")}),
        *way_back(say),
    ]
    body = [*head, card.text(say.words("ask-story"))]
    return say.bubble(body, [say.button("button-skip", tap.Skip(Slot.STORY))], quick)


def way_back(say: Speaker) -> list[Json]:
    return [say.quick("button-back", tap.Back()), say.quick("button-cancel", tap.Cancel()), quick_clear(say)]


def quick_clear(say: Speaker) -> Json:
    """The way out at once: last in the row, so that no thumb meets it by chance."""
    return say.quick("button-clear", tap.Clear())
