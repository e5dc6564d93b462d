"""What an owner tunes at run time: one typed value with its defaults. Durations are ms unless a name says otherwise."""

from dataclasses import dataclass, field
from enum import StrEnum

from models.incident import Priority
from models.times import DAY, HOUR, MINUTE, SECOND

DUTY_HOURS = "Mo-Su 08:30-16:30"


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
    TOP = "top"


@dataclass(frozen=True, slots=True)
class Rung:
    """At `after` ms from *raised*, do `acts`."""

    after: int
    acts: tuple[RungAct, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs in order; the last one repeats every `then_every` ms, for ever.

    `hours` is a weekly pattern (routing.hours) in which the repeats fall; empty is always.
    """

    rungs: tuple[Rung, ...]
    then_every: int
    hours: str = ""


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
        DUTY_HOURS,
    ),
}
LADDERS[Priority.P4] = LADDERS[Priority.P3]

# The conversation's own clock, from the first word of the reporter that nobody has answered.
CONVERSATIONS = {
    Priority.P1: Ladder(
        (Rung(0, (A.SIREN,)), Rung(60 * SECOND, (A.TOP, A.SIREN)), Rung(5 * MINUTE, (A.SUPERVISOR, A.SIREN))),
        5 * MINUTE,
    ),
    Priority.P2: Ladder(
        (Rung(0, (A.SIREN,)), Rung(2 * MINUTE, (A.TOP, A.SIREN)), Rung(8 * MINUTE, (A.SUPERVISOR, A.SIREN))),
        10 * MINUTE,
    ),
    Priority.P3: Ladder(
        (Rung(0, (A.SIREN,)), Rung(15 * MINUTE, (A.TOP, A.SIREN)), Rung(60 * MINUTE, (A.SUPERVISOR, A.SIREN))),
        2 * HOUR,
        DUTY_HOURS,
    ),
}
CONVERSATIONS[Priority.P4] = CONVERSATIONS[Priority.P3]


@dataclass(frozen=True, slots=True)
class Policy:
    """Defaults follow the life of a case; each is described in docs/policy.md."""

    ladders: dict[Priority, Ladder] = field(default_factory=lambda: dict(LADDERS))
    conversations: dict[Priority, Ladder] = field(default_factory=lambda: dict(CONVERSATIONS))
    neighbours: int = 3
    neighbours_within: int = 150_000
    interrupted_after: int = 2 * MINUTE
    raise_wait: int = 30 * SECOND
    lease_taken: int = 10 * MINUTE
    lease_on_the_way: int = 60 * MINUTE
    lease_on_scene: int = 3 * HOUR
    lease_question: int = 5 * MINUTE
    lease_supervisor: int = 30 * MINUTE
    lease_abandoned: int = 10 * MINUTE
    lease_answering: int = 90 * SECOND
    operator_away: int = 45 * SECOND
    many_waiting: int = 20
    code_lives: int = 24 * HOUR
    code_tries_an_hour: int = 5
    ack_every: int = 2 * MINUTE
    calm_messages_a_minute: int = 30
    reopen_for: int = 7 * 24 * HOUR
    media_largest: int = 200 * 1024 * 1024
    media_tries_for: int = 24 * HOUR
    consent_within: int = DAY
    review_after: int = DAY
    unreachable_again: int = 30 * MINUTE
    push_tries: int = 3
    push_reserve: int = 20
    push_warnings: tuple[int, ...] = (70, 90)
    drill_every: int = 7 * DAY
    drill_at_shift: bool = False
    drill_answer: int = HOUR
    phone_link_lives: int = HOUR
    phone_session: int = 12 * HOUR
    audit_every: int = MINUTE
    late_after: int = 5 * MINUTE
