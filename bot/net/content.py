"""Files that people send: fetched in the background, streamed, capped, encrypted, with retries for hours.

LINE Messaging API reference, "Get content": another host; 202 = not ready yet; deleted after an undisclosed time.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bot.apart import Apart
from bot.settings import Settings
from bot.tries import Outcome, Refused, TryLater
from bot.vault import Stored, Vault

if TYPE_CHECKING:
    import aiohttp

P = ParamSpec("P")
T = TypeVar("T")
NOT_READY = 3_000
# Seconds for a whole file. 200 MB come in that time at 1.9 Mbit/s, as a line does that twenty downloads share.
TOTAL = 15 * 60
# So much goes to the disk at once, and so many threads wait for the disk: never the loop, and nobody else's threads.
PIECE = 1024 * 1024
AT_DISK = 4
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
    """Fetches files. The client for large streams is made at the first file: most people send none, and it is heavy."""

    def __init__(self, settings: Settings, vault: Vault, largest: int) -> None:
        self._settings = settings
        self.vault = vault
        self._largest = largest
        self._made: aiohttp.ClientSession | None = None
        self._disk = Apart(AT_DISK, "disk")

    async def close(self) -> None:
        if self._made is not None:
            await self._made.close()
        self._disk.shutdown()

    def _session(self) -> "aiohttp.ClientSession":
        import aiohttp  # noqa: PLC0415 - the start has no use for it

        if self._made is None:
            headers = {"authorization": f"Bearer {self._settings.access_token}"}
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=30)
            self._made = aiohttp.ClientSession(headers=headers, timeout=timeout, trust_env=False)
        return self._made

    async def erase(self, content: str) -> None:
        await self._at_disk(self.vault.erase, content)

    async def _at_disk(self, work: Callable[P, T], *args: P.args, **_: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._disk, work, *args)

    async def fetch(self, content: str, line_id: str) -> Fetched | Outcome:
        """The file, or why not: TryLater while LINE prepares it or fails, Refused when it is gone or too large."""
        await asyncio.to_thread(import_module, "aiohttp")  # a fifth of a second the first time: not in the loop
        import aiohttp  # noqa: PLC0415

        url = f"{self._settings.data_base}/v2/bot/message/{line_id}/content"
        try:
            async with asyncio.timeout(TOTAL), self._session().get(url) as answer:
                if answer.status == 202:
                    return TryLater("not ready", NOT_READY)
                if answer.status in {404, 410}:
                    return Refused(f"http {answer.status}")
                if answer.status != 200:
                    return TryLater(f"http {answer.status}")
                return await self._save(content, answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as e:
            return TryLater(type(e).__name__)

    async def _save(self, content: str, answer: "aiohttp.ClientResponse") -> Fetched | Outcome:
        writer = await self._at_disk(self.vault.writer, content)
        try:
            held, head, size = bytearray(), b"", 0
            async for piece in answer.content.iter_any():
                held += piece
                size += len(piece)
                if size > self._largest:
                    await self._at_disk(writer.abandon)
                    return Refused("too large")
                if len(held) >= PIECE:
                    head = head or bytes(held[:32])
                    await self._at_disk(writer.write, bytes(held))
                    held.clear()
            head = head or bytes(held[:32])
            await self._at_disk(writer.write, bytes(held))
            return Fetched(await self._at_disk(writer.finish), verified_mime(head))
        except BaseException:
            await self._at_disk(writer.abandon)
            raise
