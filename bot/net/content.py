"""Files that people send: fetched in the background, streamed, capped, encrypted, with retries for hours.

LINE Messaging API reference, "Get content": another host; 202 = not ready yet; deleted after an undisclosed time.
"""

from dataclasses import dataclass

import aiohttp

from bot.outbox import Outcome, Refused, TryLater
from bot.settings import Settings
from bot.vault import Stored, Vault

TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=30)
NOT_READY = 3_000
PIECE = 64 * 1024
# The first bytes of the kinds that browsers may show inline; everything else is served as an attachment.
SIGNATURES = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypM4A", 4, "audio/mp4"),
    (b"ftyp", 4, "video/mp4"),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is now in the vault; `mime` is what its first bytes say, never what the sender claims."""

    stored: Stored
    mime: str


def verified_mime(head: bytes) -> str:
    for magic, at, mime in SIGNATURES:
        if head[at : at + len(magic)] == magic:
            return mime
    return "application/octet-stream"


class Content:
    """Fetches files over the session it is given."""

    def __init__(self, session: aiohttp.ClientSession, settings: Settings, vault: Vault, largest: int) -> None:
        self._session = session
        self._base = settings.data_base
        self._vault = vault
        self._largest = largest

    async def fetch(self, content: str, line_id: str) -> Fetched | Outcome:
        """The file, or why not: TryLater while LINE prepares it or fails, Refused when it is gone or too large."""
        url = f"{self._base}/v2/bot/message/{line_id}/content"
        try:
            async with self._session.get(url, timeout=TIMEOUT) as answer:
                if answer.status == 202:
                    return TryLater("not ready", NOT_READY)
                if answer.status in {404, 410}:
                    return Refused(f"http {answer.status}")
                if answer.status != 200:
                    return TryLater(f"http {answer.status}")
                return await self._save(content, answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as e:
            return TryLater(type(e).__name__)

    async def _save(self, content: str, answer: aiohttp.ClientResponse) -> Fetched | Outcome:
        writer, head = self._vault.writer(content), b""
        try:
            async for piece in answer.content.iter_chunked(PIECE):
                head = head or piece[:32]
                if writer.size + len(piece) > self._largest:
                    writer.abandon()
                    return Refused("too large")
                writer.write(piece)
            return Fetched(writer.finish(), verified_mime(head))
        except BaseException:
            writer.abandon()
            raise
