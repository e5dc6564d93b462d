"""The second path: e-mail, SMS or any service through apprise (in threads of its own: it is synchronous, and waits for
a mail server that says nothing), or a signed webhook.
"""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import msgspec

from bot.apart import Apart
from bot.clock import Clock
from bot.notices import Notice, read_notice, ticket
from bot.paths import address_of
from bot.sealed import UnreadableSecretError
from bot.settings import Settings
from bot.store import Store
from bot.tries import Accepted, Claimed, Outcome, Refused, TryLater
from models.field import PathKind
from models.times import SECOND
from routing.gazetteer import label
from texts.calendar import moment
from texts.catalogue import OFFICIAL, words

# The outcome is known, and written down, before the lease of the claim ends (bot/outbox.py).
TIMEOUT = 4.0
# What apprise does at once: it may hang for a minute. One path that hangs leaves room for the others.
AT_ONCE, OF_ONE_PATH = 16, 4
# How long a try waits for a thread, in seconds; and when it is looked at again, in ms, if it found none.
ROOM, NO_ROOM = 1.0, 2 * SECOND
# A try that goes on past the limit is asked about again after so many ms; mostly it has told its end by then.
STILL_GOES_ON = 30 * SECOND


@dataclass(slots=True)
class Notifier:
    """Sends `notify` rows. Addresses are opened only for the moment of sending."""

    store: Store
    clock: Clock
    settings: Settings
    key: bytes
    patience: float = TIMEOUT
    _apart: Apart = field(default_factory=lambda: Apart(AT_ONCE, "apprise"))
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    # The rows whose try goes on, each with its path.
    _going: dict[str, tuple[str, asyncio.Future[Outcome]]] = field(default_factory=dict)

    def close(self) -> None:
        """Nobody hears of what still goes on."""
        for _, going in list(self._going.values()):
            going.cancel()
        self._apart.shutdown()

    async def send(self, row: Claimed, later: Callable[[Outcome], None]) -> Outcome:
        """Within `patience` seconds. What takes longer is not begun again meanwhile, and `later` hears its end."""
        try:
            async with asyncio.timeout(self.patience):
                return await self._send(row, later)
        except TimeoutError:
            return TryLater("TimeoutError", STILL_GOES_ON if row.id in self._going else None)

    async def _send(self, row: Claimed, later: Callable[[Outcome], None]) -> Outcome:
        if row.id in self._going:
            return TryLater("still goes on", STILL_GOES_ON, begun=False)
        notice = read_notice(row.body)
        try:
            found = await asyncio.to_thread(self._address, notice.path)
        except UnreadableSecretError:
            return Refused("its address was sealed under another key")
        if found is None:
            return Refused("path switched off")
        kind, address = found
        if kind is PathKind.WEBHOOK:
            return await self._webhook(row.id, notice, address)
        return await self._begun(row, notice, address, later)

    async def _begun(self, row: Claimed, notice: Notice, address: str, later: Callable[[Outcome], None]) -> Outcome:
        if sum(path == notice.path for path, _ in self._going.values()) >= OF_ONE_PATH:
            return TryLater("its path is busy", NO_ROOM, begun=False)
        try:
            async with asyncio.timeout(ROOM):
                await self._room.acquire()
        except TimeoutError:
            return TryLater("no room", NO_ROOM, begun=False)
        going = asyncio.get_running_loop().run_in_executor(self._apart, self._apprise, notice, address)
        self._going[row.id] = notice.path, going
        going.add_done_callback(lambda _: self._ended(row.id))
        try:
            return await asyncio.shield(going)
        except asyncio.CancelledError:
            going.add_done_callback(partial(_tell, later))
            raise

    def _ended(self, row: str) -> None:
        del self._going[row]
        self._room.release()

    def _address(self, path: str) -> tuple[PathKind, str] | None:
        with self.store.read() as connection:
            return address_of(connection, self.key, path)

    def _apprise(self, notice: Notice, address: str) -> Outcome:
        # A third of a second to import, and only services with such a path need it.
        import apprise  # noqa: PLC0415

        for name in ("apprise", "urllib3"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # they would log addresses
        # In this thread, and without a limit of its own: for one it begins threads that all its calls share.
        sender = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=False, service_timeout=0))
        if not sender.add(address):
            return Refused("not an address that the library knows")
        done = sender.notify(title=subject(notice), body=self.text(notice), body_format=apprise.NotifyFormat.TEXT)
        return Accepted(how="notify") if done else TryLater("not delivered")

    async def _webhook(self, ident: str, notice: Notice, address: str) -> Outcome:
        """POST of JSON under `ESS-Signature: t=…,v1=HMAC-SHA256(secret, t.body)`; `id` is the same at every try."""
        import httpx  # noqa: PLC0415 - the start has no use for it

        url, _, secret = address.partition(" ")
        body = msgspec.json.encode(self.payload(ident, notice))
        at = self.clock.now() // 1000
        mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "ess-signature": f"t={at},v1={mac}", "ess-alert": notice.alert}
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
                answer = await client.post(url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as e:
            return TryLater(type(e).__name__)
        if answer.is_success:
            return Accepted(how="notify")
        if answer.status_code == 429 or answer.status_code >= 500 or answer.status_code in {401, 403, 408}:
            return TryLater(f"http {answer.status_code}")
        return Refused(f"http {answer.status_code}")

    def payload(self, ident: str, notice: Notice) -> dict[str, object]:
        known = msgspec.to_builtins(notice)
        shown = {k: known.get(k) for k in ("alert", "kind", "owner", "number", "priority", "incident", "province")}
        more = {"id": ident, "district": notice.district, "raised_at": notice.raised_at}
        return {**shown, **more, "text": subject(notice), "acknowledge": self.link(notice)}

    def link(self, notice: Notice) -> str | None:
        """Where the receiver says that they have it. Opening it does nothing yet: link scanners open it too."""
        if notice.number is None or not self.settings.public_url:
            return None
        return f"{self.settings.public_url}/ack/{ticket(self.key, notice)}"

    def text(self, notice: Notice) -> str:
        parts = [part for lang in OFFICIAL for part in self._lines(notice, lang)]
        link = self.link(notice)
        if link:
            parts += [*(words(lang, "notice-acknowledge") for lang in OFFICIAL), link]
        return "\n".join(parts)

    def _lines(self, notice: Notice, lang: str) -> list[str]:
        lines = [subject(notice, lang)]
        if notice.number is None:
            return lines
        if notice.priority is not None:
            lines.append(words(lang, f"alert-priority-{int(notice.priority)}"))
        if notice.incident is not None:
            lines.append(words(lang, f"incident-{notice.incident}"))
        code = notice.district or (notice.province or "").removeprefix("TH-")
        lines.append(
            words(lang, "alert-where", place=label(code, lang)) if code else words(lang, "alert-where-unknown")
        )
        if notice.raised_at is not None:
            lines.append(words(lang, "alert-since", time=moment(notice.raised_at, lang)))
        return [*lines, ""]


def _tell(later: Callable[[Outcome], None], ended: "asyncio.Future[Outcome]") -> None:
    if not ended.cancelled():
        later(ended.result())


def subject(notice: Notice, lang: str = "th") -> str:
    return words(lang, f"notice-{notice.kind}", number=notice.number or "-", note=notice.note or "-")
