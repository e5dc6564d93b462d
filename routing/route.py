"""Who hears of a case: `route(report, directory, atlas, now)`, pure.

Jurisdiction before distance: the province first, then the nearest unit in it that takes this kind of case, then
neighbours when it is closed or the line is near. The 1300 queue always hears as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from models.centre import HOTLINE, Centre, CentreKind, Directory
from models.changed import replace
from models.incident import Incident
from models.report import Place, Report
from routing.hours import open_at
from routing.nearest import Near, nearest
from routing.policy import DEFAULT, RoutingPolicy
from routing.province import nearest_seats
from routing.reason import Flag, Named, Reason, centre_name, province_name, reason
from routing.where import Where, where

if TYPE_CHECKING:
    from routing.atlas import Atlas

_LOCAL = (CentreKind.SUBDISTRICT, CentreKind.HIGHLAND)


class Route(msgspec.Struct, frozen=True):
    """Where a case goes and why.

    `place` is the report's place with province and district filled in. `owner` is the responsible centre (None: 1300
    alone); `others` are told at once with the same claim. `queue` always hears. `reasons` are messages for the
    operator. `ask` are up to six provinces to offer the reporter; `ask_in_thailand` and `ask_place` are questions
    worth asking. `suggestion` is the province 1300 should think of first when there is no owner.
    """

    place: Place | None
    owner: Centre | None = None
    others: tuple[Centre, ...] = ()
    queue: str = HOTLINE
    reasons: tuple[Reason, ...] = ()
    flags: frozenset[Flag] = frozenset()
    ask: tuple[str, ...] = ()
    ask_in_thailand: bool = False
    ask_place: bool = False
    suggestion: str | None = None

    @property
    def told(self) -> tuple[Centre, ...]:
        """Every centre that is alerted, the owner first."""
        return (self.owner, *self.others) if self.owner else self.others

    @property
    def province(self) -> str | None:
        return self.owner.province if self.owner else None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a new route changes: centres to alert, and centres to tell that the case is no longer theirs, and `why`."""

    alert: tuple[Centre, ...]
    stand_down: tuple[Centre, ...]
    owner_changed: bool
    why: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """What choosing a unit depends on."""

    directory: Directory
    kinds: tuple[CentreKind, ...]
    incident: Incident | None
    point: tuple[float, float]
    now: int

    def takes(self, centre: Centre) -> bool:
        return not centre.incidents or self.incident is None or self.incident in centre.incidents

    def open(self, centre: Centre) -> bool:
        return self.takes(centre) and open_at(centre, self.now)

    def best(self, province: str, *, closed: bool = False) -> Near | None:
        """The nearest unit of the first kind that has one here: an open one, or with `closed` any."""
        accept = self.takes if closed else self.open
        found = (nearest(self.directory, province, kind, self.point, accept) for kind in self.kinds)
        return next((near for near in found if near), None)


def route(
    report: Report,
    directory: Directory,
    atlas: "Atlas | None",
    now: int,
    settings: RoutingPolicy = DEFAULT,
) -> Route:
    """The route of a report; `now` in ms since 1970, `atlas` None without boundaries. Total and deterministic."""
    at = where(report.place, atlas, settings)
    made = Route(
        place=at.place,
        reasons=at.reasons,
        flags=at.flags,
        ask=at.ask,
        ask_in_thailand=at.ask_in_thailand,
        ask_place=at.ask_place,
        suggestion=at.suggestion,
    )
    if at.province is None or at.province not in directory.provinces:
        return replace(made, reasons=(*made.reasons, reason("route-queue-only")))
    case = _Case(directory, kinds_for(report, directory), report.incident, _reference(at, directory, atlas), now)
    return _with_centres(made, at, case, atlas, settings)


def kinds_for(report: Report, directory: Directory) -> tuple[CentreKind, ...]:
    """Which kinds of unit take this case, first choice first: the directory's data, not code."""
    if report.child and directory.kinds_for_child:
        return directory.kinds_for_child
    return directory.kinds_for.get(report.incident or Incident.UNSURE, directory.always)


def moved(before: Route | None, after: Route) -> Moved:
    """What to do when a route is computed again because the place has changed."""
    old = {centre.code: centre for centre in before.told} if before else {}
    new = {centre.code: centre for centre in after.told}
    stand_down = tuple(centre for code, centre in old.items() if code not in new)
    was = before.owner.code if before and before.owner else None
    return Moved(
        alert=tuple(centre for code, centre in new.items() if code not in old),
        stand_down=stand_down,
        owner_changed=was != (after.owner.code if after.owner else None),
        why=reason("route-moved-away", centre=_holder(after)) if stand_down else None,
    )


