"""Two ways for a webhook to reach the bot: a plain function call, or HTTP from threads of its own."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Condition, Thread
from zlib import crc32

import httpx

from emulator.webhook import Post

Answered = Callable[[Post, int], None]


class Direct:
    """Calls `receive(body, signature) -> status` in the thread of whoever acts."""

    def __init__(self, receive: Callable[[bytes, str], int], answered: Answered) -> None:
        self._receive = receive
        self._answered = answered

    def carry(self, post: Post) -> None:
        self._answered(post, self._receive(post.body, post.signature))

    def settle(self, _seconds: float) -> bool:
        return True

    def close(self) -> None:
        return


class Courier:
    """Posts over HTTP to where `url` points at that moment.

    One chat's webhooks leave in order; different chats do not wait for each other.
    """

    def __init__(self, url: Callable[[], str], answered: Answered, *, threads: int = 4, timeout: float = 2.0) -> None:
        self._url = url
        self._answered = answered
        self._client = httpx.Client(trust_env=False, timeout=timeout)
        self._under_way = 0
        self._quiet = Condition()
        self._queues: list[SimpleQueue[Post | None]] = [SimpleQueue() for _ in range(threads)]
        self._threads = [Thread(target=self._work, args=(queue,), daemon=True) for queue in self._queues]
        for thread in self._threads:
            thread.start()

    def carry(self, post: Post) -> None:
        with self._quiet:
            self._under_way += 1
        self._queues[crc32(post.chat.encode()) % len(self._queues)].put(post)

    def settle(self, seconds: float) -> bool:
        """Whether everything handed over has been answered within so many seconds."""
        with self._quiet:
            return self._quiet.wait_for(lambda: self._under_way == 0, seconds)

    def close(self) -> None:
        for queue in self._queues:
            queue.put(None)
        for thread in self._threads:
            thread.join()
        self._client.close()

    def _work(self, queue: "SimpleQueue[Post | None]") -> None:
        while (post := queue.get()) is not None:
            status = send(self._client, self._url(), post)
            self._answered(post, status)
            with self._quiet:
                self._under_way -= 1
                self._quiet.notify_all()


def send(client: httpx.Client, url: str, post: Post) -> int:
    """The bot's HTTP status; 0 when there was no answer."""
    headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "LineBotWebhook/2.0",
        "x-line-signature": post.signature,
    }
    try:
        return client.post(url, content=post.body, headers=headers).status_code
    except httpx.HTTPError:
        return 0
