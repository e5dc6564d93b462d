"""Which province a report is in, from everything known about its place: jurisdiction before distance."""

from typing import TYPE_CHECKING

import msgspec

from models.changed import replace
from models.report import Place, PlaceSource
from routing.address import Ask, Nothing, Resolved, Sure, resolve
from routing.gazetteer import ISLANDS
from routing.located import Located, Neighbour
from routing.place import NoPointWhy, Point, make_sense, near_thailand
from routing.policy import RoutingPolicy
from routing.province import Seat, nearest_seats
from routing.reason import Flag, Reason, district_name, province_name, reason

if TYPE_CHECKING:
    from routing.atlas import Atlas


class Where(msgspec.Struct, frozen=True):
    """The province that owns the case (None: only 1300 does), what else is known of the place, and why.

    `neighbours` are told too; `ask` are up to six provinces to offer as buttons; `suggestion` is a hint for 1300.
    """

    place: Place | None = None
    province: str | None = None
    district: str | None = None
    point: Point | None = None
    located: Located | None = None
    neighbours: tuple[Neighbour, ...] = ()
    reasons: tuple[Reason, ...] = ()
    flags: frozenset[Flag] = frozenset()
    ask: tuple[str, ...] = ()
    ask_in_thailand: bool = False
    ask_place: bool = False
    suggestion: str | None = None

    def because(self, *reasons: Reason, flags: tuple[Flag, ...] = ()) -> "Where":
        return replace(self, reasons=(*self.reasons, *reasons), flags=self.flags | frozenset(flags))


def where(place: Place | None, atlas: "Atlas | None", policy: RoutingPolicy) -> Where:
    """The best reading of a place. Total: every place, however strange, has an answer."""
    if place is None:
        return _nowhere(Where(), reason("route-no-place"))
    sense = make_sense(place.latitude, place.longitude)
    if isinstance(sense, Point):
        return _at_point(place, sense, atlas, policy)
    start = Where(place=place)
    if sense.why is not NoPointWhy.MISSING:
        start = start.because(reason("route-bad-point"))
    if place.province is not None:
        return _stated(start, place)
    return _by_words(start, place, atlas, policy)


def _nowhere(start: Where, why: Reason, ask: tuple[str, ...] = ()) -> Where:
    found = start.because(why, flags=(Flag.NO_LOCATION,))
    return replace(found, ask=ask, ask_place=True)


def _stated(start: Where, place: Place) -> Where:
    """A province that somebody said: an operator, a button, an address."""
    province = place.province or ""
    key = {
        PlaceSource.OPERATOR: "route-by-operator",
        PlaceSource.ADDRESS: "route-by-address",
    }.get(place.source, "route-by-choice")
    island = (Flag.ISLAND,) if place.district in ISLANDS else ()
    found = start.because(reason(key, province=province_name(province)), flags=island)
    return replace(found, province=province, district=place.district, place=place)


def _by_words(start: Where, place: Place, atlas: "Atlas | None", policy: RoutingPolicy) -> Where:
    match resolve(place.address or ""):
        case Sure(found, swapped):
            known = replace(
                place,
                latitude=found.latitude,
                longitude=found.longitude,
                province=found.province,
                district=found.district,
                source=PlaceSource.ADDRESS,
            )
            if known.point is None:
                return _stated(start, known)
            pointed = where(known, atlas, policy)
            return pointed.because(reason("route-swapped"), flags=(Flag.SWAPPED,)) if swapped else pointed
        case Ask() as ask:
            return _nowhere(start, reason("route-address-unclear"), ask.provinces)
        case Nothing():
            return _nowhere(start, reason("route-address-unknown" if place.address else "route-no-place"))


def _at_point(place: Place, point: Point, atlas: "Atlas | None", policy: RoutingPolicy) -> Where:
    start = Where(place=replace(place, latitude=point.latitude, longitude=point.longitude), point=point)
    if point.swapped:
        start = start.because(reason("route-swapped"), flags=(Flag.SWAPPED,))
    claim = _claim(place)
    if atlas is None:
        found = _by_seats(start, point, claim, policy)
    else:
        located = atlas.locate(point.latitude, point.longitude, policy.band, policy.snap)
        found = _by_polygons(replace(start, located=located), located, claim, policy)
    return _chosen(found, place, has_atlas=atlas is not None)


def _claim(place: Place) -> Resolved:
    """What the words beside the point say: LINE's text on a pin, or the address in which the point was typed."""
    if place.source is PlaceSource.ADDRESS and place.province:
        return Sure(place)
    return resolve(place.address) if place.address else Nothing()


def _chosen(found: Where, place: Place, *, has_atlas: bool) -> Where:
    """A province chosen by an operator, or by the person for a point that no polygon holds, outranks the point."""
    by_operator = place.source is PlaceSource.OPERATOR and place.province is not None
    by_person = (place.named_province or place.source is PlaceSource.PROVINCE) and place.province is not None
    decided = has_atlas and found.province is not None
    if not (by_operator or (by_person and not decided)):
        if by_person and place.province != found.province and found.province:
            return _disagrees(found, place.province or "")
        return found
    chosen = place.province or ""
    key = "route-by-operator" if by_operator else "route-by-choice"
    same = chosen == found.province and not (found.flags & {Flag.APPROXIMATE})
    flags = (found.flags - {Flag.APPROXIMATE, Flag.NO_LOCATION}) | (
        frozenset() if same or not has_atlas else {Flag.ADDRESS_DISAGREES}
    )
    reasons = found.reasons if has_atlas else tuple(r for r in found.reasons if r.key != "route-by-seat")
    kept = replace(found, province=chosen, ask=(), ask_in_thailand=False, suggestion=None, flags=flags, reasons=reasons)
    if not same:
        kept = replace(kept, district=place.district, neighbours=(), located=None)
    done = kept.because(reason(key, province=province_name(chosen)))
    return replace(done, place=replace(done.place or place, province=chosen, district=kept.district))


