"""What a trace may tell of a happening: when its webhook was stored, its turn, and each call that came of it.

Every happening is a trace of its own, and its trace id follows from the event's id (docs/adr/0008): whichever process
takes a part in it, now or after a restart, writes into the same trace. Nothing but the cause of an outbox row is kept
for it. Who speaks to whom about what is in no span: only kinds, times, LINE's own ids and how it ended.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

from bot.tries import Claimed, Outcome


class Handled(msgspec.Struct, frozen=True):
    """An event that a turn has handled: its id, its kind, how many ms after it was heard, and whether it is one of our
    own making, which no webhook has brought.
    """

    id: str
    kind: str
    heard: int
    waited: int
    ours: bool


class Tracing(Protocol):
    """Hears what has happened, once it is done. From any thread; `began` is `time.perf_counter_ns()`."""

    def accepted(self, rows: Sequence[Mapping[str, Any]], began: int, *, stored: bool, spooled: bool) -> None: ...

    def turned(self, handled: Sequence[Handled], began: int) -> None: ...

    def called(self, row: Claimed, began: int, outcome: Outcome) -> None: ...

    def close(self) -> None: ...


def root(event: str) -> str:
    """The event that began it: what one of ours passes on is called `id>...` (handlers/office.py)."""
    return event.partition(">")[0]


def trace_id(event: str) -> int:
    """128 bits, the same in every process."""
    return int.from_bytes(hashlib.sha256(root(event).encode()).digest()[:16])


def span_id(*of: str) -> int:
    """64 bits for the span of this name; a later process finds its parent by it."""
    return int.from_bytes(hashlib.sha256("\n".join(of).encode()).digest()[:8])
