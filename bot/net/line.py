"""The small client of the hot path: reply, push, profile, leave, a person's menu. Errors are a closed list of values,
each of which knows whether another try makes sense (Messaging API reference, "Status codes", "Retry API requests").
"""

import json
from dataclasses import dataclass
from urllib.parse import quote

from bot.net.wire import TIMEOUT, Answer, Wire
from bot.parse import read_json, text_of
from bot.settings import Settings
from bot.tries import Accepted, Claimed, Outcome, Refused, TokenLost, TryLater
from models.times import MINUTE, SECOND

RATE_WAIT, QUOTA_WAIT = 2 * SECOND, MINUTE
MONTHLY = "monthly limit"


def path_of(chat: str) -> str:
    """The address of a group or a room."""
    return f"/v2/bot/{'room' if chat.startswith('R') else 'group'}/{quote(chat, safe='')}"


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's display name and language as LINE knows them."""

    name: str
    lang: str | None


class Line:
    """One pool of connections; use and `close()` it in one running loop."""

    def __init__(self, settings: Settings, patience: float = TIMEOUT) -> None:
        headers = {"authorization": f"Bearer {settings.access_token}", "content-type": "application/json"}
        self._wire = Wire(settings.api_base, headers, patience)

    def close(self) -> None:
        self._wire.close()

    async def send(self, row: Claimed) -> Outcome:
        """Reply on the row's token, else push under the row's id as retry key."""
        silent = b',"notificationDisabled":true' if row.silent else b""
        if row.reply_token is not None:
            return await self.reply(row.reply_token, row.messages, silent)
        body = b'{"to":%s,"messages":%s%s}' % (json.dumps(row.recipient).encode(), row.messages, silent)
        return await self._post("/v2/bot/message/push", body, {"x-line-retry-key": row.id}, "push")

    async def reply(self, token: str, messages: bytes, silent: bytes = b"") -> Outcome:
        body = b'{"replyToken":%s,"messages":%s%s}' % (json.dumps(token).encode(), messages, silent)
        return await self._post("/v2/bot/message/reply", body, {}, "reply")

    async def leave(self, group: str) -> Outcome:
        return await self._post(f"{path_of(group)}/leave", b"", {}, "leave")

    async def profile(self, user: str) -> Profile | Outcome:
        try:
            answer = await self._wire.get(f"/v2/bot/profile/{quote(user, safe='')}")
            if answer.status != 200:
                return _outcome(answer, "profile")
        except (TimeoutError, OSError) as e:
            return TryLater(type(e).__name__)
        found = read_json(answer.body)
        if not isinstance(found, dict):
            return TryLater("garbage", request_id=answer.request_id)
        return Profile(text_of(found, "displayName")[:100], text_of(found, "language") or None)

    async def show_menu(self, user: str, alias: str) -> Outcome:
        """Links the menu behind this alias to the person; without an alias they have everybody's again."""
        person = f"/v2/bot/user/{quote(user, safe='')}/richmenu"
        try:
            if not alias:
                return _outcome(await self._wire.delete(person), "menu")
            found = await self._wire.get(f"/v2/bot/richmenu/alias/{alias}")
            if found.status != 200:
                return _outcome(found, "menu")
            menu = str(json.loads(found.body)["richMenuId"])
        except (TimeoutError, OSError, ValueError, KeyError, TypeError) as e:
            return TryLater(type(e).__name__)
        return await self._post(f"{person}/{quote(menu, safe='')}", b"", {}, "menu")

    async def _post(self, path: str, body: bytes, headers: dict[str, str], how: str) -> Outcome:
        try:
            answer = await self._wire.post(path, body, headers)
        except (TimeoutError, OSError) as e:
            return TryLater(type(e).__name__)
        return _outcome(answer, how)


def _outcome(answer: Answer, how: str) -> Outcome:
    return outcome(answer.status, answer.body.decode(errors="replace"), answer.request_id, how)


def outcome(status: int, text: str, request_id: str, how: str) -> Outcome:
    """LINE's answer as a value. 409 is the retry key at work: accepted before. `why` never quotes what was sent."""
    if 200 <= status < 300 and not text.lstrip().startswith("{"):
        # Not LINE's own words (a proxy's page): the retry key, or the used token, tells on the next try.
        return TryLater("garbage", request_id=request_id)
    if 200 <= status < 300 or status == 409:
        return Accepted(request_id, how)
    if status == 429:
        monthly = MONTHLY in text
        return TryLater(
            MONTHLY if monthly else "rate limit", QUOTA_WAIT if monthly else RATE_WAIT, request_id=request_id
        )
    if status == 400 and how == "reply" and "reply token" in text.lower():
        return TokenLost(request_id)
    if status in {401, 403}:
        # A token that was revoked or not yet rolled out is an owner's mistake, not the message's.
        return TryLater(f"http {status}", QUOTA_WAIT, request_id=request_id)
    if status >= 500 or status == 408:
        return TryLater(f"http {status}", request_id=request_id)
    return Refused(f"http {status}", request_id)
