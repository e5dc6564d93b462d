"""From the bot to people: reply, push, multicast, broadcast."""

from collections.abc import Callable

from emulator.chats import Chats
from emulator.tokens import Quota, ReplyTokens, RetryKeys
from emulator.validate import check
from emulator.values import Entry, Json, Refused, Via

_QUOTABLE = {"text", "textV2", "sticker", "image", "video", "template", "flex"}


class Sending:
    """Every method takes the parsed body and gives the answer's body, or raises Refused."""

    def __init__(
        self, chats: Chats, tokens: ReplyTokens, quota: Quota, clock: Callable[[], float], *, loopback_http: bool
    ) -> None:
        self._chats = chats
        self._tokens = tokens
        self._quota = quota
        self._keys = RetryKeys()
        self._clock = clock
        self._loopback_http = loopback_http

    def validate(self, body: Json) -> Json:
        check("validate", body, loopback_http=self._loopback_http)
        return {}

    def reply(self, body: Json, *, request_id: str, retry_key: str = "", unreached: bool = False) -> Json:
        if retry_key:
            raise Refused(400, "The X-Line-Retry-Key header is not supported by this endpoint")
        check("reply", body, loopback_http=self._loopback_http)
        chat = self._tokens.redeem(body["replyToken"], self._clock())
        reached = not unreached and (chat in self._chats.groups or self._chats.reaches(chat))
        return _sent(self._write(chat, body, "reply", request_id, reached=reached))

    def push(self, body: Json, *, request_id: str, retry_key: str = "", unreached: bool = False) -> Json:
        key = self._keys.check(retry_key, self._clock())
        check("push", body, loopback_http=self._loopback_http)
        to = body["to"]
        recipients = self._recipients(to)
        self._quota.check(recipients, self._clock())
        answer = _sent(self._write(to, body, "push", request_id, reached=recipients > 0 and not unreached))
        self._quota.spend(recipients, self._clock())
        self._keys.accept(key, request_id, self._clock(), answer)
        return answer

    def multicast(self, body: Json, *, request_id: str, retry_key: str = "", unreached: bool = False) -> Json:
        return self._to_many("multicast", body, request_id, retry_key, unreached=unreached)

    def broadcast(self, body: Json, *, request_id: str, retry_key: str = "", unreached: bool = False) -> Json:
        return self._to_many("broadcast", body, request_id, retry_key, unreached=unreached)

    def _to_many(self, via: Via, body: Json, request_id: str, retry_key: str, *, unreached: bool) -> Json:
        key = self._keys.check(retry_key, self._clock())
        check(via, body, loopback_http=self._loopback_http)
        wanted = list(dict.fromkeys(body["to"])) if via == "multicast" else list(self._chats.people)
        reached = [user for user in wanted if self._chats.reaches(user)]
        self._quota.check(len(reached), self._clock())
        for user in reached:
            self._write(user, body, via, request_id, reached=not unreached)
        self._quota.spend(len(reached), self._clock())
        self._keys.accept(key, request_id, self._clock(), {})
        return {}

    def _recipients(self, to: str) -> int:
        """How many a push to this person or group costs; a person who blocked the account costs nothing."""
        if to in self._chats.groups:
            group = self._chats.groups[to]
            if not group.bot_inside:
                raise Refused(400, "Failed to send messages")
            return len(group.members)
        if to not in self._chats.people:
            raise Refused(400, "The property, 'to', in the request body is invalid (line: -, column: -)")
        return int(self._chats.reaches(to))

    def _write(self, chat: str, body: Json, via: Via, request_id: str, *, reached: bool) -> list[Entry]:
        silent = body.get("notificationDisabled", False)
        return [
            self._chats.bot_says(
                chat, message, at=self._clock(), via=via, silent=silent, request_id=request_id, reached=reached
            )
            for message in body["messages"]
        ]


def _sent(entries: list[Entry]) -> Json:
    return {"sentMessages": [_sent_message(entry) for entry in entries]}


def _sent_message(entry: Entry) -> Json:
    quotable = entry.message["type"] in _QUOTABLE
    return {"id": entry.id, "quoteToken": f"q{entry.id}"} if quotable else {"id": entry.id}
