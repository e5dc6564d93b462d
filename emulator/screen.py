"""What a message shows: its words, its buttons, and what a locked phone would betray of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from emulator.values import Button

_LOCK_SCREEN = {
    "image": "ส่งรูปภาพ",
    "video": "ส่งวิดีโอ",
    "audio": "ส่งข้อความเสียง",
    "sticker": "ส่งสติกเกอร์",
    "location": "ส่งตำแหน่งที่ตั้ง",
    "file": "ส่งไฟล์",
}
_PART_WITH_BUTTONS = {"flex": "contents", "template": "template"}


def buttons_in(message_id: str, message: Mapping[str, Any]) -> tuple[Button, ...]:
    """Each action of a Flex or template message, without its quick replies, in reading order."""
    part = _PART_WITH_BUTTONS.get(str(message.get("type")))
    parts = {part: message[part]} if part else {}
    return tuple(_button("message", message_id, path, action) for path, action in _actions(parts, ""))


def quick_replies_of(message_id: str, message: Mapping[str, Any]) -> tuple[Button, ...]:
    items = (message.get("quickReply") or {}).get("items", [])
    return tuple(
        _button("quick_reply", message_id, f"/quickReply/items/{index}/action", item["action"])
        for index, item in enumerate(items)
    )


def areas_of(menu: Mapping[str, Any]) -> tuple[Button, ...]:
    return tuple(
        _button("menu", menu["richMenuId"], f"/areas/{index}/action", area["action"])
        for index, area in enumerate(menu["areas"])
    )


def words_of(message: Mapping[str, Any]) -> tuple[str, ...]:
    """Every text that the open chat shows: not altText, which only notifications and the chat list show."""
    match message.get("type"):
        case "text" | "textV2":
            words: tuple[str, ...] = (message["text"],)
        case "location":
            words = (message.get("title") or "", message.get("address") or "")
        case "file":
            words = (message.get("fileName") or "",)
        case _:
            words = tuple(_texts(message.get("contents") or message.get("template") or {}))
    return words + tuple(button.label for button in quick_replies_of("", message))


def lock_screen(bot_name: str, message: Mapping[str, Any]) -> tuple[str, str]:
    """Title and line of the notification: anybody who holds the phone can read them."""
    title = (message.get("sender") or {}).get("name") or bot_name
    kind = str(message.get("type"))
    if kind in {"text", "textV2"}:
        return title, message["text"]
    return title, message.get("altText") or _LOCK_SCREEN.get(kind, "ส่งข้อความ")


def _button(where: Any, source: str, path: str, action: Mapping[str, Any]) -> Button:
    label = action.get("label") or action.get("displayText") or action.get("text") or ""
    return Button(where, label, action, source, path)


def _actions(node: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            here = f"{path}/{key}"
            if key in {"action", "defaultAction"} and isinstance(value, Mapping):
                yield here, value
            elif key == "actions" and isinstance(value, list):
                yield from ((f"{here}/{index}", one) for index, one in enumerate(value))
            else:
                yield from _actions(value, here)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _actions(value, f"{path}/{index}")


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in {"text", "title"} and isinstance(value, str):
                yield value
            elif key == "action":
                yield from _labels([value] if node.get("type") == "button" or "imageUrl" in node else [])
            elif key == "actions":
                yield from _labels(value)
            elif key != "defaultAction":
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _labels(actions: list[Mapping[str, Any]]) -> Iterator[str]:
    return (action["label"] for action in actions if action.get("label"))