def _disagrees(found: Where, said: str) -> Where:
    """The words name another province than the polygon: the polygon decides, the operator sees both."""
    why = reason("route-address-disagrees", said=province_name(said), province=province_name(found.province or said))
    return found.because(why, flags=(Flag.ADDRESS_DISAGREES,))


def _by_polygons(start: Where, located: Located, claim: Resolved, policy: RoutingPolicy) -> Where:
    said = claim.place.province if isinstance(claim, Sure) else None
    if located.province is None:
        return _outside(start, located, said, policy)
    place = replace(start.place, province=located.province, district=located.district) if start.place else None
    found = replace(
        start,
        place=place,
        province=located.province,
        district=located.district,
        neighbours=located.neighbours,
    )
    found = found.because(_inside_reason(located), flags=(Flag.ISLAND,) if located.island else ())
    if located.snapped:
        found = found.because(reason("route-snapped", metres=round(located.outside)), flags=(Flag.SNAPPED,))
    for neighbour in located.neighbours:
        why = reason("route-border", km=neighbour.metres / 1000, province=province_name(neighbour.province))
        found = found.because(why, flags=(Flag.BORDER,))
    return _disagrees(found, said) if said and said != located.province else found


def _inside_reason(located: Located) -> Reason:
    province = province_name(located.province or "")
    if located.district is None:
        return reason("route-inside-province", province=province)
    return reason("route-inside", district=district_name(located.district), province=province)


def _outside(start: Where, located: Located, said: str | None, policy: RoutingPolicy) -> Where:
    nearest = province_name(located.nearest)
    km = located.outside / 1000
    # An earlier enrichment must not survive a pin that has moved abroad.
    start = replace(start, place=replace(start.place, province=None, district=None) if start.place else None)
    if located.outside > policy.near:
        return start.because(reason("route-abroad", km=round(km), province=nearest), flags=(Flag.ABROAD,))
    found = start.because(reason("route-outside", km=km, province=nearest), flags=(Flag.OUTSIDE,))
    if said and said != located.nearest:
        found = found.because(
            reason("route-outside-address", said=province_name(said)), flags=(Flag.ADDRESS_DISAGREES,)
        )
    around = (said, located.nearest, *(s.province.code for s in _seats_of(start)))
    ask = tuple(dict.fromkeys(code for code in around if code))[:6]
    return replace(found, suggestion=located.nearest, ask=ask, ask_in_thailand=True)


def _seats_of(start: Where) -> tuple[Seat, ...]:
    return nearest_seats(start.point.latitude, start.point.longitude) if start.point else ()


def _by_seats(start: Where, point: Point, claim: Resolved, policy: RoutingPolicy) -> Where:
    """Without polygons: the words first, else the nearest seat's office at once and six provinces as buttons."""
    seats = nearest_seats(point.latitude, point.longitude)
    around = tuple(seat.province.code for seat in seats)
    nearest, way = around[0], seats[0].metres
    if way > policy.seat or not near_thailand(point):
        return _far_from_seats(start, seats[0], around, policy)
    if isinstance(claim, Sure) and (said := claim.place.province):
        return _by_claim(start, claim.place, said, seats)
    hinted = [p for p in claim.provinces if p in around] if isinstance(claim, Ask) else []
    guess = hinted[0] if len(hinted) == 1 else nearest
    # A guess is written into a pin only: beside typed words it would look like something the person said.
    is_pin = start.place is not None and start.place.source is PlaceSource.PIN
    place = replace(start.place, province=guess, district=None) if is_pin and start.place else start.place
    why = reason("route-by-seat", province=province_name(guess), km=round(way / 1000))
    found = replace(start, place=place, province=guess, ask=around)
    return found.because(why, flags=(Flag.APPROXIMATE,))


def _by_claim(start: Where, claimed: Place, said: str, seats: tuple[Seat, ...]) -> Where:
    """The words beside the point name a province; when it is none of the nearest, both sides hear and are asked."""
    place = replace(start.place, province=said, district=claimed.district) if start.place else None
    found = replace(start, place=place, province=said, district=claimed.district)
    island = (Flag.ISLAND,) if claimed.district in ISLANDS else ()
    found = found.because(reason("route-by-address", province=province_name(said)), flags=island)
    around = tuple(seat.province.code for seat in seats)
    if said in around:
        return found
    nearest = seats[0]
    why = reason(
        "route-address-far",
        said=province_name(said),
        province=province_name(nearest.province.code),
        km=round(nearest.metres / 1000),
    )
    told = (Neighbour(nearest.province.code, nearest.metres),)
    found = found.because(why, flags=(Flag.ADDRESS_DISAGREES,))
    return replace(found, neighbours=told, ask=(said, *around)[:6])


def _far_from_seats(start: Where, seat: Seat, around: tuple[str, ...], policy: RoutingPolicy) -> Where:
    km = round(seat.metres / 1000)
    name = province_name(seat.province.code)
    start = replace(start, place=replace(start.place, province=None, district=None) if start.place else None)
    if seat.metres > policy.seat + policy.near:
        return start.because(reason("route-abroad", km=km, province=name), flags=(Flag.ABROAD,))
    found = start.because(reason("route-outside", km=km, province=name), flags=(Flag.OUTSIDE,))
    return replace(found, suggestion=seat.province.code, ask=around, ask_in_thailand=True)
