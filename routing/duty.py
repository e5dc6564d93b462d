"""Who is on call: an office's rota as a pure function of the moment."""

from collections.abc import Iterable, Mapping

from models.field import DutyKind, DutyLine
from routing.hours import next_within, within

ALWAYS = 1


def ranks(lines: Iterable[DutyLine], officers: Iterable[str], now: int) -> Mapping[str, int]:
    """The officers of one office who are on duty at a moment (ms since 1970), each with the rank of their call.

    An office without a single line keeps no rota: all its officers are on duty. Leave outranks everything.
    """
    kept = tuple(lines)
    if not kept:
        return dict.fromkeys(officers, ALWAYS)
    found: dict[str, int] = {}
    for officer in officers:
        rank = rank_of((line for line in kept if line.officer == officer), now)
        if rank is not None:
            found[officer] = rank
    return found


def rank_of(lines: Iterable[DutyLine], now: int) -> int | None:
    """The best rank of one officer's lines at a moment, None when off duty."""
    best: int | None = None
    for line in lines:
        if not holds(line, now):
            continue
        if line.kind is DutyKind.LEAVE:
            return None
        best = line.rank if best is None else min(best, line.rank)
    return best


def holds(line: DutyLine, now: int) -> bool:
    inside = (line.since is None or line.since <= now) and (line.until is None or now < line.until)
    return inside and (not line.hours or within(line.hours, now))


def next_duty(lines: Iterable[DutyLine], now: int) -> int | None:
    """When one officer is next on duty, to the half hour; None when their lines say never within four weeks."""
    starts = []
    for line in lines:
        if line.kind is DutyKind.LEAVE or (line.until is not None and line.until <= now):
            continue
        at = max(now, line.since or 0)
        opens = next_within(line.hours, at) if line.hours else at
        if opens is not None:
            starts.append(opens)
    return min(starts, default=None)
