"""What travels on other paths than LINE: the same alert under the same id, and never a word of the reporter."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.outgoing import ALERT, REPEAT, row
from bot.sealed import signing_key
from handlers.effects import Notify
from models.field import Path
from models.incident import Incident, Priority
from models.times import DAY

NOTICE_LIVES = DAY
ACK_LIVES = 2 * DAY
ACK = "acknowledge"


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of a `notify` row. `kind` says why it is sent; `path` and `owner` to whom."""

    alert: str
    kind: str
    path: str
    owner: str
    name: str
    at: int
    number: str | None = None
    priority: Priority | None = None
    incident: Incident | None = None
    province: str | None = None
    district: str | None = None
    raised_at: int | None = None
    note: str = ""


read_notice = msgspec.json.Decoder(Notice).decode


def notice_row(now: int, notify: Notify, path: Path) -> dict[str, Any]:
    """One row for one path. Further paths of the same alert carry its id; the receiver knows a repeat by it."""
    screen = notify.screen
    notice = Notice(
        notify.alert,
        notify.kind,
        path.id,
        path.owner,
        path.name,
        now,
        notify.number,
        screen.priority if screen else None,
        screen.incident if screen else None,
        screen.province if screen else None,
        screen.district if screen else None,
        screen.raised_at if screen else None,
        notify.note,
    )
    rank = ALERT if notify.number else REPEAT
    made = row(now, "notify", f"path:{path.id}", msgspec.json.encode(notice), rank, vital=True)
    owned = {"case_number": notify.number, "alert": notify.alert, "office": path.owner}
    return {**made, **owned, "expires_at": now + NOTICE_LIVES}


@dataclass(frozen=True, slots=True)
class Ticket:
    """What an acknowledgement link stands for."""

    number: str
    owner: str
    path: str
    until: int


def ticket(key: bytes, notice: Notice) -> str:
    """A signed token without personal data: the case's number, the path and an end. It is stored nowhere; what has been
    acknowledged is known by its SHA-256 alone.
    """
    body = msgspec.json.encode([notice.number, notice.owner, notice.path, "", notice.at + ACK_LIVES])
    return f"{_text(body)}.{_text(_mac(key, body))}"


def read_ticket(key: bytes, token: str, now: int) -> Ticket | None:
    """The ticket, or None for one that is forged, damaged or too old."""
    first, _, second = token.partition(".")
    try:
        body, mac = _bytes(first), _bytes(second)
        if not hmac.compare_digest(mac, _mac(key, body)):
            return None
        number, owner, path, _, until = msgspec.json.decode(body, type=tuple[str, str, str, str, int])
    except (binascii.Error, msgspec.DecodeError, UnicodeEncodeError, ValueError):
        return None
    return Ticket(number, owner, path, until) if now < until else None


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.new(signing_key(key, ACK), body, hashlib.sha256).digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