def _holder(made: Route) -> Named:
    return centre_name(made.owner) if made.owner else Named(HOTLINE, HOTLINE)


def _reference(at: Where, directory: Directory, atlas: "Atlas | None") -> tuple[float, float]:
    """From where the nearest unit is measured: the point, else the middle of the district, else the seat."""
    if at.point and (at.located is not None or Flag.ADDRESS_DISAGREES not in at.flags):
        return at.point.latitude, at.point.longitude
    if atlas is not None and at.district and (middle := atlas.middle(at.district)):
        return middle
    seat = directory.provinces[at.province or ""]
    return seat.latitude, seat.longitude


def _with_centres(made: Route, at: Where, case: _Case, atlas: "Atlas | None", policy: RoutingPolicy) -> Route:
    home = at.province or ""
    best = case.best(home)
    near = best or case.best(home, closed=True)
    others: list[tuple[Centre, Reason]] = []
    reasons: list[Reason] = []
    flags = set(made.flags)
    if near is None:
        reasons.append(reason("route-no-centre", province=province_name(home)))
    else:
        reasons.append(_owner_reason(near, at))
        if best is None:
            flags.add(Flag.CLOSED)
            reasons.append(reason("route-closed", centre=centre_name(near.centre)))
    if best is None:
        others.extend(_overflow(home, case))
    others.extend(_also(home, case, policy, exact=at.point is not None))
    others.extend(_across(at, case))
    if near and at.located and _needs_boat(near.centre, at.located.land, atlas):
        flags.add(Flag.BOAT)
        reasons.append(reason("route-boat", centre=centre_name(near.centre)))
    kept: dict[str, tuple[Centre, Reason]] = {}
    for centre, why in others:
        if near is None or centre.code != near.centre.code:
            kept.setdefault(centre.code, (centre, why))
    return replace(
        made,
        owner=near.centre if near else None,
        others=tuple(centre for centre, _ in kept.values()),
        reasons=(*made.reasons, *reasons, *(why for _, why in kept.values())),
        flags=frozenset(flags),
    )


def _owner_reason(near: Near, at: Where) -> Reason:
    if near.centre.approximate or at.point is None:
        return reason("route-owner", centre=centre_name(near.centre))
    return reason("route-owner-near", centre=centre_name(near.centre), km=near.metres / 1000)


def _also(home: str, case: _Case, policy: RoutingPolicy, *, exact: bool) -> Iterator[tuple[Centre, Reason]]:
    """The kinds that always hear, and a local unit that names this kind of case and is near."""
    for kind in case.directory.always:
        if near := nearest(case.directory, home, kind, case.point):
            yield near.centre, reason("route-always", centre=centre_name(near.centre))
    for kind in _LOCAL if exact else ():
        near = nearest(case.directory, home, kind, case.point, lambda c: bool(c.incidents) and case.open(c))
        if near and near.metres <= policy.local:
            yield near.centre, reason("route-local", centre=centre_name(near.centre), km=near.metres / 1000)


def _across(at: Where, case: _Case) -> Iterator[tuple[Centre, Reason]]:
    """The neighbours of the border band, with the same claim: the first claim wins."""
    for neighbour in at.neighbours:
        if near := case.best(neighbour.province) or case.best(neighbour.province, closed=True):
            name = province_name(neighbour.province)
            yield near.centre, reason("route-neighbour", centre=centre_name(near.centre), province=name)


def _overflow(home: str, case: _Case) -> Iterator[tuple[Centre, Reason]]:
    """The nearest open unit of the nearest provinces, for when the whole province is closed."""
    around = [seat.province.code for seat in nearest_seats(*case.point, count=7)]
    found = [near for code in around if code != home and (near := case.best(code))]
    if found:
        near = min(found, key=lambda each: each.metres)
        yield near.centre, reason("route-overflow", centre=centre_name(near.centre), km=near.metres / 1000)


def _needs_boat(centre: Centre, land: int | None, atlas: "Atlas | None") -> bool:
    """Whether the place is on an island and the unit's row says mainland, unless both stand on the same land."""
    if not land or atlas is None or not centre.mainland:
        return False
    return atlas.land(centre.latitude, centre.longitude) != land
