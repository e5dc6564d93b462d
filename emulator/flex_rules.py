"""What a Flex Message may contain.

Source: LINE Messaging API reference, "Flex Message". LINE does not say how it measures the size of a bubble; here it is
the UTF-8 length of its compact JSON.
"""

import json
import re
from typing import Any

from emulator.action_rules import IN_FLEX_BUTTON, ON_FLEX
from emulator.rules import (
    Check,
    Findings,
    Path,
    both,
    by_type,
    flag,
    integer,
    items,
    matching,
    one_of,
    shape,
    text,
    url,
)

BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
CAROUSEL_BUBBLES = 12

_STEPS = "none|xs|sm|md|lg|xl|xxl"
_SIZES = "xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl"
_PX = r"\d+(\.\d+)?px"
_PERCENT = r"\d+(\.\d+)?%"


def _pattern(expression: str) -> Check:
    return matching(re.compile(expression), f"invalid property value, must match {expression}")


_COLOUR = _pattern(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
_SPACE = _pattern(f"{_STEPS}|{_PX}")
_PADDING = _pattern(f"{_STEPS}|{_PX}|{_PERCENT}")
_OFFSET = _pattern(f"{_STEPS}|-?{_PX}|-?{_PERCENT}")
_LENGTH = _pattern(f"{_PX}|{_PERCENT}")
_FONT = _pattern(f"{_SIZES}|{_PX}")
_RATIO = _pattern(r"\d{1,6}(\.\d+)?:\d{1,6}(\.\d+)?")
_FLEX = integer(0, 2**31 - 1)
_IMAGE_URL = url(2000, "https")
_ALIGN = one_of("start", "end", "center")
_GRAVITY = one_of("top", "bottom", "center")
_PLACED: dict[str, Check] = {
    "position": one_of("relative", "absolute"),
    **{f"offset{side}": _OFFSET for side in ("Top", "Bottom", "Start", "End")},
}
_LETTERS: dict[str, Check] = {
    "size": _FONT,
    "color": _COLOUR,
    "weight": one_of("regular", "bold"),
    "style": one_of("normal", "italic"),
    "decoration": one_of("none", "underline", "line-through"),
}

_SPAN = shape({"type": one_of("span"), "text": text(2000)}, _LETTERS)
_TEXT_SHAPE = shape(
    {"type": one_of("text")},
    {
        **_LETTERS,
        **_PLACED,
        "text": text(2000),
        "contents": items(_SPAN, 1, 100),
        "flex": _FLEX,
        "align": _ALIGN,
        "gravity": _GRAVITY,
        "wrap": flag,
        "lineSpacing": _pattern(_PX),
        "margin": _SPACE,
        "action": ON_FLEX,
        "maxLines": _FLEX,
        "adjustMode": one_of("shrink-to-fit"),
        "scaling": flag,
    },
)


def _has_words(value: Any, path: Path, found: Findings) -> None:
    if isinstance(value, dict) and "text" not in value and "contents" not in value:
        found.note((*path, "text"), "must be non-empty text")


_BUTTON = shape(
    {"type": one_of("button"), "action": IN_FLEX_BUTTON},
    {
        **_PLACED,
        "flex": _FLEX,
        "color": _COLOUR,
        "style": one_of("primary", "secondary", "link"),
        "gravity": _GRAVITY,
        "margin": _SPACE,
        "height": one_of("md", "sm"),
        "adjustMode": one_of("shrink-to-fit"),
        "scaling": flag,
    },
)
_IMAGE = shape(
    {"type": one_of("image"), "url": _IMAGE_URL},
    {
        **_PLACED,
        "flex": _FLEX,
        "margin": _SPACE,
        "align": _ALIGN,
        "gravity": _GRAVITY,
        "size": _pattern(f"{_SIZES}|full|{_PX}|{_PERCENT}"),
        "aspectRatio": _RATIO,
        "aspectMode": one_of("fit", "cover"),
        "backgroundColor": _COLOUR,
        "action": ON_FLEX,
        "animated": flag,
    },
)
_ICON = shape(
    {"type": one_of("icon"), "url": _IMAGE_URL},
    {**_PLACED, "size": _FONT, "aspectRatio": _RATIO, "margin": _SPACE, "scaling": flag},
)
_SEPARATOR = shape({"type": one_of("separator")}, {"margin": _SPACE, "color": _COLOUR})
_FILLER = shape({"type": one_of("filler")}, {"flex": _FLEX})
_GRADIENT = shape(
    {
        "type": one_of("linearGradient"),
        "angle": _pattern(r"\d+(\.\d+)?deg"),
        "startColor": _COLOUR,
        "endColor": _COLOUR,
    },
    {"centerColor": _COLOUR, "centerPosition": _pattern(_PERCENT)},
)
_TEXT = both(_TEXT_SHAPE, _has_words)
_IN_BASELINE = by_type({"text": _TEXT, "icon": _ICON, "filler": _FILLER})


def _box(value: Any, path: Path, found: Findings) -> None:
    baseline = isinstance(value, dict) and value.get("layout") == "baseline"
    (_BASELINE_BOX if baseline else _BOX)(value, path, found)


_IN_BOX = by_type(
    {"box": _box, "button": _BUTTON, "image": _IMAGE, "text": _TEXT, "separator": _SEPARATOR, "filler": _FILLER}
)
_BOX_LOOK: dict[str, Check] = {
    **_PLACED,
    **{f"padding{side}": _PADDING for side in ("All", "Top", "Bottom", "Start", "End")},
    "flex": _FLEX,
    "spacing": _SPACE,
    "margin": _SPACE,
    "backgroundColor": _COLOUR,
    "borderColor": _COLOUR,
    "borderWidth": _pattern(f"none|light|normal|medium|semi-bold|bold|{_PX}"),
    "cornerRadius": _SPACE,
    "width": _LENGTH,
    "maxWidth": _LENGTH,
    "height": _LENGTH,
    "maxHeight": _LENGTH,
    "action": ON_FLEX,
    "justifyContent": one_of("center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"),
    "alignItems": one_of("center", "flex-start", "flex-end"),
    "background": _GRADIENT,
}
_LAYOUT = one_of("horizontal", "vertical", "baseline")
_BOX = shape({"type": one_of("box"), "layout": _LAYOUT, "contents": items(_IN_BOX, 0, 500)}, _BOX_LOOK)
_BASELINE_BOX = shape({"type": one_of("box"), "layout": _LAYOUT, "contents": items(_IN_BASELINE, 0, 500)}, _BOX_LOOK)
_VIDEO = shape(
    {
        "type": one_of("video"),
        "url": _IMAGE_URL,
        "previewUrl": _IMAGE_URL,
        "altContent": by_type({"box": _box, "image": _IMAGE}),
    },
    {"aspectRatio": _RATIO, "action": ON_FLEX},
)
_HERO = by_type({"box": _box, "image": _IMAGE, "video": _VIDEO})
_BLOCK_STYLE = shape({}, {"backgroundColor": _COLOUR, "separator": flag, "separatorColor": _COLOUR})
_ROOT_BOX = by_type({"box": _box})
_BUBBLE_SHAPE = shape(
    {"type": one_of("bubble")},
    {
        "size": one_of("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
        "direction": one_of("ltr", "rtl"),
        "header": _ROOT_BOX,
        "hero": _HERO,
        "body": _ROOT_BOX,
        "footer": _ROOT_BOX,
        "styles": shape({}, dict.fromkeys(("header", "hero", "body", "footer"), _BLOCK_STYLE)),
        "action": ON_FLEX,
    },
)


def _at_most(limit: int, what: str) -> Check:
    def check(value: Any, path: Path, found: Findings) -> None:
        size = len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
        if size > limit:
            found.note(path, f"{what} size must be at most {limit} bytes, but is {size}")

    return check


def _has_block(value: Any, path: Path, found: Findings) -> None:
    if isinstance(value, dict) and not {"header", "hero", "body", "footer"} & value.keys():
        found.note(path, "at least one block must be specified")


def _same_width(value: Any, path: Path, found: Findings) -> None:
    contents = value.get("contents") if isinstance(value, dict) else None
    if not isinstance(contents, list):
        return
    if len({str(one.get("size", "mega")) for one in contents if isinstance(one, dict)}) > 1:
        found.note((*path, "contents"), "All bubbles in a carousel must be the same size")


_BUBBLE = both(_BUBBLE_SHAPE, _has_block, _at_most(BUBBLE_BYTES, "bubble"))
_CAROUSEL_SHAPE = shape(
    {"type": one_of("carousel"), "contents": items(by_type({"bubble": _BUBBLE}), 1, CAROUSEL_BUBBLES)}
)
CONTAINER = by_type(
    {"bubble": _BUBBLE, "carousel": both(_CAROUSEL_SHAPE, _same_width, _at_most(CAROUSEL_BYTES, "carousel"))}
)
