"""The screens of officers and offices: alerts, the card of who has a case, how it ended, hours, drills."""

from bot import card
from bot.card import Json
from bot.speaker import Speaker
from handlers import postback as tap
from handlers.screens import Alert, Drill, Duty, Shift
from models.case import Outcome, Stage
from texts.calendar import moment
from texts.catalogue import words

MOST_CARDS = 10
# How the scene can end as an officer sees it; the other outcomes are the console's.
ENDS = (Outcome.HELPED, Outcome.REFERRED, Outcome.ADVISED, Outcome.NOTHING_FOUND, Outcome.NOT_A_CASE)


def alert(say: Speaker, screen: Alert) -> Json:
    """Number, category, district and time. Never the reporter's words, name or picture: groups read this."""
    key = "alert-title" if screen.kind == "alert" else f"alert-title-{screen.kind}"
    since = say.words("alert-since", time=moment(screen.raised_at, say.lang))
    priority = say.words(f"alert-priority-{int(screen.priority)}")
    body = [
        card.title(say.words(key, number=screen.number)),
        card.strong(f"{priority} · {words(say.lang, 'alert-age', minutes=screen.minutes)}"),
        card.text(incident(say, screen)),
        card.text(where(say, screen)),
        card.small(since),
    ]
    buttons = [
        say.button("button-take", tap.TakeCase(screen.number), "primary"),
        say.button("button-pass", tap.PassOn(screen.number)),
    ]
    return card.bubble(body, buttons, alt=say.words("alert-alt", number=screen.number))


def incident(say: Speaker, screen: Alert | Duty) -> str:
    return say.words(f"incident-{screen.incident}") if screen.incident else say.words("alert-no-incident")


def where(say: Speaker, screen: Alert | Duty) -> str:
    place = say.area(screen.province, screen.district)
    return say.words("alert-where", place=place) if place else say.words("alert-where-unknown")


def duty(say: Speaker, screen: Duty) -> Json:
    return card.flex(duty_bubble(say, screen), say.words("alert-alt", number=screen.number))


def duties(say: Speaker, held: tuple[Duty, ...]) -> Json:
    if not held:
        return {"type": "text", "text": say.words("duties-none")}
    return card.carousel([duty_bubble(say, d) for d in held[:MOST_CARDS]], say.words("neutral-alt"))


def duty_bubble(say: Speaker, screen: Duty) -> Json:
    body = [
        card.title(say.words("duty-title", number=screen.number)),
        card.small(say.words(f"duty-stage-{screen.stage}")),
        card.text(incident(say, screen)),
        card.text(where(say, screen)),
        *([card.strong(say.words("duty-weapon"))] if screen.weapon else []),
        *([card.strong(say.words("duty-child"))] if screen.child else []),
    ]
    return card.contents(body, duty_buttons(say, screen))


def duty_buttons(say: Speaker, screen: Duty) -> list[Json]:
    buttons = []
    if screen.latitude is not None and screen.longitude is not None:
        there = say.words("duty-map")
        uri = f"https://www.google.com/maps/search/?api=1&query={screen.latitude},{screen.longitude}"
        buttons.append(card.button(there, {"type": "uri", "label": there, "uri": uri}, "secondary"))
    if screen.stage is Stage.DONE:
        return buttons
    if screen.stage is Stage.TAKEN:
        buttons.append(say.button("button-on_the_way", tap.Step(screen.number, Stage.ON_THE_WAY), "primary"))
    if screen.stage in {Stage.TAKEN, Stage.ON_THE_WAY}:
        style = "secondary" if screen.stage is Stage.TAKEN else "primary"
        buttons.append(say.button("button-on_scene", tap.Step(screen.number, Stage.ON_SCENE), style))
    if screen.link:
        page = say.words("duty-page")
        buttons.append(card.button(page, {"type": "uri", "label": page, "uri": screen.link}, "secondary"))
    last = "primary" if screen.stage is Stage.ON_SCENE else "secondary"
    return [
        *buttons,
        say.button("button-note", tap.Noting(screen.number)),
        say.button("button-assist", tap.Assistance(screen.number)),
        say.button("button-finish", tap.Finishing(screen.number), last),
        say.button("button-give-back", tap.PassOn(screen.number), "link"),
    ]


def how_ended(say: Speaker, number: str) -> Json:
    buttons = [say.button(f"button-end-{end}", tap.Finished(number, end)) for end in ENDS]
    return say.bubble([card.text(say.words("how-ended", number=number))], buttons)


def shift(say: Speaker, screen: Shift) -> Json:
    if screen.rank is not None:
        key = "shift-always" if not screen.rota else "shift-first" if screen.rank == 1 else "shift-second"
        body = [card.text(say.words(key))]
    elif screen.next_at is not None:
        body = [card.text(say.words("shift-off", time=moment(screen.next_at, say.lang)))]
    else:
        body = [card.text(say.words("shift-none"))]
    return say.bubble(body, [say.button("button-duties", tap.Duties())])


def drill(say: Speaker, screen: Drill) -> Json:
    place = say.area(screen.office, None) or screen.office
    body = [card.title(say.words("drill-title")), card.text(say.words("drill-body", office=place))]
    return card.bubble(body, [say.button("button-here", tap.Here(), "primary")], alt=say.words("drill-title"))
