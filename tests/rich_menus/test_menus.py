"""The menus keep LINE's limits, and their pictures show the words of today."""

import dataclasses
import io
import re
from itertools import combinations

import pytest
from linebot.v3.messaging import RichMenuRequest
from PIL import Image

from handlers.postback import Begin, Clear, Language, Person, Status, Welfare, pack, unpack
from rich_menus.draw import drawn_from
from rich_menus.menus import (
    AREAS,
    CHAT_BAR,
    DATA,
    FOLLOW,
    HEIGHT,
    LABEL,
    MENUS,
    NAME,
    NEUTRAL,
    PICTURE_BYTES,
    RATIO,
    REPORT,
    WIDTH,
    Area,
    Drawn,
    Link,
    Menu,
    Postback,
    Switch,
    Tab,
    drawn,
    wire,
)
from rich_menus.page import digest, page
from texts.catalogue import words

EACH = pytest.mark.parametrize("menu", MENUS, ids=lambda menu: menu.tab)
EVERY = pytest.mark.parametrize("each", drawn(), ids=lambda each: each.menu.tab)


@EACH
def test_the_words_keep_lines_limits(menu: Menu):
    assert len(words("th", "menu-chat-bar")) <= CHAT_BAR
    assert 0 < len(menu.areas) <= AREAS
    for area in menu.areas:
        assert 0 < len(area.label) <= LABEL
        assert area.beneath
        if isinstance(area.action, Postback):
            assert len(pack(area.action.tap)) <= DATA
            assert unpack(pack(area.action.tap)) == area.action.tap
    assert all(re.fullmatch(r"[a-z0-9_-]{1,32}", tab) for tab in Tab)


def overlap(one: Area, other: Area) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@EACH
def test_every_area_lies_in_the_picture_and_on_no_other(menu: Menu):
    for area in menu.areas:
        assert min(area.x, area.y) >= 0
        assert min(area.width, area.height) >= 200, "a thumb must hit it"
        assert (area.x + area.width <= WIDTH, area.y + area.height <= HEIGHT) == (True, True)
    assert not [pair for pair in combinations(menu.areas, 2) if overlap(*pair)]


@EVERY
def test_the_picture_keeps_lines_limits(each: Drawn):
    with Image.open(io.BytesIO(each.picture)) as image:
        assert (image.format, image.size, image.mode) == ("PNG", (WIDTH, HEIGHT), "P")
    assert len(each.picture) <= PICTURE_BYTES
    assert WIDTH / HEIGHT >= RATIO
    assert len(each.name) <= NAME


@EVERY
def test_the_picture_shows_the_words_of_today(each: Drawn):
    assert drawn_from(each.picture) == digest(each.menu), "run `python -m rich_menus.draw`"


@EACH
def test_every_label_stands_in_the_picture_in_thai_and_english(menu: Menu):
    svg = page(menu)
    for area in menu.areas:
        assert f">{area.label}<" in svg
        assert f">{area.beneath}<" in svg


def test_the_sdk_reads_what_we_send():
    for each in drawn():
        sent = {"name": each.name, **wire(each.menu)}
        assert RichMenuRequest.from_dict(sent).to_dict() == sent


def test_what_the_two_tabs_do():
    assert [area.action for area in REPORT.areas] == [
        Switch(Tab.FOLLOW),
        Postback(Begin()),
        Link("https://line.me/R/nv/location/"),
        Link("tel:1300"),
        Link("tel:191"),
    ]
    assert [area.action for area in FOLLOW.areas] == [
        Switch(Tab.REPORT),
        Postback(Status()),
        Postback(Person()),
        Postback(Clear()),
        Link("tel:1300"),
        Link("tel:191"),
        Postback(Language("th")),
        Postback(Language("en")),
    ]


def test_the_neutral_menu_says_nothing_of_reports_and_leads_to_none():
    assert [area.action for area in NEUTRAL.areas] == [Postback(Welfare()), Link("tel:1300")]
    svg = page(NEUTRAL)
    assert not [said for said in ("แจ้งเหตุ", "ติดตาม", "191", "1300", "Report") if said in svg]


def test_another_menu_or_picture_has_another_name():
    each = drawn()[0]
    moved = dataclasses.replace(each.menu, areas=each.menu.areas[1:])
    names = {each.name, Drawn(moved, each.picture).name, Drawn(each.menu, each.picture + b"\0").name}
    assert len(names) == 3
    assert re.fullmatch(r"ess-report-[0-9a-f]{12}", each.name)
    assert Drawn(each.menu, each.picture).name == each.name
