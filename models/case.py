"""A case: one started report, its status, its two holders and its number. The table below is the life of a case."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from models.changed import replace
from models.incident import Incident, Priority
from models.report import AnyInput, Place, Report
from models.times import MINUTE

# 23 characters that cannot be taken for one another, read aloud or written; a prime, so that the weighted
# check character catches every single slip and every swap of neighbours (Verhoeff 1969, ch. 3: weighted codes).
ALPHABET = "23456789ACEFHJKLMQRTWXY"

# What somebody says this long before their case begins belongs to it.
LEAD_IN = 30 * MINUTE


class CaseStatus(StrEnum):
    """started: a bare tap; open: holds a fact; aside: an operator set a bare tap aside; closing: waits for the second
    consent; unreachable: comes back on a schedule; closed.
    """

    STARTED = "started"
    OPEN = "open"
    ASIDE = "aside"
    CLOSING = "closing"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"


class CaseAction(StrEnum):
    """What can happen to a case's status; the console's buttons are drawn from the same words."""

    FACT = "fact"
    HEARD = "heard"
    SET_ASIDE = "set_aside"
    CLOSE = "close"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    LOSE = "lose"
    RETURN = "return"


TRANSITIONS: dict[tuple[CaseStatus, CaseAction], CaseStatus] = {
    (CaseStatus.STARTED, CaseAction.FACT): CaseStatus.OPEN,
    (CaseStatus.STARTED, CaseAction.SET_ASIDE): CaseStatus.ASIDE,
    (CaseStatus.STARTED, CaseAction.CLOSE): CaseStatus.CLOSING,
    (CaseStatus.ASIDE, CaseAction.HEARD): CaseStatus.STARTED,
    (CaseStatus.ASIDE, CaseAction.FACT): CaseStatus.OPEN,
    (CaseStatus.OPEN, CaseAction.CLOSE): CaseStatus.CLOSING,
    (CaseStatus.OPEN, CaseAction.LOSE): CaseStatus.UNREACHABLE,
    (CaseStatus.UNREACHABLE, CaseAction.HEARD): CaseStatus.OPEN,
    (CaseStatus.UNREACHABLE, CaseAction.FACT): CaseStatus.OPEN,
    (CaseStatus.UNREACHABLE, CaseAction.RETURN): CaseStatus.OPEN,
    (CaseStatus.UNREACHABLE, CaseAction.CLOSE): CaseStatus.CLOSING,
    (CaseStatus.CLOSING, CaseAction.CONFIRM): CaseStatus.CLOSED,
    (CaseStatus.CLOSING, CaseAction.REOPEN): CaseStatus.OPEN,
    (CaseStatus.CLOSING, CaseAction.FACT): CaseStatus.OPEN,
    (CaseStatus.CLOSED, CaseAction.REOPEN): CaseStatus.OPEN,
}


def advance(status: CaseStatus, action: CaseAction) -> CaseStatus | None:
    """The status after `action`, or None where the table has no such step."""
    return TRANSITIONS.get((status, action))


class Outcome(StrEnum):
    """How a case ended; closing needs one."""

    HELPED = "helped"
    REFERRED = "referred"
    ADVISED = "advised"
    NOTHING_FOUND = "nothing_found"
    NOT_A_CASE = "not_a_case"
    DUPLICATE = "duplicate"


class Stage(StrEnum):
    """How far the responder is; each stage has a lease (the life of a case: leases)."""

    TAKEN = "taken"
    ON_THE_WAY = "on_the_way"
    ON_SCENE = "on_scene"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Responder:
    """The officer who has the scene: LINE user id, name and office (`TH-92`); `until` is the lease's end in ms."""

    officer: str
    name: str
    office: str
    stage: Stage
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Answerer:
    """The operator who has the conversation; the lease ends at `until` (ms) without a heartbeat."""

    operator: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Passed:
    """Who passed the conversation on, when (ms), to whom (empty: to the queue), and the content id of their note."""

    by: str
    at: int
    to: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Destined:
    """Where routing sent the case: the owner's centre code and province, others told, why, and what is doubtful.

    `reasons` are message ids of the catalogues with each argument in Thai and English; `ask` are provinces to offer.
    """

    province: str | None = None
    district: str | None = None
    centre: str | None = None
    offices: tuple[str, ...] = ()
    reasons: tuple[tuple[str, dict[str, tuple[str, str]]], ...] = ()
    flags: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    ask_in_thailand: bool = False


