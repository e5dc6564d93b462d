"""A stranger who sends a body byte by byte does not keep a connection for ever."""

import asyncio
from typing import Any

from bot.webhook import Webhook
from tests.town import SECRET, Town


async def answer(webhook: Webhook, headers: list[tuple[bytes, bytes]], pause: float) -> int:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    async with asyncio.timeout(5):
        await webhook({"type": "http", "headers": headers}, receive, send)
    return int(sent[0]["status"])


def test_a_slow_body_is_refused(town: Town):
    webhook = Webhook((SECRET,), town.service.accepter, slowest=0.05)
    assert asyncio.run(answer(webhook, [], 0.01)) == 408


def test_a_length_of_five_thousand_digits_is_too_large(town: Town):
    webhook = Webhook((SECRET,), town.service.accepter)
    assert asyncio.run(answer(webhook, [(b"content-length", b"9" * 5_000)], 1)) == 413
