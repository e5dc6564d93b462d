"""POST /webhook: a plain ASGI application on the hot path. Raw bytes, signature first, 200 only after the COMMIT."""

import asyncio

from starlette.types import Message, Receive, Scope, Send

from bot.accept import Accepter
from bot.bodies import signed

LARGEST = 1024 * 1024
# LINE sends a body at once; who drips one holds a connection and up to LARGEST bytes of ours.
SLOWEST = 10.0
Answer = tuple[Message, Message]
EMPTY, CLOSE = (b"content-length", b"0"), (b"connection", b"close")
OK, UNSIGNED, TOO_SLOW, TOO_LARGE, NOT_STORED = (
    (
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": b""},
    )
    # Who has not sent the whole body yet shall not go on with it.
    for status, headers in (
        (200, [EMPTY]),
        (401, [EMPTY]),
        (408, [EMPTY, CLOSE]),
        (413, [EMPTY, CLOSE]),
        (503, [EMPTY]),
    )
)


class Webhook:
    """Answers 200 stored, 401 not signed by us (without detail), 408 too slow, 413 over 1 MiB, 503 not stored."""

    def __init__(self, secrets: tuple[str, ...], accepter: Accepter, slowest: float = SLOWEST) -> None:
        self._secrets = secrets
        self._slowest = slowest
        self._accepter = accepter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length, signature = b"", b""
        for name, value in scope["headers"]:
            if name == b"x-line-signature":
                signature = value
            elif name == b"content-length":
                length = value
        for part in await self._answer(length, signature, receive):
            await send(part)

    async def _answer(self, length: bytes, signature: bytes, receive: Receive) -> Answer:
        try:
            async with asyncio.timeout(self._slowest):
                body = await _body(length, receive)
        except TimeoutError:
            return TOO_SLOW
        if body is None:
            return TOO_LARGE
        if not signed(self._secrets, body, signature.decode("latin-1")):
            return UNSIGNED
        return OK if await self._accepter.accept(body) else NOT_STORED


async def _body(length: bytes, receive: Receive) -> bytes | None:
    """The raw bytes, or None as soon as they pass the limit: the rest is not read into memory."""
    if length.isdigit() and (len(length) > 12 or int(length) > LARGEST):
        return None
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""  # nobody waits for an answer, and half a body is signed by nobody
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            return None
    return body
