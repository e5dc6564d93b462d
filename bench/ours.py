"""Our own service with one thing left out, for measurements of a single part: `python -m bench.ours accept|one-by-one`.

accept: everything but the turns, so that the figure is what storing costs. one-by-one: the same without the group
commit, as if each event were committed for itself.
"""

import sys
from typing import Any

from bot.accept import Accepter
from bot.clock import SystemClock
from bot.service import build
from bot.serving import run
from bot.settings import read_settings
from bot.store import Store
from bot.turn import BATCH, Result, Turner


class Still(Turner):
    """Never takes a turn."""

    def turn(self, most: int = BATCH) -> Result:  # noqa: ARG002
        return Result()


class OneByOne(Accepter):
    """A commit for each event."""

    def _store_each(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            self.store_now([row])


def main(what: str) -> None:
    settings, clock = read_settings(), SystemClock()
    service = build(settings, clock, Store(settings.database_url))
    old = service.turner
    service.turner = Still(old.store, old.clock, old.places, old.policy)
    if what == "one-by-one":
        service.accepter = OneByOne(service.store, clock, service.wake, service.accepter.spool)
    run(service)


if __name__ == "__main__":
    main(sys.argv[1])
