"""Whole steps, from the webhook to the reply that the person reads: as many as it can, or paced."""

import statistics
import time

from bench.fake_line import FakeLine
from bench.load import Acks, crowd, paced, silence
from bench.people import STEPS, Shot, Walk, walks
from bench.rounds import Measured, percentile
from bench.running import Contestant, running

US, A_SECOND, PUSHES = "processor µs per event", "replies/s on one core", "other calls per report"
ACK50, ACK99 = "acknowledged p50 ms", "acknowledged p99 ms"
REPLY50, REPLY99 = "webhook to reply p50 ms", "webhook to reply p99 ms"
WARM = 20


async def crowded(
    who: Contestant, people: int, seed: int, at_once: int, delay: float = 0.0, preload: str = ""
) -> Measured:
    """`at_once` people at a time, each of whom reads the reply before the next tap; until nothing more is said."""
    async with FakeLine(delay) as line:
        with running(who, line.url, preload) as server:
            await crowd(server.port, walks(WARM, seed + 1000), WARM, line)
            await silence(line)
            line.forget()
            ready = walks(people, seed)
            spent, begun = server.spent(), time.perf_counter()
            acks = await crowd(server.port, ready, at_once, line)
            took = time.perf_counter() - begun
            await silence(line)
            spent = server.spent() - spent
    events = people * len(STEPS)
    sound(who, acks, line, events)
    heard = line.heard
    others = (len(heard.pushes) + heard.profiles) / people
    return {US: spent / events * 1e6, A_SECOND: len(heard.replies) / took, PUSHES: others}


async def handed(who: Contestant, people: int, seed: int, at_once: int, delay: float) -> float:
    """Replies a second while LINE keeps `at_once` webhooks open and sends the next when one is acknowledged; until the
    last reply has left.
    """
    async with FakeLine(delay) as line:
        with running(who, line.url) as server:
            await crowd(server.port, walks(WARM, seed + 1000), WARM, line)
            await silence(line)
            line.forget()
            begun = time.perf_counter()
            acks = await crowd(server.port, walks(people, seed), at_once)
            await silence(line)
    sound(who, acks, line, people * len(STEPS))
    return len(line.heard.replies) / (max(line.heard.replies.values()) - begun)


async def steady(who: Contestant, people: int, seed: int, a_second: float, delay: float = 0.0) -> Measured:
    """People come in evenly; each taps on every two seconds or so, whatever they have read."""
    async with FakeLine(delay) as line:
        with running(who, line.url) as server:
            await crowd(server.port, walks(WARM, seed + 1000), WARM, line)
            await silence(line)
            line.forget()
            shots = woven(walks(people, seed))
            spent = server.spent()
            acks = await paced(server.port, shots, a_second)
            await silence(line)
            spent = server.spent() - spent
    sound(who, acks, line, len(shots))
    waits = [at - acks.sent[token] for token, at in line.heard.replies.items() if token in acks.sent]
    took = list(acks.took.values())
    return {
        REPLY50: statistics.median(waits) * 1000,
        REPLY99: percentile(waits, 0.99) * 1000,
        ACK50: statistics.median(took) * 1000,
        ACK99: percentile(took, 0.99) * 1000,
        US: spent / len(shots) * 1e6,
    }


def woven(people: list[Walk], among: int = 400) -> list[Shot]:
    """One order of everybody's events: `among` people are on their way at any time, each one's own order kept."""
    shots: list[Shot] = []
    for first in range(0, len(people), among):
        for step in range(len(STEPS)):
            shots += [walk[step] for walk in people[first : first + among]]
    return shots


def sound(who: Contestant, acks: Acks, line: FakeLine, events: int) -> None:
    """A figure counts only when everybody was acknowledged and answered, and nobody heard anything twice."""
    heard = line.heard
    lacking = events - len(heard.replies)
    if acks.refused or lacking or heard.repeats or heard.doubled or heard.strange:
        raise RuntimeError(
            f"{who.name}: {acks.refused} not acknowledged, {lacking} not answered, {heard.repeats} repeated, "
            f"{len(heard.doubled)} doubled {[b.decode() for b in heard.doubled[:2]]}, strange: {heard.strange[:3]}"
        )
