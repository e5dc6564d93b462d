"""POST /webhook: a plain ASGI endpoint on the hot path. Raw bytes, signature first, 200 only after the COMMIT."""

from starlette.requests import Request
from starlette.responses import Response

from bot.accept import Accepter, signed

LARGEST = 1024 * 1024
OK, UNSIGNED, TOO_LARGE, NOT_STORED = (Response(status_code=s) for s in (200, 401, 413, 503))


class Webhook:
    """Answers 200 stored, 401 not signed by us (without detail), 413 over 1 MiB, 503 could not be stored."""

    def __init__(self, secrets: tuple[str, ...], accepter: Accepter) -> None:
        self._secrets = secrets
        self._accepter = accepter

    async def receive(self, request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return TOO_LARGE
        if not signed(self._secrets, body, request.headers.get("x-line-signature", "")):
            return UNSIGNED
        return OK if await self._accepter.accept(body) else NOT_STORED


async def _body(request: Request) -> bytes | None:
    """The raw bytes, or None as soon as they pass the limit: the rest is not read into memory."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST:
        return None
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            return None
        chunks.append(chunk)
    return b"".join(chunks)
