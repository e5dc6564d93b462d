"""What an owner tunes at run time: one typed value with its defaults. Durations are ms unless a name says otherwise."""

from dataclasses import dataclass, field
from enum import StrEnum

from models.incident import Priority

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


class RungAct(StrEnum):
    """What a rung of the ladder does."""

    SIREN = "siren"
    CENTRE = "centre"
    REMIND = "remind"
    EVERY_OFFICER = "every_officer"
    SECOND_PATH = "second_path"
    NEIGHBOURS = "neighbours"
    CALL_TASK = "call_task"
    SUPERVISOR = "supervisor"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Rung:
    """At `after` ms from *raised*, do `acts`."""

    after: int
    acts: tuple[RungAct, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs in order; the last one repeats every `then_every` ms, for ever."""

    rungs: tuple[Rung, ...]
    then_every: int


A = RungAct
LADDERS = {
    Priority.P1: Ladder(
        (
            Rung(0, (A.SIREN, A.CENTRE)),
            Rung(60 * SECOND, (A.SECOND_PATH, A.EVERY_OFFICER)),
            Rung(2 * MINUTE, (A.REMIND, A.NEIGHBOURS)),
            Rung(3 * MINUTE, (A.CALL_TASK,)),
            Rung(5 * MINUTE, (A.SUPERVISOR, A.TRUTH, A.REMIND)),
        ),
        5 * MINUTE,
    ),
    Priority.P2: Ladder(
        (
            Rung(0, (A.SIREN, A.CENTRE)),
            Rung(2 * MINUTE, (A.REMIND,)),
            Rung(4 * MINUTE, (A.CALL_TASK, A.REMIND)),
            Rung(8 * MINUTE, (A.SUPERVISOR, A.TRUTH, A.REMIND)),
        ),
        10 * MINUTE,
    ),
    Priority.P3: Ladder(
        (
            Rung(0, (A.SIREN, A.CENTRE)),
            Rung(15 * MINUTE, (A.REMIND,)),
            Rung(30 * MINUTE, (A.CALL_TASK, A.REMIND)),
            Rung(60 * MINUTE, (A.SUPERVISOR, A.TRUTH, A.REMIND)),
        ),
        2 * HOUR,
    ),
}
LADDERS[Priority.P4] = LADDERS[Priority.P3]


@dataclass(frozen=True, slots=True)
class Policy:
    """Defaults follow the life of a case; each is described in docs/policy.md."""

    ladders: dict[Priority, Ladder] = field(default_factory=lambda: dict(LADDERS))
    interrupted_after: int = 2 * MINUTE
    raise_wait: int = 30 * SECOND
    lease_taken: int = 10 * MINUTE
    lease_on_the_way: int = 60 * MINUTE
    lease_on_scene: int = 3 * HOUR
    lease_question: int = 5 * MINUTE
    lease_answering: int = 90 * SECOND
    operator_away: int = 45 * SECOND
    code_lives: int = 24 * HOUR
    code_tries_an_hour: int = 5
    ack_every: int = 2 * MINUTE
    calm_messages_a_minute: int = 30
    reopen_for: int = 7 * 24 * HOUR
    media_largest: int = 200 * 1024 * 1024
    media_tries_for: int = 24 * HOUR
