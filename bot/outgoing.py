"""Effects to outbox rows: what is said becomes a row before it is said. Ids are UUIDv7, so rows sort by birth."""

import os
from typing import Any

from bot.render import render
from handlers.effects import AskProfile, Brief, Fetch, Initiative, LeaveGroup, Page, Say, ShowMenu, alert_id
from models.field import Destination
from models.times import DAY, MINUTE
from rich_menus.menus import Tab

# A reminder of an alert comes after every new alert, in the budget of alerts; then what somebody waits for.
# Files are claimed for themselves: they take minutes, and slots of their own.
RANKS = ALERT, REPEAT, REPLY, TALK, BACKGROUND, FILE = -1, 0, 1, 2, 3, 4
# The kinds of rows that page somebody; they have a budget of their own everywhere.
URGENT = ("alert", "notify")
FETCH = "fetch"
MOST_MESSAGES = 5
NEW = {"alert", "raised", "released", "neighbour"}
QUIET = {"taken", "moved", "drill"}
CHAT_LIVES = MINUTE
WORDS_LIVE = 7 * DAY
ALERT_LIVES = DAY


def uuid7(now: int) -> str:
    """RFC 9562, section 5.7: 48 bits of ms, then version, variant and random bits."""
    value = (now & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def row(now: int, kind: str, recipient: str, body: bytes, rank: int, **more: Any) -> dict[str, Any]:
    """A row with every column, so that many rows of different kinds go in one statement."""
    return {
        "id": uuid7(now),
        "kind": kind,
        "rank": rank,
        "recipient": recipient,
        "body": body,
        "reply_token": None,
        "reply_until": None,
        "initiative": Initiative.ANSWER.value,
        "vital": False,
        "silent": False,
        "contact_version": 0,
        "case_number": None,
        "message_id": None,
        "alert": None,
        "office": None,
        "recipients": 1,
        "made_at": now,
        "due_at": now,
        "expires_at": None,
        "tries": 0,
        "status": "pending",
        "why": None,
        "rides_on": None,
        "claimed_by": None,
        "cause": None,
        "done_at": None,
        **more,
    }


def say_row(now: int, say: Say, contact_version: int) -> dict[str, Any]:
    """A message to a reporter. Only `say` and the gate's own notice make rows of kind `say`."""
    reply = say.reply if say.reply_until > now else None
    return row(
        now,
        "say",
        say.to,
        render(say.screens, say.lang, covered=True),
        REPLY if reply else TALK,
        reply_token=reply,
        reply_until=say.reply_until if reply else None,
        initiative=(Initiative.ANSWER if reply else Initiative.UNASKED).value,
        vital=say.vital,
        contact_version=contact_version,
        case_number=say.number,
        message_id=say.message,
        expires_at=now + (WORDS_LIVE if say.vital else CHAT_LIVES),
    )


def brief_row(now: int, brief: Brief) -> dict[str, Any]:
    """A message to an officer or a group: a lost reply token always becomes a push."""
    reply = brief.reply if brief.reply_until > now else None
    return row(
        now,
        "brief",
        brief.to,
        render(brief.screens, brief.lang),
        REPLY if reply else TALK,
        reply_token=reply,
        reply_until=brief.reply_until if reply else None,
        vital=True,
        silent=brief.silent,
        case_number=brief.number,
        expires_at=now + ALERT_LIVES,
    )


def page_row(now: int, to: Destination, body: bytes, page: Page) -> dict[str, Any]:
    """An alert to one destination. A group costs as many recipients as it has members."""
    made = row(now, "alert", to.to, body, ALERT if page.kind in NEW else REPEAT, vital=True)
    about = {"case_number": page.number, "office": to.office, "recipients": to.members}
    about["alert"] = alert_id(page.number, to.office, page.since)
    return {**made, **about, "silent": page.kind in QUIET, "expires_at": now + ALERT_LIVES}


def erase_row(now: int, content: str) -> dict[str, Any]:
    """A file that was taken back leaves the disk."""
    return row(now, "erase", f"content:{content}", b"", BACKGROUND, message_id=content)


def background_row(now: int, effect: Fetch | AskProfile | LeaveGroup | ShowMenu, tries_for: int) -> dict[str, Any]:
    match effect:
        case Fetch(content=content, line_id=line_id, media=media):
            body = f"{line_id}\n{media}".encode()
            return row(now, "fetch", f"content:{content}", body, FILE, message_id=content, expires_at=now + tries_for)
        case AskProfile(user=user):
            return row(now, "profile", f"profile:{user}", user.encode(), BACKGROUND, expires_at=now + DAY)
        case LeaveGroup(group=group):
            return row(now, "leave", f"group:{group}", group.encode(), BACKGROUND, expires_at=now + DAY)
        case ShowMenu(to=to, neutral=neutral):
            menu = Tab.NEUTRAL.value if neutral else ""
            return row(now, "menu", f"menu:{to}", f"{to}\n{menu}".encode(), TALK, expires_at=now + DAY)
