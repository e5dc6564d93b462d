"""What stories about alerts share: time that leaps to the next due thing, and a receiver of the second path."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import sqlalchemy as sa

from bot.paths import add_path, new_path
from bot.policy import save_policy
from bot.rows import OUTBOX, TIMER
from models.field import PathKind
from models.policy import Policy
from tests.resident import Resident
from tests.town import Town
from texts.catalogue import words

SECRET = "signing-secret"


@dataclass(slots=True)
class Received:
    """What came to a webhook, in order. `status` is what it answers."""

    url: str = ""
    status: int = 200
    bodies: list[dict[str, Any]] = field(default_factory=list)
    raw: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        return [b["kind"] for b in self.bodies if b.get("kind", "bound") != "bound"]


@contextmanager
def receiver() -> Iterator[Received]:
    got = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            got.raw.append(({k.lower(): v for k, v in self.headers.items()}, body))
            if got.status < 300:
                got.bodies.append(json.loads(body))
            self.send_response(got.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    got.url = f"http://127.0.0.1:{server.server_port}/alerts"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield got
    server.shutdown()
    thread.join()
    server.server_close()


def th(key: str, **args: str) -> str:
    """The words of a key, so that a story outlives better words."""
    return words("th", key, **args)


def opens_path(town: Town, owner: str, to: Received, name: str = "") -> str:
    """A webhook of an office or the supervisors."""
    store, now = town.service.store, town.clock.now()
    key, address = town.settings.data_key(), f"{to.url} {SECRET}"
    return add_path(store, key, new_path(owner, PathKind.WEBHOOK, name or owner), address, now, "test")


def leaps(town: Town, minutes: float) -> None:
    """Time goes from one due thing to the next; nothing happens in between."""
    end = town.clock.at + int(minutes * 60_000)
    while (due := next_due(town)) is not None and due <= end:
        town.clock.at = max(town.clock.at, due)
        town.settle()
    town.clock.at = end


def next_due(town: Town) -> int | None:
    waiting = sa.select(sa.func.min(OUTBOX.c.due_at)).where(OUTBOX.c.status == "pending")
    found = [town.scalar(sa.select(sa.func.min(TIMER.c.due_at))), town.scalar(waiting)]
    return min((at for at in found if at is not None), default=None)


def tunes(town: Town, **changes: Any) -> Policy:
    """An owner changes the policy; the service takes it over."""
    changed = replace(town.service.policy, **changes)
    save_policy(town.service.store, changed, "test", town.clock.now())
    town.service.slow.read_policy()
    return changed


def in_danger(citizen: Resident) -> str:
    """A report with a category, a place and danger now: P1. Its number."""
    before = {case["number"] for case in citizen.town.cases()}
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.sends_location(18.7883, 98.9853, "เมืองเชียงใหม่ เชียงใหม่")
    citizen.taps("มี")
    (number,) = {case["number"] for case in citizen.town.cases()} - before
    return str(number)


def pages(town: Town, officer: Resident) -> list[int]:
    """When each push reached the officer, in ms."""
    return [int(e.at * 1000) for e in officer.phone.received() if e.via == "push"]


def notes(town: Town, number: str) -> list[str]:
    return [e["kind"] for e in town.case_of(number)["events"]]
