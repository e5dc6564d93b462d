"""One line of a rota as a form, and the hours in which a rota leaves nobody on call."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from console.centre_form import Form
from console.offices import Bound
from models.changed import replace
from models.field import DutyKind, DutyLine
from models.times import DAY, MINUTE, THAILAND
from routing.duty import ranks
from routing.hours import BadHours, read_hours
from routing.reason import Reason, reason

FIELDS = ("officer", "kind", "rank", "hours", "since", "until")
BLANK = Form(dict.fromkeys(FIELDS, "") | {"kind": "weekly", "rank": "1"})
KINDS = tuple(DutyKind)
STEP = 30 * MINUTE
AHEAD = 7 * DAY


def duty(given: Mapping[str, str], office: str, bound: Sequence[Bound]) -> DutyLine | Form:
    """The line that a form describes, with the checks of the CSV, or the form with its mistakes."""
    form = replace(BLANK, values={name: " ".join(given.get(name, "").split()) for name in FIELDS})
    values, wrong = form.values, dict[str, Reason]()
    officer = next((b.to for b in bound if b.handle == values["officer"] and not b.state.group), None)
    if officer is None:
        wrong["officer"] = reason("rota-officer")
    kind = DutyKind(values["kind"]) if values["kind"] in set(DutyKind) else None
    if kind is None:
        wrong["kind"] = reason("rota-kind")
    hours = read_hours(values["hours"]) if values["hours"] else None
    if isinstance(hours, BadHours):
        wrong["hours"] = reason("centre-bad-hours", part=hours.part[:40])
    elif kind is DutyKind.WEEKLY and hours is None:
        wrong["hours"] = reason("rota-hours")
    since, until = (moment(values[name]) for name in ("since", "until"))
    for name, found in (("since", since), ("until", until)):
        if values[name] and found is None:
            wrong[name] = reason("rota-moment")
    bounded = since is not None and until is not None
    if kind in {DutyKind.EXTRA, DutyKind.LEAVE} and not bounded:
        wrong.setdefault("until", reason("rota-times"))
    if since is not None and until is not None and until <= since:
        wrong["until"] = reason("rota-order")
    if values["rank"] not in {"1", "2", "3"}:
        wrong["rank"] = reason("rota-rank")
    if wrong or officer is None or kind is None:
        return replace(form, wrong=wrong)
    return DutyLine(office, officer, kind, int(values["rank"]), values["hours"], since, until)


def moment(text: str) -> int | None:
    """`2026-12-05T08:30` of a browser's field, Thailand's time, in ms."""
    try:
        when = datetime.fromisoformat(text).replace(tzinfo=THAILAND)
    except ValueError:
        return None
    return int(when.timestamp() * 1000) if 2000 <= when.year <= 2400 else None


def gaps(lines: Iterable[DutyLine], officers: Sequence[str], now: int, most: int = 5) -> tuple[tuple[int, int], ...]:
    """The first spans of the next seven days, to the half hour, in which a rota has nobody on call."""
    kept = tuple(lines)
    if not kept or not officers:
        return ()
    begin = now // STEP * STEP
    found: list[tuple[int, int]] = []
    for at in range(begin, begin + AHEAD, STEP):
        if ranks(kept, officers, max(at, now)):
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + STEP)
        elif len(found) == most:
            break
        else:
            found.append((at, at + STEP))
    return tuple(found)
