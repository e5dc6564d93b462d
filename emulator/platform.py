"""The imitated LINE, in memory: people and their chats on one side, one bot on the other.

Nothing here touches the network; api.py is its HTTP side for the bot, control.py for the phone page, phone.py the
language of tests. Edges change things inside `with platform.changing():` and call `platform.flush()` afterwards.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from uuid import uuid4

from emulator.acts import Acts
from emulator.carrier import Courier, Direct
from emulator.chats import Chats
from emulator.faults import Faults
from emulator.menus import Menus
from emulator.phone import Phone
from emulator.sending import Sending
from emulator.tokens import Quota, ReplyTokens
from emulator.values import Call, Group, Person
from emulator.webhook import Delivery, Dispatch, Post

DEMO_SECRET = "emulator-channel-secret"  # noqa: S105 - known to everybody: it protects an imitation
DEMO_TOKEN = "emulator-channel-access-token"  # noqa: S105


class Platform:
    """`clock` gives Unix seconds. `monthly_limit` None means no limit. `loopback_http` lets http://127.0.0.1 pass where
    LINE wants https, for a demo without certificates.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        channel_secret: str = DEMO_SECRET,
        channel_token: str = DEMO_TOKEN,
        bot_name: str = "ESS Help Me",
        monthly_limit: int | None = None,
        loopback_http: bool = False,
    ) -> None:
        self.clock = clock
        self.channel_secret = channel_secret
        self.channel_token = channel_token
        self.bot_name = bot_name
        self.bot_user_id = f"U{uuid4().hex}"
        self.faults = Faults()
        self.chats = Chats()
        self.menus = Menus()
        self.tokens = ReplyTokens()
        self.quota = Quota(monthly_limit)
        self.dispatch = Dispatch(channel_secret, self.bot_user_id, self.faults)
        self.acts = Acts(self.chats, self.menus, self.tokens, self.dispatch, clock)
        self.sending = Sending(self.chats, self.tokens, self.quota, clock, loopback_http=loopback_http)
        self.webhook_url = ""
        self.webhook_active = True
        self.version = 0
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.failed: list[Post] = []
        self._carrier: Direct | Courier | None = None
        self._in_hand = 0  # webhooks taken out of the queue and not yet with the carrier
        self._changed = Condition()
        self._listeners: list[Callable[[], object]] = []

    # --- for tests: people and groups that act

    def person(self, name: str, *, language: str = "th", user_id: str = "", follows: bool = True) -> Phone:
        """A new person; by default a friend of the account already, without a follow event."""
        with self.changing():
            person = self.chats.add_person(name, language, user_id)
            if follows:
                self.chats.change_person(person.user_id, following=True, blocked=False)
        return Phone(self, person.user_id)

    def phone(self, user_id: str) -> Phone:
        self.chats.person(user_id)
        return Phone(self, user_id)

    def group(self, name: str, *members: Phone, bot_inside: bool = True) -> Group:
        """A new group; by default the bot is inside already, without a join event."""
        with self.changing():
            group = self.chats.add_group(name, tuple(phone.user_id for phone in members))
            self.chats.change_group(group.group_id, members=group.members, bot_inside=bot_inside)
            return self.chats.group(group.group_id)

    def people(self) -> tuple[Person, ...]:
        return tuple(self.chats.people.values())

    # --- webhooks

    def connect(self, receive: Callable[[bytes, str], int]) -> None:
        """From now on each webhook is a call of receive(body, signature) -> HTTP status."""
        self.disconnect()
        self._carrier = Direct(receive, self._answered)
        self.flush()

    def connect_http(self, url: str) -> None:
        """From now on each webhook is an HTTP POST to this address."""
        self.disconnect()
        self.webhook_url = url
        self.flush()

    def disconnect(self) -> None:
        """Webhooks wait until somebody connects again."""
        self.webhook_url = ""
        carrier, self._carrier = self._carrier, None
        if carrier is not None:
            carrier.close()

    def flush(self) -> None:
        """Hands the waiting webhooks over; their reply tokens start to run now. Call it without the lock."""
        while self.webhook_active:
            with self._changed:
                if self._carrier is None and self.webhook_url:
                    self._carrier = Courier(lambda: self.webhook_url, self._answered)
                carrier = self._carrier
                if carrier is None or not self.dispatch.waiting:
                    return
                post = self.dispatch.waiting.popleft()
                for event in post.events:
                    self.tokens.delivered(event.get("replyToken", ""), self.clock())
                if isinstance(carrier, Courier):
                    carrier.carry(post)  # only queues; under the lock, so that two threads keep one order
                    continue
                self._in_hand += 1
            try:
                carrier.carry(post)
            finally:
                with self._changed:
                    self._in_hand -= 1
                    self._changed.notify_all()

    def settle(self, seconds: float = 5.0) -> None:
        """Hands over what waits, and waits until the bot has answered every webhook, whichever thread carries it."""
        self.flush()
        handed = self.wait_until(lambda: self._in_hand == 0, seconds)
        if not handed or (self._carrier is not None and not self._carrier.settle(seconds)):
            raise AssertionError(f"the bot has not answered every webhook within {seconds} s")

    def redeliver(self) -> int:
        """Sends what the bot did not answer with 2xx, and what was lost, once more; how many posts that were."""
        with self.changing():
            posts = [*self.failed, *self.dispatch.lost]
            self.failed.clear()
            self.dispatch.lost.clear()
            self.dispatch.redeliver(posts)
        self.flush()
        return len(posts)

    def release(self) -> None:
        """Lets go what the faults "batch" and "reorder" still hold back."""
        with self.changing():
            self.dispatch.release()
        self.flush()

    def _answered(self, post: Post, status: int) -> None:
        with self.changing():
            self.deliveries.append(Delivery(post, status, self.clock()))
            if not 200 <= status < 300:
                self.failed.append(post)

    # --- for the edges

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Nothing changes meanwhile, and nobody is told."""
        with self._changed:
            yield

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One thread at a time; whoever watches or waits is told at the end."""
        with self._changed:
            try:
                yield
            finally:
                self.version += 1
                self._changed.notify_all()
                for listener in self._listeners:
                    listener()

    def wait_until(self, reached: Callable[[], bool], seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(reached, seconds)

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Calls `listener` after each change, from the changing thread; the result ends that."""

        def end() -> None:
            with self._changed:
                self._listeners.remove(listener)

        with self._changed:
            self._listeners.append(listener)
        return end
