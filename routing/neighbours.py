"""Neighbouring offices: the provinces whose seats are nearest to a province's own."""

from functools import cache

from routing.place import metres
from routing.province import provinces


@cache
def neighbours(province: str, most: int, within: int) -> tuple[str, ...]:
    """At most `most` provinces with a seat no farther than `within` metres, nearest first; empty for an unknown one."""
    home = provinces().get(province)
    if home is None:
        return ()
    far = [
        (metres(home.latitude, home.longitude, p.latitude, p.longitude), code)
        for code, p in provinces().items()
        if code != province
    ]
    return tuple(code for distance, code in sorted(far)[:most] if distance <= within)
