"""Everything that can go wrong with LINE, as switches."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from typing import Literal


class FaultKind(StrEnum):
    """The first block is for the HTTP API, the second for webhooks."""

    SLOW = "slow"
    ERROR = "error"
    TIMEOUT = "timeout"
    RESET = "reset"
    GARBAGE = "garbage"
    RATE_LIMIT = "rate_limit"
    MONTHLY_LIMIT = "monthly_limit"
    INVALID_TOKEN = "invalid_token"  # noqa: S105 - a name of a fault
    EXPIRED_TOKEN = "expired_token"  # noqa: S105
    INVALID_REPLY_TOKEN = "invalid_reply_token"  # noqa: S105
    FORBIDDEN = "forbidden"
    UNREACHED = "unreached"
    PREPARING = "preparing"

    DUPLICATE = "duplicate"
    REDELIVERY = "redelivery"
    LOST = "lost"
    REORDER = "reorder"
    BATCH = "batch"


WEBHOOK_FAULTS = frozenset(
    {FaultKind.DUPLICATE, FaultKind.REDELIVERY, FaultKind.LOST, FaultKind.REORDER, FaultKind.BATCH}
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One switch.

    `at`: endpoint kinds it strikes (reply, push, content, richmenu ...); empty means each of them.
    `times`: how often it strikes before it is used up; None means until it is removed.
    `when`: before the request is accepted, or after (the message is delivered, yet the caller does not learn it).
    `seconds`: how long SLOW waits, and after how long TIMEOUT gives up waiting for the caller to hang up.
    `size`: how many events BATCH puts into one body.
    """

    kind: FaultKind
    at: frozenset[str] = frozenset()
    times: int | None = 1
    when: Literal["before", "after"] = "before"
    seconds: float = 60.0
    size: int = 2
    id: int = 0

    @property
    def for_webhooks(self) -> bool:
        return self.kind in WEBHOOK_FAULTS


class Faults:
    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._ids = count(1)

    def add(self, fault: Fault) -> Fault:
        added = replace(fault, id=next(self._ids))
        self._faults[added.id] = added
        return added

    def remove(self, fault_id: int) -> None:
        self._faults.pop(fault_id, None)

    def clear(self) -> None:
        self._faults.clear()

    def all(self) -> tuple[Fault, ...]:
        return tuple(self._faults.values())

    def take(self, endpoint: str) -> tuple[Fault, ...]:
        """Those that strike this request, each counted as used: at most one delay and one failure."""
        here = [f for f in self._faults.values() if not f.for_webhooks and (not f.at or endpoint in f.at)]
        here = [f for f in here if f.kind is not FaultKind.PREPARING or endpoint in {"content", "transcoding"}]
        here = [f for f in here if f.kind is not FaultKind.INVALID_REPLY_TOKEN or endpoint == "reply"]
        slow = [f for f in here if f.kind is FaultKind.SLOW][:1]
        failing = [f for f in here if f.kind is not FaultKind.SLOW][:1]
        return tuple(self._use(fault) for fault in slow + failing)

    def take_for_webhook(self) -> Fault | None:
        for fault in self._faults.values():
            if fault.for_webhooks:
                return self._use(fault)
        return None

    def _use(self, fault: Fault) -> Fault:
        if fault.times is not None:
            left = fault.times - 1
            if left > 0:
                self._faults[fault.id] = replace(fault, times=left)
            else:
                del self._faults[fault.id]
        return fault
