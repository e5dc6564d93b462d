"""The people of the service: those who report, those who answer, those who go there."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from models.changed import replace
from models.report import AnyInput

# The languages that the service speaks or means to; a word without a translation is said in the first one.
LANGUAGES = ("th", "en", "my", "lo", "km", "ms")


class ContactState(StrEnum):
    """What a reporter's phone may do: the five states of the safe-send gate."""

    FREE = "free"
    UNKNOWN = "unknown"
    QUIET = "quiet"
    WHEN_THEY_WRITE = "when_they_write"
    NEVER = "never"


class Role(StrEnum):
    """Roles of the console; an officer sees only cases of their province."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Operator:
    """A signed-in user of the console."""

    name: str
    role: Role
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Officer:
    """A LINE user bound 1:1 to an office (`TH-92`) by a personal code."""

    user: str
    name: str
    office: str
    active: bool = True


class Person(msgspec.Struct, frozen=True):
    """A LINE user as their lane knows them. Times are ms; `lead_in` are inputs from before there is a case;
    `withdrawn` are LINE ids of messages taken back that have not come to us (yet), `withdrawn_at` when each was.

    `cleared`: they asked for ล้างหน้าจอ and have the neutral menu until they report again.

    `noting` is the case an officer writes into and until when; `token` is a reply token not yet used and until when.
    """

    user: str
    lang: str = "th"
    name: str = ""
    contact: ContactState = ContactState.FREE
    contact_version: int = 0
    chose_contact: bool = False
    chose_lang: bool = False
    follows: bool = True
    active: str | None = None
    lead_in: tuple[AnyInput, ...] = ()
    last_heard: int = 0
    acked_at: int = 0
    asked_at: int = 0
    profile_at: int = 0
    code_tries: tuple[int, ...] = ()
    pace: tuple[int, int] = (0, 0)
    noting: tuple[str, int] | None = None
    token: tuple[str, int] | None = None
    withdrawn: tuple[str, ...] = ()
    withdrawn_at: tuple[int, ...] = ()
    cleared: bool = False

    def reachable(self, contact: ContactState) -> "Person":
        """In another contact state; by its version the gate knows what was decided under an earlier one."""
        return replace(self, contact=contact, contact_version=self.contact_version + 1)

    def taken_back(self, line_id: str) -> int | None:
        """When the message that only now comes to us was taken back; None when it was not."""
        newest_first = zip(reversed(self.withdrawn), reversed(self.withdrawn_at), strict=False)
        return next((at for each, at in newest_first if each == line_id), None)


class Binding(msgspec.Struct, frozen=True):
    """A destination of alerts: a person (`U…`) or a group (`C…`, a mere loudspeaker) of one office."""

    to: str
    office: str
    group: bool
    name: str
    lang: str = "th"
