"""When is a case late, and what happens then: the ladder as a pure function over the policy's table."""

from dataclasses import dataclass

from models.policy import Ladder, RungAct


@dataclass(frozen=True, slots=True)
class Step:
    """What is due now (`acts`, empty when nothing is), how many rungs are then done, and when to look again (ms)."""

    acts: tuple[RungAct, ...]
    done: int
    due_at: int


def due_at(ladder: Ladder, raised_at: int, done: int) -> int:
    """When rung number `done` (from 0) is due: absolute from *raised*; past the table the last rung repeats."""
    last = len(ladder.rungs) - 1
    if done <= last:
        return raised_at + ladder.rungs[done].after
    return raised_at + ladder.rungs[last].after + (done - last) * ladder.then_every


def climb(ladder: Ladder, raised_at: int, done: int, now: int) -> Step:
    """At most one rung at a time: after a jump of the clock each late case takes one step, and the next one soon.

    A rung that is long past is not owed twice: rungs whose successor is due too are passed over once the table ends.
    """
    due = due_at(ladder, raised_at, done)
    if now < due:
        return Step((), done, due)
    rung = ladder.rungs[min(done, len(ladder.rungs) - 1)]
    after = done + 1
    while after >= len(ladder.rungs) and due_at(ladder, raised_at, after) <= now:
        after += 1
    return Step(rung.acts, after, max(due_at(ladder, raised_at, after), now + 1))


def rungs_behind(ladder: Ladder, raised_at: int, now: int) -> int:
    """How many rungs a case would have done by `now`: where it enters the ladder when its priority changes."""
    done = 0
    while due_at(ladder, raised_at, done) <= now:
        done += 1
    return done
