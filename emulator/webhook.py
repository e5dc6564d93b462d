"""Webhooks as LINE builds and signs them, and the order in which they leave.

Source: LINE Messaging API reference, "Webhook Event Objects"; documentation, "Verify webhook signature".
"""

import base64
import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

import orjson

from emulator.faults import Fault, FaultKind, Faults
from emulator.values import Json

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Post:
    """One HTTP request to the bot: these bytes exactly, and their signature."""

    body: bytes
    signature: str
    events: tuple[Json, ...]

    @property
    def chat(self) -> str:
        source = self.events[0].get("source", {}) if self.events else {}
        return str(source.get("groupId") or source.get("userId") or "")


@dataclass(frozen=True, slots=True)
class Delivery:
    """`status` is the bot's answer; 0 when none came."""

    post: Post
    status: int
    at: float


def sign(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


_calls = count()


def ulid(at: float) -> str:
    """A ULID that grows with every call, also within one millisecond (the ULID specification, "Monotonicity")."""
    value = (int(at * 1000) << 80) | (next(_calls) % 2**24) << 56 | secrets.randbits(56)
    return "".join(_CROCKFORD[(value >> shift) & 31] for shift in range(125, -1, -5))


def post_of(secret: str, destination: str, events: Iterable[Json]) -> Post:
    listed = tuple(events)
    body = orjson.dumps({"destination": destination, "events": listed})
    return Post(body, sign(secret, body), listed)


def again(secret: str, post: Post) -> Post:
    """The same events, marked as redelivered: same ids, same reply tokens."""
    destination = orjson.loads(post.body)["destination"]
    events = ({**event, "deliveryContext": {"isRedelivery": True}} for event in post.events)
    return post_of(secret, destination, events)


class Dispatch:
    """Turns events into posts, waiting in `waiting`, and lets the webhook faults play with them."""

    def __init__(self, secret: str, destination: str, faults: Faults) -> None:
        self.waiting: deque[Post] = deque()
        self.lost: list[Post] = []
        self._secret = secret
        self._destination = destination
        self._faults = faults
        self._batch: list[Json] = []
        self._batch_size = 0
        self._overtaken: list[Post] = []

    def add(self, event: Json) -> None:
        fault = None if self._batch else self._faults.take_for_webhook()
        if fault is not None and fault.kind is FaultKind.BATCH:
            self._batch_size = fault.size
        if self._batch_size:
            self._batch.append(event)
            if len(self._batch) < self._batch_size:
                return
            events, self._batch, self._batch_size = self._batch, [], 0
            self._leave(events, None)
        else:
            self._leave([event], fault)

    def release(self) -> None:
        """Lets go what a batch or a reordering still holds back."""
        if self._batch:
            events, self._batch, self._batch_size = self._batch, [], 0
            self._leave(events, None)
        self.waiting.extend(self._overtaken)
        self._overtaken.clear()

    def redeliver(self, posts: Iterable[Post]) -> None:
        self.waiting.extend(again(self._secret, post) for post in posts)

    def post(self, events: Iterable[Json]) -> Post:
        return post_of(self._secret, self._destination, events)

    def _leave(self, events: list[Json], fault: Fault | None) -> None:
        post = self.post(events)
        match fault.kind if fault else None:
            case FaultKind.REORDER:
                self._overtaken.append(post)
                return
            case FaultKind.LOST:
                self.lost.append(post)
                return
            case FaultKind.DUPLICATE:
                self.waiting.extend((post, post))
            case FaultKind.REDELIVERY:
                self.waiting.extend((post, again(self._secret, post)))
            case _:
                self.waiting.append(post)
        self.waiting.extend(self._overtaken)
        self._overtaken.clear()
