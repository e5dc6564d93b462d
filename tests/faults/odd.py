"""`ess serve` with one thing odd, for proofs that need it: `python -m tests.faults.odd --fd N`.

ODD_SPEED: its clock runs so many times faster from ODD_BASE (ms since 1970) on. ODD_AHEAD: its clock is wrong by so
many ms. ODD_POISON: no handler can take an event that says this.
"""

import os
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from bot.clock import SharedClock, SystemClock, later
from bot.logs import write_logs
from bot.service import build
from bot.serving import run, set_right
from bot.settings import read_settings
from bot.store import Store
from handlers.events import Said
from handlers.handle import handle


def hurried(base: int, speed: float) -> Callable[[], float]:
    """Unix seconds on a clock that runs faster since `base`; the same in every process."""
    return lambda: base / 1000 + (time.time() - base / 1000) * speed


class OddClock(SystemClock):
    """Faster, or set wrong."""

    def __init__(self, base: int, speed: float, ahead: int) -> None:
        super().__init__()
        self._seconds = hurried(base, speed)
        self._ahead = ahead

    def now(self) -> int:
        return int(self._seconds() * 1000) + self._ahead

    def not_before(self, newest: int) -> None:
        self._ahead += later(self.now(), newest)


def main() -> None:
    write_logs(sys.stderr)
    settings = read_settings()
    store = Store(settings.database_url)
    now, ahead = int(time.time() * 1000), int(os.environ.get("ODD_AHEAD", "0"))
    base, speed = int(os.environ.get("ODD_BASE", now)), float(os.environ.get("ODD_SPEED", "1"))
    clock = OddClock(base, speed, ahead) if store.is_sqlite else SharedClock(now + ahead)
    service = build(settings, set_right(store, clock), store)
    poison = os.environ.get("ODD_POISON")

    def poisoned(world: Any, lane: Any, event: Any) -> Any:
        if isinstance(event, Said) and event.text == poison:
            raise ValueError("cannot be handled")
        return handle(world, lane, event)

    if poison:
        service.turner.handler = poisoned
    listener = socket.socket(fileno=int(sys.argv[sys.argv.index("--fd") + 1]))
    listener.setblocking(False)
    run(service, listener)


if __name__ == "__main__":
    main()
