"""The second path: e-mail, SMS or any service through apprise (in a thread: it is synchronous), or a signed webhook."""

import asyncio
import hashlib
import hmac
import logging
from dataclasses import dataclass

import msgspec

from bot.clock import Clock
from bot.notices import Notice, read_notice, ticket
from bot.paths import address_of
from bot.sealed import UnreadableSecretError
from bot.settings import Settings
from bot.store import Store
from bot.tries import Accepted, Claimed, Outcome, Refused, TryLater
from models.field import PathKind
from routing.gazetteer import label
from texts.calendar import moment
from texts.catalogue import OFFICIAL, words

TIMEOUT = 5.0


@dataclass(slots=True)
class Notifier:
    """Sends `notify` rows. Addresses are opened only for the moment of sending."""

    store: Store
    clock: Clock
    settings: Settings
    key: bytes

    async def send(self, row: Claimed) -> Outcome:
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
        return await asyncio.to_thread(self._apprise, notice, address)

    def _address(self, path: str) -> tuple[PathKind, str] | None:
        with self.store.read() as connection:
            return address_of(connection, self.key, path)

    def _apprise(self, notice: Notice, address: str) -> Outcome:
        # A third of a second to import, and only services with such a path need it.
        import apprise  # noqa: PLC0415

        for name in ("apprise", "urllib3"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # they would log addresses
        sender = apprise.Apprise()
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


def subject(notice: Notice, lang: str = "th") -> str:
    return words(lang, f"notice-{notice.kind}", number=notice.number or "-", note=notice.note or "-")
