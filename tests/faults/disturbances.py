"""What `make soak` breaks: each disturbance lasts its time and says in words what it did."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import sqlalchemy as sa

from bot.rows import INBOX
from emulator.faults import Fault, FaultKind
from tests.cluster import Cluster
from tests.faults.fleet import Fleet, until

MOST_KILLS = 50
HOUR = 3_600_000
# How much faster than ours clocks run where an hour must pass: a lease of ten seconds is then half a second.
FASTER = 20.0
POISON, POISONED = "พิษ", 5
# Longer than a lease, than LINE's patience and than PostgreSQL lets a transaction idle.
STANDSTILL = 40
LONGEST_STOP = 10
SQLITE, POSTGRES = "SQLite, one replica", "PostgreSQL, two replicas"


@dataclass
class Disturbed:
    """What a scenario works with; `seconds` is how long it may last."""

    fleet: Fleet
    cluster: Cluster | None
    random: Random
    seconds: float
    # What did not go as it must, beside what every conversation tells.
    broken: list[str] = field(default_factory=list)

    def waits(self, seconds: float) -> None:
        time.sleep(seconds)

    def lasts(self) -> Iterator[None]:
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            yield


Disturbance = Callable[[Disturbed], str]


def kills(run: Disturbed) -> str:
    done = 0
    for _ in run.lasts():
        run.waits(run.random.uniform(0.05, 0.8))
        run.fleet.kill(run.random.randrange(len(run.fleet.alive)))
        run.fleet.start()
        done += 1
        if done == MOST_KILLS:
            break
    return f"{done} × kill -9"


def database_ends(how: str) -> Disturbance:
    def ends(run: Disturbed) -> str:
        assert run.cluster is not None
        done = 0
        for _ in run.lasts():
            run.waits(run.random.uniform(0.5, 3))
            if how == "kill":
                run.cluster.kill()
            else:
                run.cluster.stop()
            run.waits(run.random.uniform(0.1, 4))
            run.cluster.start()
            done += 1
        return f"{done} × the database {'killed' if how == 'kill' else 'restarted'}"

    return ends


def line_is(kind: FaultKind, words: str, **more: float | str) -> Disturbance:
    def bad(run: Disturbed) -> str:
        faults = run.fleet.platform.faults
        fault = Fault(kind, at=frozenset({"reply", "push"}), times=None, **more)  # type: ignore[arg-type]
        with run.fleet.platform.changing():
            faults.add(fault)
        run.waits(run.seconds)
        with run.fleet.platform.changing():
            faults.clear()
        return f"LINE {words} for {run.seconds:.0f} s"

    return bad


def line_away(kind: FaultKind, words: str, minutes: int) -> Disturbance:
    """For as long as it says, on the clock of the service and of LINE, which run faster."""

    def away(run: Disturbed) -> str:
        fault = Fault(kind, times=None)
        with run.fleet.platform.changing():
            run.fleet.platform.faults.add(fault)
        run.waits(minutes * 60 / run.fleet.speed)
        with run.fleet.platform.changing():
            run.fleet.platform.faults.clear()
        return f"LINE {words} for {minutes} minutes (clocks run {run.fleet.speed:.0f} times faster)"

    return away


def clock_jumps(run: Disturbed) -> str:
    """The machine's clock is set an hour forward, then back to the right time, each time with a kill between."""
    for ahead in (HOUR, 0, HOUR, 0):
        run.waits(run.seconds / 5)
        run.fleet.kill()
        run.fleet.start(ODD_AHEAD=str(ahead))
    run.waits(run.seconds / 5)
    return "2 × the clock an hour forward, 2 × an hour back"


def skewed(run: Disturbed) -> str:
    for ahead in (5_000, -5_000):
        run.fleet.start(ODD_AHEAD=str(ahead))
        run.fleet.kill()
    run.waits(run.seconds)
    return "clocks ten seconds apart"


