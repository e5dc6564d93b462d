"""The screens of a person who reports, but for the questions: greeting, echo, receipt, danger, numbers, status."""

from bot import card
from bot.card import Json
from bot.question_cards import provinces, quick_clear
from bot.speaker import Speaker
from handlers import postback as tap
from handlers.screens import Greeting, Insisted, Numbers, Receipt, StatusList, Understood, Welfare
from handlers.words import Topic
from models.centre import HOTLINE, POLICE
from models.report import Slot

NUMBERS = {
    Topic.MEDICAL: "1669",
    Topic.FIRE: "199",
    Topic.SELF_HARM: "1323",
    Topic.CHILD: "1387",
    Topic.TOURIST: "1155",
    Topic.POLICE: POLICE,
}
WELFARE = ("children", "elders", "disability", "families")


def greeting(say: Speaker, screen: Greeting) -> Json:
    title = say.words("greeting-back" if screen.returning else "greeting-title")
    body = [card.title(title), card.text(say.words("greeting-body")), card.small(say.words("greeting-hint"))]
    other = tap.Language("en" if say.lang == "th" else "th")
    buttons = [
        say.button("button-report", tap.Begin(), "primary"),
        say.police(),
        say.hotline(),
        say.button("button-other-language", other, "link"),
    ]
    return say.bubble(body, buttons)


def understood(say: Speaker, screen: Understood) -> Json:
    if screen.incident is not None:
        name = say.words(f"incident-{screen.incident}")
        return say.bubble([card.text(say.words("understood-incident", incident=name))], [])
    place = say.area(screen.province, screen.district)
    change = say.button("button-change", tap.Choose(Slot.PLACE, "change"), "link")
    if screen.outside:
        return say.bubble([card.text(say.words("understood-place-outside"))], provinces(say, screen.provinces))
    if place is None:
        return say.bubble([card.text(say.words("understood-place-bare"))], [*provinces(say, screen.provinces), change])
    key = "understood-province" if screen.provinces else "understood-place"
    if screen.swapped:
        key = "understood-place-swapped"
    return say.bubble([card.text(say.words(key, place=place))], [*provinces(say, screen.provinces), change])


def receipt(say: Speaker, screen: Receipt) -> Json:
    centre = screen.centre.in_(say.lang) if screen.centre else None
    told = say.words("receipt-told-centre", centre=centre) if centre else say.words("receipt-told-1300")
    body = [card.title(say.words("receipt-title", number=screen.number)), card.text(told)]
    if not screen.staffed:
        body.append(card.text(say.words("receipt-unstaffed")))
    elif screen.busy:
        body.append(card.text(say.words("receipt-busy")))
    body += [card.text(say.words("receipt-next")), card.strong(say.words("receipt-five"))]
    calls = [say.police(), say.hotline()]
    return say.bubble(body, [*calls, say.button("button-status", tap.Status(), "link")], [quick_clear(say)])


def danger(say: Speaker) -> Json:
    body = [card.title(say.words("danger-title")), card.text(say.words("danger-body"))]
    return say.bubble(body, [say.police("primary"), say.hotline()])


def anyone(say: Speaker) -> Json:
    buttons = [
        say.button("button-yes", tap.Danger(yes=True), "primary"),
        say.button("button-no", tap.Danger(yes=False)),
        say.button("button-report", tap.Begin()),
        say.button("button-person", tap.Person(), "link"),
    ]
    return say.bubble([card.text(say.words("anyone-in-danger"))], buttons)


def numbers(say: Speaker, screen: Numbers) -> Json:
    if screen.topic is None:
        body = [card.title(say.words("numbers-title")), card.text(say.words("numbers-all"))]
        report = say.button("button-report", tap.Begin(), "primary")
        return say.bubble(body, [say.call(POLICE), say.call(HOTLINE), report])
    buttons = [say.call(NUMBERS[screen.topic]), say.call(HOTLINE)]
    if screen.topic is Topic.SELF_HARM:
        buttons += [say.button("button-person", tap.Person()), say.button("button-tell", tap.Tell(), "link")]
    return say.bubble([card.text(say.words(f"numbers-{screen.topic}"))], buttons)


def welfare(say: Speaker, screen: Welfare) -> Json:
    """Tall on purpose: what was said before leaves the screen."""
    topics = [card.text(say.words(f"welfare-{each}")) for each in WELFARE]
    body = [card.title(say.words("welfare-title")), card.text(say.words("welfare-body")), *topics]
    body += [card.text(say.words("welfare-ask"))]
    parting = [card.small(say.words("welfare-parting"))] if screen.parting else []
    return say.bubble([*body, *parting], [say.button("menu-welfare", tap.Welfare()), say.call(HOTLINE)])


def status(say: Speaker, screen: StatusList) -> Json:
    if not screen.cases:
        body = [card.text(say.words("status-none"))]
        return say.bubble(body, [say.button("button-report", tap.Begin(), "primary")])
    body = [card.title(say.words("status-title"))]
    for each in screen.cases:
        state = each.status
        if state == "open":
            spoken = "answered" if each.answered else "spoken" if each.spoken else "open"
            state = each.stage.value if each.stage else spoken
        body += [card.strong(each.number), card.text(say.words(f"status-{state}"))]
    return say.bubble(body, [say.hotline(), say.button("button-report", tap.Begin())])


def same_or_new(say: Speaker, number: str) -> Json:
    buttons = [say.button("button-same", tap.SameCase()), say.button("button-new", tap.NewCase())]
    return say.bubble([card.text(say.words("same-or-new", number=number))], buttons)


def held_notice(say: Speaker) -> Json:
    return say.bubble([card.text(say.words("neutral-line"))], [say.button("neutral-read", tap.ReadOn())])


def closing(say: Speaker, number: str) -> Json:
    buttons = [say.button("button-safe", tap.Safe(number)), say.button("button-again", tap.Again(number))]
    return say.bubble([card.text(say.words("closing", number=number))], buttons)


def insisted(say: Speaker, screen: Insisted) -> Json:
    keep = say.button("button-keep-mine", tap.Insist(screen.slot, screen.value))
    return say.bubble([card.text(say.words("insisted"))], [keep])


def truth(say: Speaker, number: str) -> Json:
    calls = [say.police("primary"), say.hotline("primary")]
    return say.bubble([card.text(say.words("truth", number=number))], calls)
