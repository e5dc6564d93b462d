"""LINE's Flex vocabulary as plain dicts: bubbles, lines, buttons, quick replies (Messaging API reference, "Flex")."""

from typing import Any

Json = dict[str, Any]
BUTTON_LABEL, QUICK_LABEL = 40, 20
TEXT, FLEX_TEXT = 5_000, 2_000


def fitting(words: str, most: int = TEXT) -> str:
    """As much of a text as LINE takes, in UTF-16 units, of which most emoji need two. The console asks for no more."""
    return words.encode("utf-16-le", "replace")[: most * 2].decode("utf-16-le", "ignore")


def texts(words: str) -> list[Json]:
    """A text of any length inside Flex, where each piece holds less than a message does."""
    pieces = []
    while words:
        piece = fitting(words, FLEX_TEXT)
        pieces.append(text(piece))
        words = words[len(piece) :]
    return pieces


def title(words: str) -> Json:
    return {"type": "text", "text": words, "weight": "bold", "size": "lg", "wrap": True}


def text(words: str) -> Json:
    return {"type": "text", "text": words, "wrap": True}


def strong(words: str) -> Json:
    return {"type": "text", "text": words, "wrap": True, "weight": "bold"}


def small(words: str) -> Json:
    return {"type": "text", "text": words, "wrap": True, "size": "sm", "color": "#5A6472"}


def postback(label: str, data: str) -> Json:
    """A tap shows its own label in the chat, so that the conversation can be read."""
    return {"type": "postback", "label": label[:BUTTON_LABEL], "data": data, "displayText": label[:300]}


def button(label: str, action: Json, style: str) -> Json:
    action = {**action, "label": label[:BUTTON_LABEL]}
    return {"type": "button", "style": style, "height": "sm", "action": action, "adjustMode": "shrink-to-fit"}


def quick(action: Json) -> Json:
    return {"type": "action", "action": {**action, "label": action["label"][:QUICK_LABEL]}}


def contents(body: list[Json], buttons: list[Json] | None = None) -> Json:
    made: Json = {
        "type": "bubble",
        "body": {"type": "box", "layout": "vertical", "spacing": "md", "contents": body},
    }
    if buttons:
        made["footer"] = {"type": "box", "layout": "vertical", "spacing": "sm", "contents": buttons}
    return made


def flex(inside: Json, alt: str, quick: Json | None = None) -> Json:
    made: Json = {"type": "flex", "altText": alt, "contents": inside}
    return {**made, "quickReply": quick} if quick else made


def bubble(body: list[Json], buttons: list[Json] | None = None, *, alt: str, quick: Json | None = None) -> Json:
    return flex(contents(body, buttons), alt, quick)


def carousel(bubbles: list[Json], alt: str) -> Json:
    return flex({"type": "carousel", "contents": bubbles}, alt)
