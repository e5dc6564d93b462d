"""The citizen's menu as values: two tabs, and the neutral one after ล้างหน้าจอ; LINE's wire form and limits.

Source: LINE Messaging API reference, "Rich menu object".
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import orjson

from handlers.postback import AnyTap, Begin, Clear, Language, Person, Status, Welfare, pack
from rich_menus.icons import Icon
from texts.catalogue import words

PICTURES = Path(__file__).parent / "pictures"
# Thai is what is shown large and sent as words; English stands beneath it in the picture.
SPOKEN = "th"
BENEATH = "en"

WIDTH, HEIGHT = 2500, 1686
STRIP = 260

CHAT_BAR = 14
LABEL = 20
DATA = 300
AREAS = 20
NAME = 300
PICTURE_BYTES = 1_000_000
RATIO = 1.45
# What a switch sends along. It says nothing and asks for nothing: the menu has already changed on the phone.
SWITCHED = "tab"


class Tab(StrEnum):
    """Also the alias under which a tab is switched to, or the neutral menu found."""

    REPORT = "ess-report"
    FOLLOW = "ess-follow"
    NEUTRAL = "ess-neutral"


@dataclass(frozen=True, slots=True)
class Postback:
    """A typed button of ours; the person sees its label as their own words."""

    tap: AnyTap


@dataclass(frozen=True, slots=True)
class Link:
    """Opens the phone's dialler or LINE's map."""

    uri: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Shows the other tab, without asking the bot."""

    to: Tab


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels of the picture, what a tap does, and what is written there (`menu-{key}`)."""

    x: int
    y: int
    width: int
    height: int
    key: str
    action: Postback | Link | Switch
    icon: Icon | None = None

    @property
    def label(self) -> str:
        return words(SPOKEN, f"menu-{self.key}")

    @property
    def beneath(self) -> str:
        return words(BENEATH, f"menu-{self.key}")


@dataclass(frozen=True, slots=True)
class Menu:
    tab: Tab
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A menu with its picture, a PNG of WIDTH x HEIGHT."""

    menu: Menu
    picture: bytes

    @property
    def name(self) -> str:
        """`ess-report-0123456789ab`: another menu or another picture has another name."""
        digest = hashlib.sha256(orjson.dumps(wire(self.menu), option=orjson.OPT_SORT_KEYS) + self.picture)
        return f"{self.menu.tab}-{digest.hexdigest()[:12]}"


def _tabs(now: Tab) -> tuple[Area, ...]:
    """The strip on top: the tab one looks at does nothing, the other one switches."""
    half = WIDTH // 2
    places = {Tab.REPORT: (0, "tab-report"), Tab.FOLLOW: (half, "tab-follow")}
    return tuple(Area(x, 0, half, STRIP, key, Switch(tab)) for tab, (x, key) in places.items() if tab is not now)


LOCATION = Link("https://line.me/R/nv/location/")
SIDE = 960
MAIN = WIDTH - SIDE
THIRD = (HEIGHT - STRIP) // 3
LOWER = 600
UPPER = HEIGHT - STRIP - LOWER
REPORT = Menu(
    Tab.REPORT,
    (
        *_tabs(Tab.REPORT),
        Area(0, STRIP, MAIN, HEIGHT - STRIP, "report", Postback(Begin()), Icon.SPEECH),
        Area(MAIN, STRIP, SIDE, THIRD, "location", LOCATION, Icon.PIN),
        Area(MAIN, STRIP + THIRD, SIDE, THIRD, "call-1300", Link("tel:1300"), Icon.PHONE),
        Area(MAIN, STRIP + 2 * THIRD, SIDE, HEIGHT - STRIP - 2 * THIRD, "call-191", Link("tel:191"), Icon.PHONE),
    ),
)
FOLLOW = Menu(
    Tab.FOLLOW,
    (
        *_tabs(Tab.FOLLOW),
        Area(0, STRIP, 850, UPPER, "status", Postback(Status()), Icon.LIST),
        Area(850, STRIP, 850, UPPER, "person", Postback(Person()), Icon.PERSON),
        Area(1700, STRIP, 800, UPPER, "clear", Postback(Clear()), Icon.CLOSED_EYE),
        Area(0, STRIP + UPPER, 850, LOWER, "call-1300", Link("tel:1300"), Icon.PHONE),
        Area(850, STRIP + UPPER, 850, LOWER, "call-191", Link("tel:191"), Icon.PHONE),
        Area(1700, STRIP + UPPER, 400, LOWER, "language-th", Postback(Language("th"))),
        Area(2100, STRIP + UPPER, 400, LOWER, "language-en", Postback(Language("en"))),
    ),
)
# Linked to a person by itself. Nothing in it says report, danger or case; nothing in it leads to the other two.
NEUTRAL = Menu(
    Tab.NEUTRAL,
    (
        Area(0, 0, WIDTH // 2, HEIGHT, "welfare", Postback(Welfare()), Icon.FAMILY),
        Area(WIDTH // 2, 0, WIDTH // 2, HEIGHT, "welfare-call", Link("tel:1300"), Icon.PHONE),
    ),
)
# The first one is everybody's menu.
MENUS = (REPORT, FOLLOW, NEUTRAL)


def wire(menu: Menu) -> dict[str, object]:
    """LINE's rich menu object, all but its name."""
    return {
        "size": {"width": WIDTH, "height": HEIGHT},
        "selected": True,
        "chatBarText": words(SPOKEN, "menu-chat-bar"),
        "areas": [
            {
                "bounds": {"x": area.x, "y": area.y, "width": area.width, "height": area.height},
                "action": _action(area),
            }
            for area in menu.areas
        ],
    }


def _action(area: Area) -> dict[str, str]:
    match area.action:
        case Postback(tap=tap):
            return {"type": "postback", "label": area.label, "data": pack(tap), "displayText": area.label}
        case Link(uri=uri):
            return {"type": "uri", "label": area.label, "uri": uri}
        case Switch(to=to):
            return {"type": "richmenuswitch", "label": area.label, "richMenuAliasId": str(to), "data": SWITCHED}


def picture_file(menu: Menu) -> Path:
    return PICTURES / f"{menu.tab}.png"


def drawn() -> tuple[Drawn, ...]:
    """The menus of this release with the pictures that lie beside this file."""
    return tuple(Drawn(menu, picture_file(menu).read_bytes()) for menu in MENUS)
