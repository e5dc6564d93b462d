"""POST /webhook: a plain ASGI application on the hot path. Raw bytes, signature first, 200 only after the COMMIT."""

from starlette.types import Receive, Scope, Send

from bot.accept import Accepter, signed

LARGEST = 1024 * 1024
OK, UNSIGNED, TOO_LARGE, NOT_STORED = (
    (
        {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]},
        {"type": "http.response.body", "body": b""},
    )
    for status in (200, 401, 413, 503)
)


class Webhook:
    """Answers 200 stored, 401 not signed by us (without detail), 413 over 1 MiB, 503 could not be stored."""

    def __init__(self, secrets: tuple[str, ...], accepter: Accepter) -> None:
        self._secrets = secrets
        self._accepter = accepter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length, signature = b"", b""
        for name, value in scope["headers"]:
            if name == b"x-line-signature":
                signature = value
            elif name == b"content-length":
                length = value
        body = await _body(length, receive)
        if body is None:
            answer = TOO_LARGE
        elif not signed(self._secrets, body, signature.decode("latin-1")):
            answer = UNSIGNED
        else:
            answer = OK if await self._accepter.accept(body) else NOT_STORED
        for part in answer:
            await send(part)


async def _body(length: bytes, receive: Receive) -> bytes | None:
    """The raw bytes, or None as soon as they pass the limit: the rest is not read into memory."""
    if length.isdigit() and int(length) > LARGEST:
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
