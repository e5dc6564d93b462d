"""What a handler sees: its own lane, which it may change, and the world around it, which it may not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from handlers.effects import Effect
from handlers.screens import Shift
from models.case import Case
from models.centre import Directory
from models.changed import replace
from models.field import Reach, somebody
from models.people import Binding, Officer, Person
from models.policy import Policy
from models.report import Report
from routing.route import Route


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time binding code as its office's lane sees it."""

    hash: str
    office: str
    group: bool
    expires_at: int
    used: bool


class World(msgspec.Struct, frozen=True):
    """Read-only surroundings of one turn. `reach` is who may be told for an office at this moment, `seen` are the
    operators' last heartbeats; `known` is the lane of each case that an event names; `duties` and `shifts` are an
    officer's cases and hours; `contents` finds the content id of a LINE message id; `salt` makes another case number
    after a collision.
    """

    now: int
    policy: Policy
    directory: Directory
    route: Callable[[Report, int], Route]
    reach: Callable[[str], Reach] = somebody
    staffed: bool = False
    busy: bool = False
    seen: Mapping[str, int] = msgspec.field(default_factory=dict)
    officers: Mapping[str, Officer] = msgspec.field(default_factory=dict)
    known: Mapping[str, str] = msgspec.field(default_factory=dict)
    duties: Mapping[str, tuple[Case, ...]] = msgspec.field(default_factory=dict)
    shifts: Mapping[str, Shift] = msgspec.field(default_factory=dict)
    groups: Mapping[str, Binding] = msgspec.field(default_factory=dict)
    codes: Mapping[str, Code] = msgspec.field(default_factory=dict)
    contents: Mapping[str, str] = msgspec.field(default_factory=dict)
    salt: str = ""


class Lane(msgspec.Struct, frozen=True):
    """The rows that one lane owns: a LINE user and their cases, or a case without a LINE person.

    `spent` are codes that an earlier event of the same turn has used: the world was loaded before it.
    """

    id: str
    person: Person | None = None
    cases: Mapping[str, Case] = msgspec.field(default_factory=dict)
    spent: frozenset[str] = frozenset()

    @property
    def reporter(self) -> Person:
        """The person of a lane that has one."""
        assert self.person is not None, self.id
        return self.person

    @property
    def active(self) -> Case | None:
        """The case that the person's words reach: the one pointed to, or the newest that is still live."""
        if self.person is None or self.person.active is None:
            return None
        case = self.cases.get(self.person.active)
        if case is not None and case.live:
            return case
        return max((c for c in self.cases.values() if c.live), key=lambda c: c.started_at, default=None)

    def holding(self, case: Case) -> "Lane":
        """The lane with this case in it."""
        return replace(self, cases={**self.cases, case.number: case})

    def knowing(self, person: Person) -> "Lane":
        return replace(self, person=person)


Turned = tuple[Lane, tuple[Effect, ...]]