class Case(msgspec.Struct, frozen=True):
    """One case as its lane's handler sees it. All times are ms since 1970 (UTC); `log` is the report's making on
    top of `base`, what a very long log was before.

    `step` counts the scene ladder's rungs done, `waiting_step` those of the conversation's clock, which runs from
    `waiting_since`, the first unanswered word. `informed` are neighbours told without being responsible; `supervisor`
    is who acknowledged for the supervisors. `passed` is the last hand-over, until the next one has written.
    """

    number: str
    lane: str
    status: CaseStatus
    started_at: int
    last_heard: int
    base: Report = msgspec.field(default_factory=Report)
    log: tuple[AnyInput, ...] = ()
    report: Report = msgspec.field(default_factory=Report)
    destined: Destined = msgspec.field(default_factory=Destined)
    priority: Priority = Priority.P3
    opened_at: int | None = None
    raised: dict[str, int] = msgspec.field(default_factory=dict)
    step: int = 0
    answerer: Answerer | None = None
    answered_at: int | None = None
    responder: Responder | None = None
    responded_at: int | None = None
    no_field: str | None = None
    outcome: Outcome | None = None
    closed_by: str | None = None
    receipt: bool = False
    unread: int = 0
    unread_since: int | None = None
    truth_told: bool = False
    signals: tuple[str, ...] = ()
    training: bool = False
    version: int = 0
    climbing_since: int | None = None
    waiting_since: int | None = None
    waiting_step: int = 0
    informed: tuple[str, ...] = ()
    supervised_at: int | None = None
    supervisor: str | None = None
    passed: Passed | None = None

    @property
    def ladder_since(self) -> int | None:
        """From when the scene's ladder counts: *raised*, or the last release."""
        return self.climbing_since if self.climbing_since is not None else self.raised_at

    @property
    def raised_at(self) -> int | None:
        return min(self.raised.values(), default=None)

    @property
    def live(self) -> bool:
        return self.status is not CaseStatus.CLOSED

    @property
    def at_scene(self) -> bool:
        """Whether a responder has the scene and is not done with it."""
        return self.responder is not None and self.responder.stage is not Stage.DONE

    @property
    def scene_done(self) -> bool:
        return self.responder is not None and self.responder.stage is Stage.DONE

    def unread_more(self, now: int) -> "Case":
        """With one more thing for an operator to read; what is unread counts from the first of them."""
        return replace(self, unread=self.unread + 1, unread_since=self.unread_since or now)

    def all_read(self) -> "Case":
        return replace(self, unread=0, unread_since=None)

    def marked(self, signal: str) -> "Case":
        """With a signal for the operators; it stands once, however often it comes."""
        return self if signal in self.signals else replace(self, signals=(*self.signals, signal))

    @property
    def place(self) -> Place | None:
        return self.report.place

    @property
    def incident(self) -> Incident | None:
        return self.report.incident


def case_number(seed: str) -> str:
    """A number like `K7M4-2RX9` from an event's id: seven characters of a SHA-256 and one check character.

    LINE's event ids hold 80 random bits, so the number tells nobody how many other cases there are, and the same
    event always makes the same number: a crash between two writes cannot make two cases.
    """
    value = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    digits = []
    for _ in range(7):
        value, digit = divmod(value, len(ALPHABET))
        digits.append(digit)
    body = "".join(ALPHABET[d] for d in [*digits, check_digit(digits)])
    return f"{body[:4]}-{body[4:]}"


def check_digit(digits: list[int]) -> int:
    return sum(weight * digit for weight, digit in enumerate(digits, start=2)) % len(ALPHABET)


def read_case_number(text: str) -> str | None:
    """The number in its one written form, or None when the text is not a number or its check character is wrong."""
    body = "".join(text.upper().replace("-", "").split())
    if len(body) != 8 or any(c not in ALPHABET for c in body):
        return None
    digits = [ALPHABET.index(c) for c in body]
    if check_digit(digits[:7]) != digits[7]:
        return None
    return f"{body[:4]}-{body[4:]}"
