"""A try to send: the row that a process has claimed, and how LINE answered."""

import msgspec

from bot.riding import joined
from handlers.effects import Initiative


class Claimed(msgspec.Struct, frozen=True):
    """A row that this process may send until its `lease` ends."""

    id: str
    kind: str
    recipient: str
    body: bytes
    reply_token: str | None
    silent: bool
    tries: int
    vital: bool
    initiative: Initiative
    case_number: str | None
    message_id: str | None
    made_at: int
    reply_until: int | None
    expires_at: int | None
    lease: int = 0
    office: str | None = None
    front: bytes = b""
    cause: str = ""

    @property
    def messages(self) -> bytes:
        """All that goes out in this call: first what rides on it (bot/riding.py), then its own body."""
        return joined((self.front, self.body)) if self.front else self.body


class Accepted(msgspec.Struct, frozen=True):
    """LINE has it (or had it already under the same key). `request_id` here and below is LINE's X-Line-Request-Id: what
    LINE's support asks for (Messaging API reference, "Response headers").
    """

    request_id: str = ""
    how: str = "push"


class TryLater(msgspec.Struct, frozen=True):
    """Not now: after `after` ms, or by the row's own back-off when None. Without having asked LINE unless `begun`."""

    why: str
    after: int | None = None
    begun: bool = True
    request_id: str = ""


class Refused(msgspec.Struct, frozen=True):
    """Never: another try would be refused too."""

    why: str
    request_id: str = ""


class TokenLost(msgspec.Struct, frozen=True):
    """LINE no longer takes this reply token: expired, or used by an earlier try of ours."""

    request_id: str = ""


Outcome = Accepted | TryLater | Refused | TokenLost
