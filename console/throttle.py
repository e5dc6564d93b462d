"""How often somebody may try to sign in, counted in this process: per name and address, per address, per name.

A stranger's guesses must keep no operator out: a browser that has signed in here before is counted by itself (OWASP,
*Slow Down Online Guessing Attacks with Device Cookies*). An unknown name is counted like a known one.
"""

import hashlib
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_PAIR = (RateLimitItemPerMinute(5), RateLimitItemPerHour(20))
PER_ADDRESS = (RateLimitItemPerMinute(20), RateLimitItemPerHour(200))
# More than one address can reach alone: only many together slow a name, and then browsers that are new to us.
PER_NAME = (RateLimitItemPerMinute(40, 15),)


class LoginThrottle:
    """Counts attempts. Names and addresses are kept only as hashes."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, name: str, address: str, browser: str = "") -> bool:
        """Whether one more attempt is within every limit; what one of them refuses counts for none after it."""
        name = name.casefold()
        if browser:
            return self._hit(PER_PAIR, "browser", name, browser)
        place = network(address)
        pair, one = self._hit(PER_PAIR, "pair", name, place), self._hit(PER_ADDRESS, "address", place)
        return pair and one and self._hit(PER_NAME, "name", name)

    def _hit(self, limits: tuple[RateLimitItem, ...], *who: str) -> bool:
        key = hashlib.sha256("\0".join(who).encode("utf-8", "replace")).hexdigest()
        return all(self._limiter.hit(limit, key) for limit in limits)


def network(address: str) -> str:
    """An address as one party has it: of IPv6 the first half, or a single machine would have 2^64 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) and found.ipv4_mapped is None else address
