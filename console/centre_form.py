"""The form of one centre: its words, its mistakes beside each field, and the centre it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.centre_edits import generated_unit
from console.centre_list import may_edit
from console.sessions import SignedIn
from models.centre import Centre, CentreKind
from models.changed import replace
from models.times import DAY, THAILAND, local
from routing.centre_rows import COLUMNS, read_centre
from routing.centres import cells
from routing.reason import Reason, reason

if TYPE_CHECKING:
    from routing.atlas import Atlas

KINDS = tuple(CentreKind)
KEPT = ("code", "kind", "province")
LONGEST_CLOSURE = 366 * DAY


@dataclass(frozen=True, slots=True)
class Form:
    """What the page's form shows: the words of each column, what is wrong with which, and what cannot be changed."""

    values: Mapping[str, str]
    wrong: Mapping[str, Reason] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    @property
    def incidents(self) -> frozenset[str]:
        return frozenset(self.values["incidents"].split())


def blank(province: str | None) -> Form:
    values = dict.fromkeys(COLUMNS, "") | {"hours": "24h", "mainland": "yes", "province": province or ""}
    return Form(values, kept=("province",) if province else ())


def form_of(centre: Centre, who: SignedIn) -> Form:
    return Form(dict(zip(COLUMNS, cells(centre), strict=True)), kept=kept(centre, who))


def kept(centre: Centre, who: SignedIn) -> tuple[str, ...]:
    """A code never changes; a unit that every province has keeps its kind and province: its province needs it."""
    return ("code",) if who.supervises and generated_unit(centre.code) is None else KEPT


def filled(given: Mapping[str, str], fixed: Form) -> Form:
    """The form as it was sent; what cannot be changed stays as it is, whatever was sent."""
    values = {name: " ".join(given.get(name, "").split()) for name in COLUMNS}
    return replace(fixed, values=values | {name: fixed.values[name] for name in fixed.kept})


def checked(form: Form, who: SignedIn, before: Centre | None, atlas: "Atlas | None") -> Centre | Form:
    """The centre that the form describes, with the same checks as the CSV, or the form with its mistakes."""
    made = read_centre(form.values, atlas)
    if not isinstance(made, Centre):
        wrong: dict[str, Reason] = {}
        for bad in made:
            wrong.setdefault(bad.column, bad.why)
        return replace(form, wrong=wrong)
    if not may_edit(who, made.province):
        return replace(form, wrong={"province": reason("centre-not-yours")})
    return replace(made, closed_until=before.closed_until) if before else made


def closing(text: str, now: int) -> int | None:
    """The moment at which a closure "until this day" ends: that day begins. None when it makes no sense."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if not 2000 <= day.year <= 2400:
        return None
    until = int(datetime.combine(day, time(), THAILAND).timestamp() * 1000)
    return until if now < until <= now + LONGEST_CLOSURE else None


def tomorrow(now: int) -> str:
    return (local(now).date() + timedelta(days=1)).isoformat()