def poison(run: Disturbed) -> str:
    for _ in list(run.fleet.alive):
        run.fleet.kill()
        run.fleet.start(ODD_POISON=POISON)
    ill = [run.fleet.platform.person(f"ill{n}", follows=False) for n in range(POISONED)]
    for each in ill:
        run.waits(run.seconds / POISONED)
        each.says(POISON)
    until(lambda: all(each.received() for each in ill), 120)
    with run.fleet.store.read() as connection:
        parked = len(connection.execute(sa.select(INBOX.c.seq).where(INBOX.c.parked)).all())
    if parked != POISONED:
        run.broken.append(f"{parked} of {POISONED} parked")
    return f"{POISONED} events that no handler can take: {parked} parked, {len(ill)} people told whom to call"


def hangs(run: Disturbed) -> str:
    """SIGSTOP: everything stands still with all its locks, claims and connections, longer than any lease."""
    run.waits(5)
    frozen = run.fleet.alive[0]
    frozen.stops()
    run.waits(STANDSTILL)
    frozen.goes_on()
    run.waits(5)
    return f"a server hangs for {STANDSTILL} s (SIGSTOP, SIGCONT)"


def restarts(run: Disturbed) -> str:
    took = []
    for n in range(5):
        run.waits(run.seconds / 6)
        if n % 2:
            run.fleet.start()
        took.append(run.fleet.alive.pop(0).ends())
        if not n % 2:
            run.fleet.start()
    run.waits(run.seconds / 6)
    if max(took) > LONGEST_STOP:
        run.broken.append(f"a stop took {max(took):.1f} s")
    return f"5 × restarted; a stop took at most {max(took):.1f} s"


@dataclass(frozen=True)
class Scenario:
    """A disturbance, its share of the time, how fast people talk, and where."""

    name: str
    disturb: Disturbance
    share: float
    where: tuple[str, ...] = (SQLITE, POSTGRES)
    rate: float = 25
    overtaking: bool = False
    seconds: float | None = None
    speed: float = 1.0

    def lasts(self, minutes: float) -> float:
        return self.seconds or max(8.0, self.share * minutes * 60)


SCENARIOS = (
    Scenario("servers killed", kills, 0.14),
    Scenario("PostgreSQL killed", database_ends("kill"), 0.09, (POSTGRES,), overtaking=True),
    Scenario("PostgreSQL restarted", database_ends("stop"), 0.09, (POSTGRES,), overtaking=True),
    Scenario("clean restarts", restarts, 0.05, rate=200),
    Scenario("LINE slow", line_is(FaultKind.SLOW, "answers after 10 s", seconds=10), 0.04, (SQLITE,)),
    Scenario("LINE down", line_is(FaultKind.RESET, "closes every connection"), 0.04, (SQLITE,)),
    Scenario("LINE limits", line_is(FaultKind.RATE_LIMIT, "answers 429"), 0.04, (SQLITE,)),
    Scenario("LINE garbage", line_is(FaultKind.GARBAGE, "answers with HTML"), 0.03, (SQLITE,)),
    Scenario(
        "LINE takes it and says 500", line_is(FaultKind.ERROR, "accepts and answers 500", when="after"), 0.04, (SQLITE,)
    ),
    Scenario(
        "LINE away for an hour",
        line_away(FaultKind.RESET, "closes every connection", 60),
        0,
        (SQLITE,),
        rate=4,
        seconds=60 * 60 / FASTER,
        speed=FASTER,
    ),
    Scenario(
        "LINE limits for ten minutes",
        line_away(FaultKind.RATE_LIMIT, "answers 429", 10),
        0,
        (SQLITE,),
        rate=4,
        seconds=10 * 60 / FASTER,
        speed=FASTER,
    ),
    Scenario("clock jumps", clock_jumps, 0, (SQLITE,), seconds=30),
    Scenario("clocks apart", skewed, 0, (POSTGRES,), seconds=20),
    Scenario("poison", poison, 0, seconds=15),
    Scenario("a server hangs", hangs, 0, seconds=STANDSTILL + 10),
)
