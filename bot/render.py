"""Screens to LINE message objects, as bytes: the one place that knows how LINE draws.

`render(screens, lang)` is a JSON array of at most five objects. Every Flex message has the neutral altText: what a
lock screen or a chat list shows betrays nothing. Limits: LINE Messaging API reference, "Message objects".
"""

from functools import lru_cache

import orjson

from bot import card
from bot.card import Json
from handlers import postback as tap
from handlers.screens import (
    Alert,
    AnyoneInDanger,
    Ask,
    Closing,
    Duty,
    DutyList,
    Greeting,
    HeldNotice,
    InDangerNow,
    Insisted,
    Line,
    Numbers,
    Receipt,
    SameOrNew,
    Screen,
    StatusList,
    Understood,
    Words,
)
from models.case import Outcome, Stage
from models.centre import HOTLINE
from models.incident import Incident
from models.report import Slot
from routing.directory import generated_directory
from routing.gazetteer import label
from texts.calendar import moment
from texts.catalogue import words

MOST = 5
NUMBERS = {
    "medical": "1669",
    "fire": "199",
    "self_harm": "1323",
    "child_line": "1387",
    "tourist": "1155",
    "police": "191",
}


def render(screens: tuple[Screen, ...], lang: str) -> bytes:
    """The messages of one reply or push; more than LINE takes are cut from the front, so that the question stays."""
    drawn = [_drawn(s, lang) if isinstance(s, Words) else _remembered(s, lang) for s in screens]
    return b"[" + b",".join(drawn[-MOST:]) + b"]"


def hushed(body: bytes, lang: str) -> bytes:
    """The same messages with every text object inside Flex and no sender: nothing outside the chat shows a word."""
    messages = [
        card.bubble([card.text(m["text"])], alt=words(lang, "neutral-alt"), quick=m.get("quickReply"))
        if m["type"] == "text"
        else {k: v for k, v in m.items() if k != "sender"}
        for m in orjson.loads(body)
    ]
    return orjson.dumps(messages)


@lru_cache(maxsize=4096)
def _remembered(screen: Screen, lang: str) -> bytes:
    return _drawn(screen, lang)


def _drawn(screen: Screen, lang: str) -> bytes:
    return orjson.dumps(draw(screen, lang))


def draw(screen: Screen, lang: str) -> Json:
    """One LINE message object."""
    say = Speaker(lang)
    match screen:
        case Greeting():
            return say.greeting(screen)
        case Ask():
            return say.question(screen)
        case Understood():
            return say.understood(screen)
        case Receipt():
            return say.receipt(screen)
        case InDangerNow():
            return say.danger()
        case SameOrNew(number=number):
            buttons = [say.button("button-same", tap.SameCase()), say.button("button-new", tap.NewCase())]
            return say.bubble([card.text(words(lang, "same-or-new", number=number))], buttons)
        case AnyoneInDanger():
            return say.anyone()
        case Numbers():
            return say.numbers(screen)
        case StatusList():
            return say.status(screen)
        case Line(key=key, args=args):
            return {"type": "text", "text": words(lang, key, **dict(args))}
        case Words(text=text):
            return {"type": "text", "text": text[:5000], "sender": {"name": words(lang, "sender-staff")}}
        case HeldNotice():
            return say.bubble([card.text(words(lang, "neutral-line"))], [say.button("neutral-read", tap.ReadOn())])
        case Closing(number=number):
            buttons = [say.button("button-safe", tap.Safe(number)), say.button("button-again", tap.Again(number))]
            return say.bubble([card.text(words(lang, "closing", number=number))], buttons)
        case Insisted(slot=slot, value=value):
            return say.bubble(
                [card.text(words(lang, "insisted"))], [say.button("button-keep-mine", tap.Insist(slot, value))]
            )
        case Alert():
            return say.alert(screen)
        case Duty():
            return say.duty(screen)
        case DutyList(duties=duties):
            if not duties:
                return {"type": "text", "text": words(lang, "duties-none")}
            return card.carousel([say.duty_bubble(d) for d in duties[:10]], words(lang, "neutral-alt"))


