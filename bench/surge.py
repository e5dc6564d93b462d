"""A surge: 10,000 reports (70,000 events) in a minute on one core, LINE at 80 ms, flushes 2 ms slower; then the same
with a `kill -9` in the middle, where LINE redelivers what was not acknowledged.
"""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import uvloop

from bench.fake_line import FakeLine
from bench.flow import woven
from bench.load import Acks, answered, paced, silence
from bench.people import STEPS, Shot, walks
from bench.plot import Bar
from bench.report import Form, Goal, finish, form
from bench.rounds import Range, percentile, shown
from bench.running import OURS, start
from bench.slow_flush import NO_COMPILER, slow_flush
from bench.town import found, settings_of
from bot.rows import CASE, INBOX, OUTBOX
from bot.store import Store

SLOW = 0.080
MINUTE = 60
PIN = STEPS.index("pin")


@dataclass(frozen=True, slots=True)
class Surge:
    """Waits are in s, from the moment an event was sent first."""

    acks: list[float]
    first: list[float]
    alerts: list[float]
    rest: list[float]
    unanswered: int
    missing: int
    doubled: int
    said_again: int
    not_acknowledged: int
    drained: float
    memory: float
    processor: float


async def surge(reports: int, seconds: float, preload: str, *, kill: bool) -> Surge:
    people = walks(reports, 31 if kill else 30)
    shots = woven(people, max(50, reports // 5))
    with tempfile.TemporaryDirectory(prefix="ess-bench-") as name:
        folder = Path(name)
        found(folder)
        async with FakeLine(SLOW) as line:
            server = start(OURS, folder, line.url, preload)
            try:
                begun = time.perf_counter()
                load = asyncio.create_task(paced(server.port, shots, len(shots) / seconds, again=kill))
                if kill:
                    await asyncio.sleep(seconds / 2)
                    server.kill()
                    server = await asyncio.to_thread(start, OURS, folder, line.url, preload, server.port)
                acks = await load
                await answered(line, shots, most=180.0)
                await silence(line, least=2.0, most=20.0)
                memory, processor = server.memory(), server.spent()
            finally:
                server.end()
            return judged(folder, shots, acks, line, begun + seconds, memory, processor)


def judged(
    folder: Path, shots: list[Shot], acks: Acks, line: FakeLine, over: float, memory: float, processor: float
) -> Surge:
    """`over` is when the surge ended: it is drained when the last answer and the last first alert have left."""
    heard, sent = line.heard, acks.sent
    store = Store(settings_of(folder).database_url)
    with store.read() as connection:
        stored = set(connection.execute(sa.select(INBOX.c.id)).scalars())
        home = {r.number: r.lane for r in connection.execute(sa.select(CASE.c.number, CASE.c.lane))}
        alerts = connection.execute(sa.select(OUTBOX.c.id, OUTBOX.c.case_number).where(OUTBOX.c.kind == "alert"))
        paged = {home[r.case_number]: heard.pushes.get(r.id) for r in alerts.all()[::-1] if r.case_number in home}
    store.close()
    pinned = {f"user:{person_of(s)}": sent[s.reply] for s in shots if s.step == PIN}
    waits = {s: heard.replies[s.reply] - sent[s.reply] for s in shots if s.reply in heard.replies}
    left = [*heard.replies.values(), *(at for at in paged.values() if at is not None)]
    return Surge(
        acks=[acks.took[s.reply] for s in shots],
        first=[wait for s, wait in waits.items() if s.step == 0],
        alerts=[at - pinned[lane] for lane, at in paged.items() if at is not None and lane in pinned],
        rest=[wait for s, wait in waits.items() if s.step],
        unanswered=len(shots) - len(waits),
        missing=sum(1 for s in shots if acks.status[s.reply] == 200 and s.event not in stored),
        doubled=len(heard.doubled),
        said_again=heard.said_again,
        not_acknowledged=acks.refused,
        drained=max(0.0, max(left, default=over) - over),
        memory=memory,
        processor=processor,
    )


def person_of(shot: Shot) -> str:
    at = shot.request.index(b'"userId":"') + 10
    return shot.request[at : at + 33].decode()


def one(value: float) -> Range:
    return Range(value, value, value)


def row(name: str, s: Surge) -> str:
    p99 = [shown(percentile(waits, 0.99)) for waits in (s.acks, s.first, s.alerts, s.rest)]
    counts = (s.unanswered, s.missing, s.doubled, s.said_again, s.not_acknowledged)
    cells = [*p99, shown(max(s.rest, default=0)), shown(s.drained), *map(str, counts), shown(s.memory)]
    return f"| {name} | " + " | ".join(cells) + " |"


HEAD = (
    "| | acknowledged p99 s | first answer p99 s | alert p99 s | other answers p99 s | the last answer s |"
    " drained after s | not answered | acknowledged but missing | doubled | vital words said again |"
    " not acknowledged | memory MiB |"
)


def main(how: Form) -> None:
    uvloop.install()
    reports, seconds = how.size(10_000, 1_000), how.size(MINUTE, MINUTE // 10)
    with slow_flush() as slow:
        if not slow:
            print(NO_COMPILER)
        calm = asyncio.run(surge(reports, seconds, slow, kill=False))
        killed = asyncio.run(surge(reports, seconds, slow, kill=True))
    goals = [
        Goal("the last acknowledgement, s", one(max(calm.acks)), at_most=2),
        Goal("first answers p99, s", one(percentile(calm.first, 0.99)), at_most=10),
        Goal("alerts p99, s", one(percentile(calm.alerts, 0.99)), at_most=10),
        Goal("the last of the other answers, s", one(max(calm.rest)), at_most=45),
        Goal("doubled", one(calm.doubled + killed.doubled), at_most=0),
        Goal("with `kill -9`: acknowledged events missing", one(killed.missing), at_most=0),
    ]
    lines = [HEAD, "| --- |" * 1 + " --- |" * 12, row("undisturbed", calm), row("with `kill -9`", killed)]
    drawn = [
        Bar("acknowledged p99", one(percentile(calm.acks, 0.99)), ours=True),
        Bar("first answer p99", one(percentile(calm.first, 0.99)), ours=True),
        Bar("alert p99", one(percentile(calm.alerts, 0.99)), ours=True),
        Bar("other answers p99", one(percentile(calm.rest, 0.99)), ours=True),
    ]
    title = f"A surge: {reports:,} reports in {seconds} s, LINE at 80 ms" + (", every flush +2 ms" if slow else "")
    finish(how, title, lines, goals, drawn, "s")


if __name__ == "__main__":
    main(form("surge"))
