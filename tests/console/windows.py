"""Browsers on the console of a room: windows that complain about everything."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Locator, Page

from console import app as console_app
from console.live import Live
from console.sessions import begin
from handlers.commands import Actor, Answer
from models.people import Role
from tests.console.room import Room

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
WATCH = """window.broken = []
document.addEventListener("securitypolicyviolation", (e) => broken.push(`${e.violatedDirective} ${e.blockedURI}`))
document.addEventListener("htmx:finally:request", () => document.documentElement.dataset.asked = "once")"""


class Seen:
    """A room behind a real server, and windows that complain about everything."""

    def __init__(self, room: Room, url: str, browser: Browser, live: Live) -> None:
        self.room, self.url, self.browser, self.live = room, url, browser, live
        self.pages: list[Page] = []
        self.complaints: list[str] = []
        self.streams: list[str] = []
        self.expected = ""

    def window(self, name: str, size: dict[str, int] = DESK, role: Role = Role.OPERATOR, **more: Any) -> Page:
        """A signed-in user's window on the queue."""
        self.room.user(name, role)
        return self.signed_in(name, viewport=size, **more)

    def signed_in(self, name: str, **more: Any) -> Page:
        """The same for a user whom the room knows."""
        context = self.browser.new_context(locale="th-TH", **more)
        context.on("request", lambda asked: asked.url.endswith("/live") and self.streams.append(asked.url))
        token = self.room.store.write(lambda c: begin(c, name, self.room.clock.now()))
        context.add_cookies([{"name": "ess-session", "value": token, "url": self.url}])
        return self.opens(context.new_page())

    def opens(self, page: Page, path: str = "/console/") -> Page:
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.goto(self.url + path)
        self.pages.append(page)
        return page

    def acts(self, number: str, name: str) -> None:
        self.room.desk.act(number, Actor(name, Role.OPERATOR), Answer(), self.room.desk.new_form())

    def closes(self, page: Page) -> None:
        self.complaints += page.evaluate("broken")
        self.pages.remove(page)
        page.close()

    def check(self) -> None:
        """No policy was violated, no script failed, nothing was missing."""
        for page in list(self.pages):
            self.closes(page)
        assert [each for each in self.complaints if not self.expected or self.expected not in each] == []


@contextmanager
def served(room: Room) -> Iterator[tuple[str, Live]]:
    """The room's console on a free port of this machine; its changes reach the server's loop."""

    @asynccontextmanager
    async def life(_: FastAPI):
        room.service.changes.attach(asyncio.get_running_loop())
        yield

    app = FastAPI(lifespan=life)
    console_app.mount(app, room.desk)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, timeout_graceful_shutdown=1))
    ready = threading.Event()
    told, server.startup = server.startup, None

    async def startup(*args: Any, **more: Any) -> None:
        await told(*args, **more)
        ready.set()

    server.startup = startup
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert ready.wait(10)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", app.routes[-1].app.state.parts.live
    server.should_exit = True
    thread.join(10)


def row(page: Page, number: str) -> Locator:
    return page.locator(f"#row-{number}")
