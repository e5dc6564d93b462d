"""The distances of routing, with their reasons: figures of the country and its maps, not an owner's to tune."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoutingPolicy:
    """All in metres."""

    # Near a province line official labels themselves disagree for 7-13 % of villages: both offices are told.
    band: float = 2_000.0
    # Coast, piers and islands cut off by a coarse coastline: 0.95 → 1.00 of islands. Already at 1 km 46 % of foreign
    # border towns would be taken as Thai.
    snap: float = 500.0
    # Up to here a person may well be in Thailand with a bad fix, or on a boat: they are asked. Farther, they are not.
    near: float = 50_000.0
    # Without boundaries: no point of Thailand is farther than 197 km from the nearest provincial seat.
    seat: float = 200_000.0
    # A local unit that names the incident is told as well when it is this near.
    local: float = 15_000.0


DEFAULT = RoutingPolicy()
