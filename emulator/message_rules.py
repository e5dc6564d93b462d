"""What each kind of message object may contain.

Source: LINE Messaging API reference, "Message objects"; limits of August 2026.
"""

from typing import Any

from emulator.action_rules import IN_IMAGE_CAROUSEL, IN_QUICK_REPLY, IN_TEMPLATE, ON_TEMPLATE
from emulator.flex_rules import CONTAINER
from emulator.measure import utf16
from emulator.rules import (
    Check,
    Findings,
    Path,
    anything,
    both,
    by_type,
    integer,
    items,
    number,
    one_of,
    shape,
    text,
    url,
)

_HTTPS = url(2000, "https")
_QUICK_REPLY = shape(
    {"items": items(shape({"type": one_of("action"), "action": IN_QUICK_REPLY}, {"imageUrl": _HTTPS}), 1, 13)}
)
_ENVELOPE: dict[str, Check] = {
    "quickReply": _QUICK_REPLY,
    "sender": shape({}, {"name": text(20), "iconUrl": _HTTPS}),
}
_ALT_TEXT = text(1500)
_COUNT = integer(0, 2**31 - 1)


def _message(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape({"type": one_of(kind), **required}, {**_ENVELOPE, **(optional or {})})


def _template_text(plain: int, with_heading: int) -> Check:
    """The text's limit shrinks when a title or a picture stands above it."""

    def check(value: Any, path: Path, found: Findings) -> None:
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            return
        headed = value.get("title") or value.get("thumbnailImageUrl")
        limit = with_heading if headed else plain
        if utf16(value["text"]) > limit:
            found.note((*path, "text"), f"Length must be between 1 and {limit}")

    return check


def _same_number_of_actions(value: Any, path: Path, found: Findings) -> None:
    columns = value.get("columns") if isinstance(value, dict) else None
    if not isinstance(columns, list):
        return
    counts = {len(c["actions"]) for c in columns if isinstance(c, dict) and isinstance(c.get("actions"), list)}
    if len(counts) > 1:
        found.note((*path, "columns"), "The number of actions must be the same in all columns")


_PICTURE: dict[str, Check] = {
    "imageAspectRatio": one_of("rectangle", "square"),
    "imageSize": one_of("cover", "contain"),
}
_HEAD: dict[str, Check] = {
    "thumbnailImageUrl": _HTTPS,
    "imageBackgroundColor": text(9),
    "title": text(40),
    "defaultAction": ON_TEMPLATE,
}
_BUTTONS = both(
    shape(
        {"type": one_of("buttons"), "text": text(5000), "actions": items(IN_TEMPLATE, 1, 4)},
        {**_HEAD, **_PICTURE},
    ),
    _template_text(160, 60),
)
_CONFIRM = shape({"type": one_of("confirm"), "text": text(240), "actions": items(IN_TEMPLATE, 2, 2)})
_COLUMN = both(shape({"text": text(5000), "actions": items(IN_TEMPLATE, 1, 3)}, _HEAD), _template_text(120, 60))
_CAROUSEL = both(
    shape({"type": one_of("carousel"), "columns": items(_COLUMN, 1, 10)}, _PICTURE), _same_number_of_actions
)
_IMAGE_CAROUSEL = shape(
    {
        "type": one_of("image_carousel"),
        "columns": items(shape({"imageUrl": _HTTPS, "action": IN_IMAGE_CAROUSEL}), 1, 10),
    }
)
_TEMPLATE = by_type(
    {"buttons": _BUTTONS, "confirm": _CONFIRM, "carousel": _CAROUSEL, "image_carousel": _IMAGE_CAROUSEL}
)
_EMOJI = shape({"index": _COUNT, "productId": text(100), "emojiId": text(100)})
_MEDIA: dict[str, Check] = {"originalContentUrl": _HTTPS, "previewImageUrl": _HTTPS}

MESSAGE = by_type(
    {
        "text": _message("text", {"text": text(5000)}, {"emojis": items(_EMOJI, 0, 20), "quoteToken": text(1000)}),
        "textV2": _message("textV2", {"text": text(5000)}, {"substitution": anything, "quoteToken": text(1000)}),
        "sticker": _message("sticker", {"packageId": text(50), "stickerId": text(50)}, {"quoteToken": text(1000)}),
        "image": _message("image", _MEDIA),
        "video": _message("video", _MEDIA, {"trackingId": text(100)}),
        "audio": _message("audio", {"originalContentUrl": _HTTPS, "duration": integer(1, 2**31 - 1)}),
        "location": _message(
            "location",
            {
                "title": text(100),
                "address": text(100),
                "latitude": number(-90, 90),
                "longitude": number(-180, 180),
            },
        ),
        "imagemap": _message(
            "imagemap",
            {
                "baseUrl": _HTTPS,
                "altText": _ALT_TEXT,
                "baseSize": shape({"width": integer(1, 10000), "height": integer(1, 10000)}),
                "actions": items(anything, 0, 50),
            },
            {"video": anything},
        ),
        "template": _message("template", {"altText": _ALT_TEXT, "template": _TEMPLATE}),
        "flex": _message("flex", {"altText": _ALT_TEXT, "contents": CONTAINER}),
    }
)
