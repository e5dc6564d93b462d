"""How often each lane speaks: a flood is ranked behind everybody else, never refused."""

from dataclasses import dataclass, field

from bot.parse import LATER, ORDINARY, Received
from models.times import MINUTE

CALM = 30
MOST_WATCHED = 10_000


@dataclass(slots=True)
class Pace:
    """How often each lane has spoken this minute."""

    minute: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def rank(self, received: Received, heard: int) -> int:
        if heard // MINUTE != self.minute or len(self.counts) > MOST_WATCHED:
            self.minute, self.counts = heard // MINUTE, {}
        count = self.counts[received.lane] = self.counts.get(received.lane, 0) + 1
        return received.rank if count <= CALM or received.rank < ORDINARY else LATER
