"""What LINE remembers about requests: reply tokens, retry keys, the month's quota."""

from dataclasses import dataclass, replace
from time import gmtime
from uuid import UUID, uuid4

from emulator.values import Json, Refused

REPLY_SECONDS = 60
REDELIVERED_REPLY_SECONDS = 20 * 60
RETRY_KEY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class _ReplyToken:
    chat: str
    event_at: float
    delivered_at: float
    used: bool = False


class ReplyTokens:
    """Each works once, for a minute after its delivery, and never later than 20 minutes after the event."""

    def __init__(self) -> None:
        self._tokens: dict[str, _ReplyToken] = {}

    def issue(self, chat: str, now: float) -> str:
        token = uuid4().hex
        self._tokens[token] = _ReplyToken(chat, now, now)
        return token

    def delivered(self, token: str, now: float) -> None:
        if token in self._tokens:
            self._tokens[token] = replace(self._tokens[token], delivered_at=now)

    def redeem(self, token: str, now: float) -> str:
        """The chat that the token answers; from now on it is used."""
        known = self._tokens.get(token)
        if (
            known is None
            or known.used
            or now - known.delivered_at > REPLY_SECONDS
            or now - known.event_at > REDELIVERED_REPLY_SECONDS
        ):
            raise Refused(400, "Invalid reply token")
        self._tokens[token] = replace(known, used=True)
        return known.chat


@dataclass(frozen=True, slots=True)
class _Accepted:
    request_id: str
    at: float
    answer: Json


class RetryKeys:
    """Keys of accepted requests, for 24 hours. The body is not compared: the same key is the same request."""

    def __init__(self) -> None:
        self._accepted: dict[UUID, _Accepted] = {}

    def check(self, key: str, now: float) -> UUID | None:
        if not key:
            return None
        try:
            known = UUID(key)
        except ValueError as error:
            raise Refused(400, "Invalid X-Line-Retry-Key") from error
        before = self._accepted.get(known)
        if before is not None and now - before.at < RETRY_KEY_SECONDS:
            headers = {"x-line-accepted-request-id": before.request_id}
            raise AlreadyAccepted(before.answer, headers)
        return known

    def accept(self, key: UUID | None, request_id: str, now: float, answer: Json) -> None:
        if key is not None:
            self._accepted[key] = _Accepted(request_id, now, answer)


class AlreadyAccepted(Refused):
    """409: tells the sent messages of the first request again."""

    def __init__(self, answer: Json, headers: dict[str, str]) -> None:
        super().__init__(409, "The retry key is already accepted", headers=headers)
        self.answer = answer

    def body(self) -> Json:
        return {**super().body(), **self.answer}


class Quota:
    """Messages of the calendar month, counted per recipient. `limit` None means that no limit is set."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self._used: dict[tuple[int, int], int] = {}

    def used(self, now: float) -> int:
        return self._used.get(_month(now), 0)

    def check(self, recipients: int, now: float) -> None:
        if self.limit is not None and self.used(now) + recipients > self.limit:
            raise Refused(429, "You have reached your monthly limit.")

    def spend(self, recipients: int, now: float) -> None:
        self._used[_month(now)] = self.used(now) + recipients


def _month(now: float) -> tuple[int, int]:
    moment = gmtime(now)
    return moment.tm_year, moment.tm_mon
