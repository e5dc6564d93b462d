"""Bodies on their way from the webhook to the disk, and the queues they stand in."""

import asyncio
import queue
import time
from dataclasses import dataclass
from typing import Any

from bot.spool import Spooled


@dataclass(slots=True, eq=False)
class Waiting:
    """A body on its way: `done` is its answer, given once, by whoever stores it first."""

    rows: list[dict[str, Any]]
    spooled: Spooled
    done: "asyncio.Future[bool]"
    since: float
    sheltered: bool = False

    @property
    def lanes(self) -> set[str]:
        return {row["lane"] for row in self.rows}


# True: look whether there is something in the spool; False: that was all.
Queue = queue.SimpleQueue[Waiting | bool]


def gathered(waiting: Queue, longest: float | None, more: float) -> tuple[list[Waiting], bool]:
    """Everything that waits, `more` seconds after there is something or the time is over; and whether that was all."""
    batch: list[Waiting] = []
    try:
        each = waiting.get(timeout=longest)
        if more and each:
            time.sleep(more)
        while each is not False:
            if isinstance(each, Waiting):
                batch.append(each)
            each = waiting.get_nowait()
    except queue.Empty:
        return batch, False
    return batch, True
