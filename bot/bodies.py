"""A webhook's body: whether it is signed by us, and the inbox rows that it becomes."""

import base64
import hashlib
import hmac
import logging
from typing import Any

from bot.pace import Pace
from bot.parse import DESK, ORDINARY, Received, receive

log = logging.getLogger("ess.accept")


def signed(secrets: tuple[str, ...], body: bytes, signature: str) -> bool:
    """Whether one of our secrets signed exactly these bytes (Messaging API reference, "Signature validation")."""
    found = False
    for secret in secrets:
        made = base64.b64encode(hmac.digest(secret.encode(), body, "sha256"))
        found |= hmac.compare_digest(made, signature.encode("latin-1", "replace"))
    return found


def inbox_row(received: Received, heard: int) -> dict[str, Any]:
    return {
        "id": received.id,
        "lane": received.lane,
        "kind": "line",
        "rank": received.rank,
        "at": received.at,
        "heard": heard,
        "body": received.body,
        "parked": False,
    }


def strange_row(raw: bytes, heard: int) -> dict[str, Any]:
    """A signed body that is not what we know: stored raw and raised to operators."""
    ident = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    row = inbox_row(Received(ident, DESK, ORDINARY, heard, raw), heard)
    return {**row, "kind": "strange", "parked": True, "done_at": heard}


def rows_of(body: bytes, heard: int, pace: Pace) -> list[dict[str, Any]]:
    """The inbox rows of a signed body; one for each event, none for LINE's verify button."""
    events = receive(body, heard)
    if events is None:
        log.error("a signed body is not what we know; stored raw for operators")
        return [strange_row(body, heard)]
    return [{**inbox_row(each, heard), "rank": pace.rank(each, heard)} for each in events]
