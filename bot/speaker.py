"""Draws the citizens' screens in one language, and holds what every card shares: words, buttons, areas."""

from functools import lru_cache

from bot import card
from bot.card import Json
from handlers import postback as tap
from handlers.screens import (
    Ask,
    Greeting,
    Numbers,
    Receipt,
    StatusList,
    Understood,
    Welfare,
)
from models.centre import HOTLINE
from models.incident import Incident
from models.report import Slot
from routing.directory import generated_directory
from routing.gazetteer import label
from texts.catalogue import words

NUMBERS = {
    "medical": "1669",
    "fire": "199",
    "self_harm": "1323",
    "child_line": "1387",
    "tourist": "1155",
    "police": "191",
}


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
                return self.ask_incident(ask, head)
            case Slot.PLACE:
                return self.ask_place(ask, head)
            case Slot.IN_DANGER:
                return self.ask_danger(head)
            case Slot.STORY:
                return self.ask_story(head)

    def ask_incident(self, ask: Ask, head: list[Json]) -> Json:
        buttons = []
        for number, incident in enumerate(Incident, 1):
            name = f"{number}. {self.words(f'incident-{incident}')}"
            data = tap.pack(tap.Choose(Slot.INCIDENT, incident.value))
            buttons.append(card.button(name, card.postback(name, data), "secondary"))
        calls = [self.call("191", "button-call-191", "link"), self.call(HOTLINE, "button-call-1300", "link")]
        key = "ask-incident-again" if ask.again else "ask-incident"
        return self.bubble(
            [*head, card.text(self.words(key))], [*buttons, *calls], [self.quick_cancel(), self.quick_clear()]
        )

    def ask_place(self, ask: Ask, head: list[Json]) -> Json:
        key = "ask-place-which" if ask.provinces else "ask-place-again" if ask.again else "ask-place"
        key = "place-hidden_link" if ask.hidden_link else key
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

    def quick_clear(self) -> Json:
        """The way out at once: last in the row, so that no thumb meets it by chance."""
        return self.quick("button-clear", tap.Clear())

    def way_back(self) -> list[Json]:
        return [self.quick("button-back", tap.Back()), self.quick_cancel(), self.quick_clear()]

    def understood(self, screen: Understood) -> Json:
        if screen.incident is not None:
            name = self.words(f"incident-{screen.incident}")
            return self.bubble([card.text(self.words("understood-incident", incident=name))], [])
        place = self.area(screen.province, screen.district)
        change = self.button("button-change", tap.Choose(Slot.PLACE, "change"), "link")
        if screen.outside:
            return self.bubble([card.text(self.words("understood-place-outside"))], self.provinces(screen.provinces))
        if place is None:
            return self.bubble(
                [card.text(self.words("understood-place-bare"))], [*self.provinces(screen.provinces), change]
            )
        key = "understood-province" if screen.provinces else "understood-place"
        if screen.swapped:
            key = "understood-place-swapped"
        return self.bubble([card.text(self.words(key, place=place))], [*self.provinces(screen.provinces), change])

    def receipt(self, screen: Receipt) -> Json:
        centre = centre_name(screen.centre, self.lang)
        told = self.words("receipt-told-centre", centre=centre) if centre else self.words("receipt-told-1300")
        body = [card.title(self.words("receipt-title", number=screen.number)), card.text(told)]
        if not screen.staffed:
            body.append(card.text(self.words("receipt-unstaffed")))
        elif screen.busy:
            body.append(card.text(self.words("receipt-busy")))
        body += [card.text(self.words("receipt-next")), card.strong(self.words("receipt-five"))]
        calls = [self.call("191", "button-call-191"), self.call(HOTLINE, "button-call-1300")]
        return self.bubble(body, [*calls, self.button("button-status", tap.Status(), "link")], [self.quick_clear()])

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
            buttons = [self.call(n) for n in dict.fromkeys((number, HOTLINE))]
            if screen.topic == "self_harm":
                buttons += [self.button("button-person", tap.Person()), self.button("button-tell", tap.Tell(), "link")]
            return self.bubble([card.text(self.words(f"numbers-{screen.topic}"))], buttons)
        body = [card.title(self.words("numbers-title")), card.text(self.words("numbers-all"))]
        return self.bubble(
            body, [self.call("191"), self.call(HOTLINE), self.button("button-report", tap.Begin(), "primary")]
        )

    def welfare(self, screen: Welfare) -> Json:
        """Tall on purpose: what was said before leaves the screen."""
        topics = [card.text(self.words(f"welfare-{each}")) for each in ("children", "elders", "disability", "families")]
        body = [card.title(self.words("welfare-title")), card.text(self.words("welfare-body")), *topics]
        body += [card.text(self.words("welfare-ask"))]
        parting = [card.small(self.words("welfare-parting"))] if screen.parting else []
        return self.bubble([*body, *parting], [self.button("menu-welfare", tap.Welfare()), self.call(HOTLINE)])

    def status(self, screen: StatusList) -> Json:
        if not screen.cases:
            body = [card.text(self.words("status-none"))]
            return self.bubble(body, [self.button("button-report", tap.Begin(), "primary")])
        body = [card.title(self.words("status-title"))]
        for each in screen.cases:
            state = each.status
            if state == "open":
                spoken = "answered" if each.answered else "spoken" if each.spoken else "open"
                state = each.stage.value if each.stage else spoken
            body += [card.strong(each.number), card.text(self.words(f"status-{state}"))]
        return self.bubble(body, [self.call(HOTLINE, "button-call-1300"), self.button("button-report", tap.Begin())])


def centre_name(code: str | None, lang: str) -> str | None:
    """A generated unit's name; an imported one is put in by the caller's directory (see `use_names`)."""
    return names_of_centres().get((code or "", "th" if lang == "th" else "en"))


@lru_cache(maxsize=1)
def names_of_centres() -> dict[tuple[str, str], str]:
    centres = generated_directory().centres
    return {(c.code, lang): name for c in centres for lang, name in (("th", c.name_th), ("en", c.name_en))}
