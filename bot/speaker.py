"""What every card shares, in one language: words, buttons, areas."""

from bot import card
from bot.card import Json
from handlers import postback as tap
from models.centre import HOTLINE, POLICE
from routing.gazetteer import label
from texts.catalogue import words


class Speaker:
    """The same words and buttons on every card of one reader."""

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

    def police(self, style: str = "secondary") -> Json:
        return self.call(POLICE, "button-call-191", style)

    def hotline(self, style: str = "secondary") -> Json:
        return self.call(HOTLINE, "button-call-1300", style)

    def bubble(self, body: list[Json], buttons: list[Json], quick: list[Json] | None = None) -> Json:
        items = {"items": quick} if quick else None
        return card.bubble(body, buttons, alt=self.words("neutral-alt"), quick=items)

    def area(self, province: str | None, district: str | None) -> str | None:
        code = district or (province or "").removeprefix("TH-")
        return label(code, "th" if self.lang == "th" else "en") if code else None

    def quick(self, key: str, to: tap.AnyTap) -> Json:
        label = self.words(key)
        return card.quick(card.postback(label, tap.pack(to)))
