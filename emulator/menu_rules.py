"""What a rich menu and its picture must be.

Source: LINE Messaging API reference, "Rich menu object", "Requirements for rich menu image".
"""

from typing import Any

from emulator.action_rules import ALIAS, IN_RICH_MENU
from emulator.rules import Check, Findings, Path, both, flag, integer, items, shape, text
from emulator.values import Json, Refused

IMAGE_BYTES = 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_NOT_FRAMES = {0xC4, 0xC8, 0xCC}  # JPEG tables that share the number range of the frame headers
_ID = text(100)


def _ratio(value: Any, path: Path, found: Findings) -> None:
    match value:
        case {"width": int(width), "height": int(height)} if height > 0 and width / height < 1.45:
            found.note(path, "The aspect ratio (width / height) must be at least 1.45")


def _inside(value: Any, path: Path, found: Findings) -> None:
    match value:
        case {"size": {"width": int(width), "height": int(height)}, "areas": list(areas)}:
            for index, area in enumerate(areas):
                match area:
                    case {"bounds": {"x": int(x), "y": int(y), "width": int(w), "height": int(h)}} if (
                        x + w > width or y + h > height
                    ):
                        found.note((*path, "areas", index, "bounds"), "invalid bounds")


_SIZE = both(shape({"width": integer(800, 2500), "height": integer(250, 2500)}), _ratio)
_BOUNDS = shape({"x": integer(0, 2500), "y": integer(0, 2500), "width": integer(1, 2500), "height": integer(1, 2500)})
MENU: Check = both(
    shape(
        {
            "size": _SIZE,
            "selected": flag,
            "name": text(300),
            "chatBarText": text(14),
            "areas": items(shape({"bounds": _BOUNDS, "action": IN_RICH_MENU}), 0, 20),
        }
    ),
    _inside,
)
NEW_ALIAS = shape({"richMenuAliasId": ALIAS, "richMenuId": _ID})
CHANGED_ALIAS = shape({"richMenuId": _ID})
BULK_LINK = shape({"richMenuId": _ID, "userIds": items(_ID, 1, 500)})
BULK_UNLINK = shape({"userIds": items(_ID, 1, 500)})


def check_image(data: bytes, media_type: str, menu: Json) -> None:
    """Refused unless it is a PNG or JPEG of at most 1 MB with exactly the menu's size."""
    if media_type not in {"image/png", "image/jpeg"}:
        raise Refused(415, "Unsupported Media Type")
    if len(data) > IMAGE_BYTES:
        raise Refused(413, "The image is larger than 1 MB")
    size = image_size(data)
    if size is None or (media_type == "image/png") != data.startswith(_PNG):
        raise Refused(400, "The image is not what its content type says")
    if size != (menu["size"]["width"], menu["size"]["height"]):
        raise Refused(400, f"invalid image size: {size[0]}x{size[1]}")


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG; None for anything else."""
    if data.startswith(_PNG) and len(data) >= 24:
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in _NOT_FRAMES:
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + length
    return None