class Speaker:
    """Draws in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def words(self, key: str, **args: str) -> str:
        return words(self.lang, key, **args)

    def button(self, key: str, to: tap.AnyTap, style: str = "secondary") -> Json:
        label = self.words(key)
        return card.button(label, card.postback(label, tap.pack(to)), style)

    def call(self, number: str, key: str = "button-call", style: str = "secondary") -> Json:
        label = self.words(key) if key != "button-call" else self.words(key, number=number)
        return card.button(label, {"type": "uri", "label": label, "uri": f"tel:{number}"}, style)

    def bubble(self, body: list[Json], buttons: list[Json], quick: list[Json] | None = None) -> Json:
        items = {"items": quick} if quick else None
        return card.bubble(body, buttons, alt=self.words("neutral-alt"), quick=items)

    def area(self, province: str | None, district: str | None) -> str | None:
        code = district or (province or "").removeprefix("TH-")
        return label(code, "th" if self.lang == "th" else "en") if code else None

    def greeting(self, screen: Greeting) -> Json:
        title = self.words("greeting-back" if screen.returning else "greeting-title")
        body = [card.title(title), card.text(self.words("greeting-body")), card.small(self.words("greeting-hint"))]
        other = tap.Language("en" if self.lang == "th" else "th")
        buttons = [
            self.button("button-report", tap.Begin(), "primary"),
            self.call("191", "button-call-191"),
            self.call(HOTLINE, "button-call-1300"),
            self.button("button-other-language", other, "link"),
        ]
        return self.bubble(body, buttons)

    def question(self, ask: Ask) -> Json:
        head = [card.small(self.words("sent-as", number=ask.number))] if ask.number else []
        match ask.slot:
            case Slot.INCIDENT:
                return self.ask_incident(head)
            case Slot.PLACE:
                return self.ask_place(ask, head)
            case Slot.IN_DANGER:
                return self.ask_danger(head)
            case Slot.STORY:
                return self.ask_story(head)

    def ask_incident(self, head: list[Json]) -> Json:
        buttons = []
        for number, incident in enumerate(Incident, 1):
            name = f"{number}. {self.words(f'incident-{incident}')}"
            data = tap.pack(tap.Choose(Slot.INCIDENT, incident.value))
            buttons.append(card.button(name, card.postback(name, data), "secondary"))
        calls = [self.call(HOTLINE, "button-call-1300", "link"), self.call("191", "button-call-191", "link")]
        return self.bubble([*head, card.text(self.words("ask-incident"))], [*buttons, *calls], [self.quick_cancel()])

    def ask_place(self, ask: Ask, head: list[Json]) -> Json:
        key = "ask-place-which" if ask.provinces else "ask-place-again" if ask.again else "ask-place"
        buttons = self.provinces(ask.provinces)
        here = self.words("button-location")
        map_uri = {"type": "uri", "label": here, "uri": "https://line.me/R/nv/location/"}
        buttons += [card.button(here, map_uri, "primary"), self.button("button-skip", tap.Skip(Slot.PLACE))]
        quick = [
            card.quick({"type": "location", "label": here}),
            self.quick("button-skip", tap.Skip(Slot.PLACE)),
            *self.way_back(),
        ]
        return self.bubble([*head, card.text(self.words(key))], buttons, quick)

    def provinces(self, codes: tuple[str, ...]) -> list[Json]:
        buttons = []
        for number, code in enumerate(codes[:6], 1):
            name = f"{number}. {self.area(code, None) or code}"
            buttons.append(card.button(name, card.postback(name, tap.pack(tap.Choose(Slot.PLACE, code))), "secondary"))
        return buttons

    def ask_danger(self, head: list[Json]) -> Json:
        yes, no = tap.Choose(Slot.IN_DANGER, "yes"), tap.Choose(Slot.IN_DANGER, "no")
        body = [*head, card.text(self.words("ask-in_danger")), card.small(self.words("ask-in_danger-options"))]
        buttons = [
            self.button("button-yes", yes, "primary"),
            self.button("button-no", no),
            self.button("button-unsure", tap.Skip(Slot.IN_DANGER)),
        ]
        return self.bubble(body, buttons, self.way_back())

    def ask_story(self, head: list[Json]) -> Json:
        quick = [
            self.quick("button-skip", tap.Skip(Slot.STORY)),
            card.quick({"type": "camera", "label": self.words("button-camera")}),
            card.quick({"type": "cameraRoll", "label": self.words("button-album")}),
            *self.way_back(),
        ]
        body = [*head, card.text(self.words("ask-story"))]
        return self.bubble(body, [self.button("button-skip", tap.Skip(Slot.STORY))], quick)

    def quick(self, key: str, to: tap.AnyTap) -> Json:
        label = self.words(key)
        return card.quick(card.postback(label, tap.pack(to)))

    def quick_cancel(self) -> Json:
        return self.quick("button-cancel", tap.Cancel())

    def way_back(self) -> list[Json]:
        return [self.quick("button-back", tap.Back()), self.quick_cancel()]

    def understood(self, screen: Understood) -> Json:
        if screen.incident is not None:
            name = self.words(f"incident-{screen.incident}")
            return {"type": "text", "text": self.words("understood-incident", incident=name)}
        place = self.area(screen.province, screen.district)
        change = self.button("button-change", tap.Choose(Slot.PLACE, "change"), "link")
        if screen.outside:
            return self.bubble([card.text(self.words("understood-place-outside"))], self.provinces(screen.provinces))
        if place is None:
            return self.bubble(
                [card.text(self.words("understood-place-bare"))], [*self.provinces(screen.provinces), change]
            )
        key = "understood-place-swapped" if screen.swapped else "understood-place"
        if screen.provinces:
            key = "understood-province"
        return self.bubble([card.text(self.words(key, place=place))], [*self.provinces(screen.provinces), change])

    def receipt(self, screen: Receipt) -> Json:
        centre = centre_name(screen.centre, self.lang)
        told = self.words("receipt-told-centre", centre=centre) if centre else self.words("receipt-told-1300")
        body = [card.title(self.words("receipt-title", number=screen.number)), card.text(told)]
        if not screen.staffed:
            body.append(card.text(self.words("receipt-unstaffed")))
        body += [card.text(self.words("receipt-next")), card.strong(self.words("receipt-five"))]
        calls = [self.call("191", "button-call-191"), self.call(HOTLINE, "button-call-1300")]
        return self.bubble(body, [*calls, self.button("button-status", tap.Status(), "link")])

    def danger(self) -> Json:
        body = [card.title(self.words("danger-title")), card.text(self.words("danger-body"))]
        return self.bubble(
            body, [self.call("191", "button-call-191", "primary"), self.call(HOTLINE, "button-call-1300")]
        )

    def anyone(self) -> Json:
        buttons = [
            self.button("button-yes", tap.Danger(yes=True), "primary"),
            self.button("button-no", tap.Danger(yes=False)),
            self.button("button-report", tap.Begin()),
            self.button("button-person", tap.Person(), "link"),
        ]
        return self.bubble([card.text(self.words("anyone-in-danger"))], buttons)

    def numbers(self, screen: Numbers) -> Json:
        number = NUMBERS.get(screen.topic)
        if number is not None:
            calls = dict.fromkeys((number, HOTLINE))
            return self.bubble([card.text(self.words(f"numbers-{screen.topic}"))], [self.call(n) for n in calls])
        body = [card.title(self.words("numbers-title")), card.text(self.words("numbers-all"))]
        return self.bubble(
            body, [self.call("191"), self.call(HOTLINE), self.button("button-report", tap.Begin(), "primary")]
        )

    def status(self, screen: StatusList) -> Json:
        if not screen.cases:
            body = [card.text(self.words("status-none"))]
            return self.bubble(body, [self.button("button-report", tap.Begin(), "primary")])
        body = [card.title(self.words("status-title"))]
        for each in screen.cases:
            state = each.status
            if state == "open":
                state = each.stage.value if each.stage else "answered" if each.answered else "open"
            body += [card.strong(each.number), card.text(self.words(f"status-{state}"))]
        return self.bubble(body, [self.call(HOTLINE, "button-call-1300"), self.button("button-report", tap.Begin())])

    def alert(self, screen: Alert) -> Json:
        key = "alert-title" if screen.kind == "alert" else f"alert-title-{screen.kind}"
        place = self.area(screen.province, screen.district)
        incident = self.words(f"incident-{screen.incident}") if screen.incident else self.words("alert-no-incident")
        body = [
            card.title(self.words(key, number=screen.number)),
            card.strong(self.words(f"alert-priority-{int(screen.priority)}")),
            card.text(incident),
            card.text(self.words("alert-where", place=place) if place else self.words("alert-where-unknown")),
            card.small(self.words("alert-since", time=moment(screen.raised_at, self.lang))),
        ]
        buttons = [
            self.button("button-take", tap.TakeCase(screen.number), "primary"),
            self.button("button-pass", tap.PassOn(screen.number)),
        ]
        return card.bubble(body, buttons, alt=self.words("alert-alt", number=screen.number))

    def duty(self, screen: Duty) -> Json:
        return card.flex(self.duty_bubble(screen), self.words("alert-alt", number=screen.number))

    def duty_bubble(self, screen: Duty) -> Json:
        place = self.area(screen.province, screen.district)
        incident = self.words(f"incident-{screen.incident}") if screen.incident else self.words("alert-no-incident")
        body = [
            card.title(self.words("duty-title", number=screen.number)),
            card.small(self.words(f"duty-stage-{screen.stage}")),
            card.text(incident),
            card.text(self.words("alert-where", place=place) if place else self.words("alert-where-unknown")),
            *([card.strong(self.words("duty-weapon"))] if screen.weapon else []),
            *([card.strong(self.words("duty-child"))] if screen.child else []),
        ]
        return card.contents(body, self.duty_buttons(screen))

    def duty_buttons(self, screen: Duty) -> list[Json]:
        buttons = []
        if screen.latitude is not None and screen.longitude is not None:
            there = self.words("duty-map")
            uri = f"https://www.google.com/maps/search/?api=1&query={screen.latitude},{screen.longitude}"
            buttons.append(card.button(there, {"type": "uri", "label": there, "uri": uri}, "secondary"))
        if screen.stage is Stage.TAKEN:
            buttons.append(self.button("button-on_the_way", tap.Step(screen.number, Stage.ON_THE_WAY), "primary"))
        if screen.stage in {Stage.TAKEN, Stage.ON_THE_WAY}:
            buttons.append(self.button("button-on_scene", tap.Step(screen.number, Stage.ON_SCENE), "primary"))
        if screen.stage is not Stage.DONE:
            buttons.append(self.button("button-finish", tap.Finished(screen.number, Outcome.HELPED)))
            buttons.append(self.button("button-pass", tap.PassOn(screen.number)))
        return buttons


def centre_name(code: str | None, lang: str) -> str | None:
    """A generated unit's name; an imported one is put in by the caller's directory (see `use_names`)."""
    return names_of_centres().get((code or "", "th" if lang == "th" else "en"))


@lru_cache(maxsize=1)
def names_of_centres() -> dict[tuple[str, str], str]:
    centres = generated_directory().centres
    return {(c.code, lang): name for c in centres for lang, name in (("th", c.name_th), ("en", c.name_en))}
