"""Which actions may stand where, and how long their parts may be.

Source: LINE Messaging API reference, "Action objects"; limits of August 2026.
"""

import re

from emulator.measure import graphemes
from emulator.rules import Check, by_type, matching, one_of, shape, text, url

ALIAS = matching(re.compile(r"[a-z0-9_-]{1,32}"), "Must match ^[a-z0-9_-]{1,32}$")
_DATA = text(300, shortest=0)
_URI_SCHEMES = ("http", "https", "line", "tel")
_CONTENT_KINDS = ("postback", "message", "uri", "datetimepicker", "clipboard")


def action(*kinds: str, label: int, label_required: bool) -> Check:
    """Actions of these kinds with a label of at most so many graphemes."""
    words = text(label, measure=graphemes)
    return by_type({kind: _kind(kind, words, label_required=label_required) for kind in kinds})


def _kind(kind: str, words: Check, *, label_required: bool) -> Check:
    required: dict[str, Check] = {"type": one_of(kind)}
    optional: dict[str, Check] = {}
    (required if label_required else optional)["label"] = words
    needed, allowed = _PARTS[kind]
    return shape({**required, **needed}, {**optional, **allowed})


_Parts = tuple[dict[str, Check], dict[str, Check]]
_PARTS: dict[str, _Parts] = {
    "postback": (
        {"data": _DATA},
        {
            "displayText": text(300),
            "text": text(300),
            "inputOption": one_of("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice"),
            "fillInText": text(300),
        },
    ),
    "message": ({"text": text(300)}, {}),
    "uri": (
        {"uri": url(1000, *_URI_SCHEMES)},
        {"altUri": shape({"desktop": url(1000, *_URI_SCHEMES)})},
    ),
    "datetimepicker": (
        {"data": _DATA, "mode": one_of("date", "time", "datetime")},
        {"initial": text(16), "max": text(16), "min": text(16)},
    ),
    "clipboard": ({"clipboardText": text(1000)}, {}),
    "camera": ({}, {}),
    "cameraRoll": ({}, {}),
    "location": ({}, {}),
    "richmenuswitch": ({"richMenuAliasId": ALIAS, "data": text(300)}, {}),
}

IN_TEMPLATE = action(*_CONTENT_KINDS, label=20, label_required=True)
IN_IMAGE_CAROUSEL = action(*_CONTENT_KINDS, label=12, label_required=False)
ON_TEMPLATE = action(*_CONTENT_KINDS, label=20, label_required=False)
IN_QUICK_REPLY = action(*_CONTENT_KINDS, "camera", "cameraRoll", "location", label=20, label_required=True)
IN_FLEX_BUTTON = action(*_CONTENT_KINDS, label=40, label_required=True)
ON_FLEX = action(*_CONTENT_KINDS, label=40, label_required=False)
IN_RICH_MENU = action(*_CONTENT_KINDS, "richmenuswitch", label=20, label_required=False)
