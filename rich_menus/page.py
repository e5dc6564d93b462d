"""A menu's picture as a page of plain SVG: words from the catalogues, places from the areas, icons of our own."""

import hashlib
from dataclasses import dataclass
from html import escape

from rich_menus.menus import BENEATH, HEIGHT, SPOKEN, STRIP, WIDTH, Area, Menu, Tab
from texts.catalogue import words

# Dark teal on near-white, and back: every pair that carries words has a contrast of 7:1 or more.
DEEP, INK, PAPER, CARD, EDGE, BEHIND = "#0b4f5c", "#12303a", "#e9f0f1", "#ffffff", "#c3d3d6", "#d3e2e4"
FONT = "'Noto Sans Thai','Sarabun','Loma','Noto Sans',sans-serif"
GAP = 18
MAIN = "report"
TABBED = (Tab.REPORT, Tab.FOLLOW)


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in pixels: the icon, the Thai words, the English words beneath."""

    icon: int
    large: int
    small: int


ONLY_WORDS = Look(0, 84, 52)
LYING = Look(200, 104, 56)
STANDING = Look(230, 112, 58)
LARGEST = Look(420, 196, 96)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a card lies: its area without the gap around it."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def centre(self) -> float:
        return self.y + self.height / 2


def page(menu: Menu) -> str:
    """The picture as SVG in a page of exactly its size."""
    tabbed = menu.tab in TABBED
    cards = "".join(_card(area) for area in menu.areas if area.y >= STRIP or not tabbed)
    return (
        f'<!doctype html><meta charset="utf-8"><style>body{{margin:0}}svg{{display:block;font-family:{FONT}}}</style>'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{_strip(menu.tab) if tabbed else ""}{cards}</svg>'
    )


def digest(menu: Menu) -> str:
    """Names the page: the picture remembers from which one it was drawn."""
    return hashlib.sha256(page(menu).encode()).hexdigest()[:16]


def _strip(now: Tab) -> str:
    """Two tabs; the one looked at is one with the page, the other lies behind it."""
    half = WIDTH / 2
    ground = f'<rect width="{WIDTH}" height="{STRIP}" fill="{BEHIND}"/>'
    tabs = _tab(0, Tab.REPORT is now, "menu-tab-report") + _tab(half, Tab.FOLLOW is now, "menu-tab-follow")
    return ground + tabs


def _tab(x: float, here: bool, key: str) -> str:
    half = WIDTH / 2
    middle, start, wide, tall = x + half / 2, x + GAP, half - 2 * GAP, STRIP - 60
    shape = (
        f'<path fill="{PAPER}" d="M{start:g} {STRIP}v-{tall}q0 -36 36 -36h{wide - 72:g}q36 0 36 36v{tall}z"/>'
        f'<rect x="{start + 90:g}" y="{STRIP - 14}" width="{wide - 180:g}" height="12" rx="6" fill="{DEEP}"/>'
    )
    return (
        (shape if here else "")
        + _text(middle, 138, 92, words(SPOKEN, key), colour=DEEP if here else INK, weight=700 if here else 500)
        + _text(middle, 206, 50, words(BENEATH, key))
    )


def _card(area: Area) -> str:
    main = area.key == MAIN
    box = Box(area.x + GAP, area.y + GAP, area.width - 2 * GAP, area.height - 2 * GAP)
    ground = (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="44" '
        f'fill="{DEEP if main else CARD}" stroke="{DEEP if main else EDGE}" stroke-width="4"/>'
    )
    if area.icon is None:
        return ground + _words(area, box.middle, box.centre + 24, ONLY_WORDS)
    if box.height <= box.width / 2:
        edge = box.x + 70
        icon = _icon(area, edge, box.centre - LYING.icon / 2, LYING)
        return ground + icon + _words(area, (edge + LYING.icon + box.x + box.width) / 2, box.centre + 22, LYING)
    look = LARGEST if main else STANDING
    top = box.centre - (look.icon + 30 + look.large * 1.3 + look.small * 1.4) / 2
    icon = _icon(area, box.middle - look.icon / 2, top, look)
    return ground + icon + _words(area, box.middle, top + look.icon + 30 + look.large * 1.1, look)


def _words(area: Area, middle: float, base: float, look: Look) -> str:
    ink = CARD if area.key == MAIN else INK
    beneath = area.beneath if area.beneath != area.label else ""
    return _text(middle, base, look.large, area.label, colour=ink, weight=700) + _text(
        middle, base + look.small * 1.55, look.small, beneath, colour=ink
    )


def _text(x: float, y: float, size: float, text: str, *, colour: str = INK, weight: int = 400) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="middle">{escape(text)}</text>'
    )


def _icon(area: Area, x: float, y: float, look: Look) -> str:
    return (
        f'<g transform="translate({x:g} {y:g}) scale({look.icon / 24:g})" fill="none" stroke-width="1.5" '
        f'stroke="{CARD if area.key == MAIN else DEEP}" stroke-linecap="round" stroke-linejoin="round">{area.icon}</g>'
    )
