"""What the handlers made of one lane."""

from collections.abc import Mapping

import msgspec

from bot.pending import Pending
from handlers.commands import AnyResult
from handlers.effects import Effect
from handlers.lane import Lane


class Decided(msgspec.Struct, frozen=True):
    """A lane before and after its events, and all that they want done."""

    before: Lane
    after: Lane
    effects: tuple[Effect, ...] = ()
    done: tuple[Pending, ...] = ()
    results: Mapping[str, AnyResult] = msgspec.field(default_factory=dict)
    tries: int = 0
    failed: Pending | None = None
    parked: bool = False

    @property
    def cause(self) -> str:
        """The id of the event that what is said comes from: the last one that was handled. What one of ours passes on
        (`id>…`) has the cause of the first.
        """
        last = self.done[-1] if self.done else self.failed
        return last.event.id.partition(">")[0] if last else ""
