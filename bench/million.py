"""A million cases against ten thousand: every list and page of the console, an insert, a step."""

import asyncio
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa
import uvloop

from bench.fake_line import FakeLine
from bench.load import Callers, crowd, silence
from bench.people import STEPS, walks
from bench.plot import Bar
from bench.report import Form, Goal, columns, finish, form
from bench.rounds import Measured, Range, take_turns
from bench.running import ACCEPT_ONLY, OURS, start
from bench.seeding import fill
from bench.town import found, settings_of
from bot.auditor import audit
from bot.clock import SystemClock
from bot.policy import load_policy
from bot.rows import CASE
from bot.store import Store
from console.accounts import add_user
from console.sessions import begin
from models.people import Role

LISTS = ("waiting", "mine", "interrupted", "closing", "closed")
OPEN = 200
INSERT, STEP, AUDIT = "insert, µs", "step, µs", "audit, µs"


def made(folder: Path, cases: int) -> None:
    folder.mkdir()
    found(folder)
    fill(folder, OPEN, cases - OPEN)


def signed_in(folder: Path) -> tuple[bytes, list[str]]:
    """The cookie of a new session, and the numbers of an open and of a closed case."""
    store, now = Store(settings_of(folder).database_url), SystemClock().now()
    with store.read() as connection:
        ends = [sa.select(CASE.c.number).where(CASE.c.status == status).limit(1) for status in ("open", "closed")]
        numbers = [str(connection.execute(query).scalar()) for query in ends]
    name = f"bench{now}"
    add_user(store, name, Role.SUPERVISOR, "a long bench password", now)
    token = store.write(lambda c: begin(c, name, now))
    store.close()
    return f"ess-session={token}".encode(), numbers


async def measured(folder: Path, how: Form, number: int) -> Measured:
    cookie, (opened, closed) = signed_in(folder)
    paths = {f"list {name}, µs": f"/console/?listing={name}" for name in LISTS}
    paths |= {"open case, µs": f"/console/cases/{opened}", "closed case, µs": f"/console/cases/{closed}"}
    paths["metrics, µs"] = "/metrics"
    times, people, found_out = how.size(60, 20), how.size(150, 60), {}
    async with FakeLine() as line:
        server = start(OURS, folder, line.url)
        try:
            callers = Callers(server.port)
            for name, path in paths.items():
                request = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %s\r\n\r\n" % (path.encode(), cookie)
                if await callers.ask(request) != 200:
                    raise RuntimeError(f"{path} is not shown")
                spent = server.spent()
                for _ in range(times):
                    await callers.ask(request)
                found_out[name] = (server.spent() - spent) / times * 1e6
            await crowd(server.port, walks(20, number + 9000), 20, line)
            await silence(line)
            spent = server.spent()
            await crowd(server.port, walks(people, number + 100), 50, line)
            await silence(line)
            found_out[STEP] = (server.spent() - spent) / people / len(STEPS) * 1e6
        finally:
            server.end()
        server = start(ACCEPT_ONLY, folder, line.url)
        try:
            spent = server.spent()
            await crowd(server.port, walks(people * 3, number + 200), 50)
            found_out[INSERT] = (server.spent() - spent) / people / 3 / len(STEPS) * 1e6
        finally:
            server.end()
    found_out[AUDIT] = audited(folder)
    return found_out


def audited(folder: Path) -> float:
    """Processor µs of the auditor's second look: the first one may find what a cut-off run has left."""
    store, clock = Store(settings_of(folder).database_url), SystemClock()
    policy = load_policy(store)
    audit(store, policy, clock)
    begun = time.process_time()
    audit(store, policy, clock)
    spent = time.process_time() - begun
    store.close()
    return spent * 1e6


def main(how: Form) -> None:
    few, many = 10_000, how.size(1_000_000, 100_000)
    names = (f"{few:,} cases", f"{many:,} cases")
    uvloop.install()
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ess-bench-")))
        folders = {names[0]: root / "few", names[1]: root / "many"}
        for name, cases in zip(names, (few, many), strict=True):
            made(folders[name], cases)
        table = take_turns(names, how.rounds(), lambda name, n: asyncio.run(measured(folders[name], how, n)))
    ours = list(table.rounds[names[0]])
    ratios: dict[str, Range] = {what: table.ratio(names[1], names[0], what) for what in ours}
    goals = [Goal(what.removesuffix(", µs"), ratio, at_most=2.5) for what, ratio in ratios.items()]
    drawn = [Bar(what.removesuffix(", µs"), ratio, ours=True) for what, ratio in ratios.items()]
    title = f"{many:,} cases against {few:,}"
    finish(how, title, columns(table, *ours), goals, drawn, "times the processor time")


if __name__ == "__main__":
    main(form("million"))
