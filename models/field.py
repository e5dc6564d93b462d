"""Who can be reached for an office at one moment: destinations in LINE, other paths, and who is on duty."""

from dataclasses import dataclass
from enum import StrEnum

SUPERVISOR = "supervisor"


class PathKind(StrEnum):
    """Other ways than LINE. `service` is any address that the notification library knows."""

    EMAIL = "email"
    SMS = "sms"
    SERVICE = "service"
    WEBHOOK = "webhook"


class DutyKind(StrEnum):
    """weekly: a pattern of hours; extra: on duty besides; leave: off duty whatever the others say."""

    WEEKLY = "weekly"
    EXTRA = "extra"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One line of a rota. `rank` 1 is called first, 2 with everybody; `since`/`until` (ms) may be open."""

    office: str
    officer: str
    kind: DutyKind
    rank: int = 1
    hours: str = ""
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """A LINE chat of an office that may be paged now: an officer on duty (`rank` 1 first) or a group."""

    to: str
    office: str
    name: str = ""
    group: bool = False
    lang: str = "th"
    rank: int = 1
    red: bool = False
    members: int = 1


@dataclass(frozen=True, slots=True)
class Path:
    """Another way to an office or the supervisor; its address stays sealed in the table."""

    id: str
    owner: str
    kind: PathKind
    name: str


class Scope(StrEnum):
    """Whom a page goes to: the office's first destinations, or everybody of it who is on duty."""

    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Reach:
    """Everybody of one office who may be told at this moment."""

    destinations: tuple[Destination, ...] = ()
    paths: tuple[Path, ...] = ()

    def of(self, scope: Scope) -> tuple[Destination, ...]:
        return tuple(d for d in self.destinations if d.group or d.rank == 1 or scope is Scope.ALL)

    def answers(self, scope: Scope) -> bool:
        """Whether a page there can count on being seen: somebody is there and is not known to be out of reach."""
        return any(not d.red for d in self.of(scope))


def somebody(office: str) -> Reach:
    """What a world without a rota assumes: every office has somebody."""
    return Reach((Destination("", office),), (Path("", office, PathKind.EMAIL, ""),))
