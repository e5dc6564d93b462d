"""When is a case late, and what happens then: the ladder as a pure function over the policy's table."""

from dataclasses import dataclass

from models.policy import Ladder, RungAct
from routing.hours import next_within


@dataclass(frozen=True, slots=True)
class Step:
    """What is due now (`acts`, empty when nothing is), how many rungs are then done, and when to look again (ms).

    `again`: the rung was started before its time and comes once more at its own.
    """

    acts: tuple[RungAct, ...]
    done: int
    due_at: int
    again: bool = False


def due_at(ladder: Ladder, since: int, done: int) -> int:
    """When rung number `done` (from 0) is due: absolute from `since`; past the table the last rung repeats."""
    last = len(ladder.rungs) - 1
    if done <= last:
        return since + ladder.rungs[done].after
    at = since + ladder.rungs[last].after + (done - last) * ladder.then_every
    if not ladder.hours:
        return at
    opens = next_within(ladder.hours, at)
    return at if opens is None else opens


def climb(ladder: Ladder, since: int, done: int, now: int) -> Step:
    """At most one rung at a time: after a jump of the clock each late case takes one step, and the next one soon.

    A rung that is long past is not owed twice: rungs whose successor is due too are passed over once the table ends.
    """
    due = due_at(ladder, since, done)
    if now < due:
        return Step((), done, due)
    rung = ladder.rungs[min(done, len(ladder.rungs) - 1)]
    after = done + 1
    if after > len(ladder.rungs):
        # Long after the table's end: straight to the repeat before this moment, then on as the hours allow.
        after = max(after, rungs_behind(ladder, since, now))
    while after >= len(ladder.rungs) and due_at(ladder, since, after) <= now:
        after += 1
    return Step(rung.acts, after, max(due_at(ladder, since, after), now + 1))


def ahead(ladder: Ladder, since: int, done: int, now: int) -> Step:
    """Rung number `done` of the table starts now, before its time, because the one before it reached nobody.

    The truth is told to the reporter at its own time only: a rung that holds it comes again then.
    """
    acts = ladder.rungs[done].acts
    again = RungAct.TRUTH in acts and now < due_at(ladder, since, done)
    early = tuple(a for a in acts if a is not RungAct.TRUTH) if again else acts
    after = done if again else done + 1
    return Step(early, after, max(due_at(ladder, since, after), now + 1), again)


def rungs_behind(ladder: Ladder, since: int, now: int) -> int:
    """How many rungs a case would have done by `now`: where it enters the ladder when its priority changes."""
    table = sum(since + rung.after <= now for rung in ladder.rungs)
    if table < len(ladder.rungs):
        return table
    return table + (now - since - ladder.rungs[-1].after) // ladder.then_every
