"""Screens to LINE message objects, as bytes: the one place that knows how LINE draws.

`render(screens, lang)` is a JSON array of at most five objects. Every Flex message has the neutral altText: what a
lock screen or a chat list shows betrays nothing. Limits: LINE Messaging API reference, "Message objects".
"""

from functools import lru_cache
from typing import Any

import orjson

from bot import card, citizen_cards, field_cards, question_cards
from bot.card import Json
from bot.speaker import Speaker
from handlers.screens import (
    Alert,
    AnyoneInDanger,
    Ask,
    Closing,
    Drill,
    Duty,
    DutyList,
    Greeting,
    HeldNotice,
    HowEnded,
    InDangerNow,
    Insisted,
    Line,
    MovedAway,
    Numbers,
    Receipt,
    SameOrNew,
    Screen,
    Shift,
    StatusList,
    Truth,
    Understood,
    Welfare,
    Words,
)
from models.centre import HOTLINE, POLICE
from models.changed import replace
from models.times import MINUTE
from texts.catalogue import words

MOST = 5
# Stands for a case number where a screen is drawn for any case: nine characters that no text has.
ANY_NUMBER = "\ue000" * 9


def render(screens: tuple[Screen, ...], lang: str, *, covered: bool = False) -> bytes:
    """The messages of one reply or push; more than LINE takes are cut from the front, so that the question stays.

    `covered`: our own sentences inside Flex, so that a lock screen shows none. An operator's words stay.
    """
    drawn = [_drawn(s, lang) if isinstance(s, Words) else _of_case(s, lang, covered) for s in screens]
    return b"[" + b",".join(drawn[-MOST:]) + b"]"


def hushed(body: bytes, lang: str) -> bytes:
    """Covered messages with every text object inside Flex and no sender: nothing outside the chat shows a word."""
    if b'"sender":' not in body:
        return body  # our own sentences are covered, and all other words have a sender
    return orjson.dumps([_inside_flex({k: v for k, v in m.items() if k != "sender"}, lang) for m in orjson.loads(body)])


def _inside_flex(message: Json, lang: str) -> Json:
    if message["type"] != "text":
        return message
    return card.bubble(card.texts(message["text"]), alt=words(lang, "neutral-alt"), quick=message.get("quickReply"))


def _of_case(screen: Screen, lang: str, covered: bool) -> bytes:
    """A screen with a case number is drawn once for all cases; each has its number put in."""
    number = getattr(screen, "number", None)
    if not number:
        return _remembered(screen, lang, covered)
    any_case: Any = screen
    if isinstance(screen, Alert):
        any_case = replace(screen, raised_at=screen.raised_at // MINUTE * MINUTE)
    any_case = replace(any_case, number=ANY_NUMBER)
    return _remembered(any_case, lang, covered).replace(ANY_NUMBER.encode(), orjson.dumps(number)[1:-1])


@lru_cache
def blind_reply() -> bytes:
    """What is said when nobody can be asked who this is: neutral in two languages, with two numbers to call."""
    say = Speaker("th")
    lines = [card.text(words(lang, "blind-line")) for lang in ("th", "en")]
    return orjson.dumps([say.bubble(lines, [say.call(POLICE), say.call(HOTLINE)])])


@lru_cache(maxsize=4096)
def _remembered(screen: Screen, lang: str, covered: bool) -> bytes:
    return orjson.dumps(_inside_flex(draw(screen, lang), lang)) if covered else _drawn(screen, lang)


def _drawn(screen: Screen, lang: str) -> bytes:
    return orjson.dumps(draw(screen, lang))


def draw(screen: Screen, lang: str) -> Json:
    """One LINE message object."""
    say = Speaker(lang)
    match screen:
        case Greeting():
            return citizen_cards.greeting(say, screen)
        case Ask():
            return question_cards.question(say, screen)
        case Understood():
            return citizen_cards.understood(say, screen)
        case Receipt():
            return citizen_cards.receipt(say, screen)
        case InDangerNow():
            return citizen_cards.danger(say)
        case SameOrNew(number=number):
            return citizen_cards.same_or_new(say, number)
        case AnyoneInDanger():
            return citizen_cards.anyone(say)
        case Numbers():
            return citizen_cards.numbers(say, screen)
        case Welfare():
            return citizen_cards.welfare(say, screen)
        case StatusList():
            return citizen_cards.status(say, screen)
        case HeldNotice():
            return citizen_cards.held_notice(say)
        case Closing(number=number):
            return citizen_cards.closing(say, number)
        case Insisted():
            return citizen_cards.insisted(say, screen)
        case Truth(number=number):
            return citizen_cards.truth(say, number)
        case Alert():
            return field_cards.alert(say, screen)
        case Duty():
            return field_cards.duty(say, screen)
        case DutyList(duties=duties):
            return field_cards.duties(say, duties)
        case HowEnded(number=number):
            return field_cards.how_ended(say, number)
        case Shift():
            return field_cards.shift(say, screen)
        case Drill():
            return field_cards.drill(say, screen)
        case Line() | MovedAway() | Words():
            return plain(say, screen)


def plain(say: Speaker, screen: Line | MovedAway | Words) -> Json:
    """A message of text alone."""
    match screen:
        case Line(key=key, args=args):
            return {"type": "text", "text": say.words(key, **named(say, dict(args)))}
        case MovedAway(number=number, key=key, values=values):
            why = say.words(key, **{name: each[say.lang != "th"] for name, each in values})
            return {"type": "text", "text": f"{say.words('alert-moved-why', number=number)}\n{why}"}
        case Words(text=text):
            return {"type": "text", "text": card.fitting(text), "sender": {"name": say.words("sender-staff")}}


def named(say: Speaker, args: dict[str, str]) -> dict[str, str]:
    """The words of a sentence: an office is called by its province, its code beside it; a result as on its button."""
    if "result" in args:
        args = {**args, "result": say.words(f"button-end-{args['result']}")}
    office = args.get("office", "")
    name = say.area(office, None) if office.startswith("TH-") else None
    return {**args, "office": f"{name} ({office})"} if name else args
