"""How often somebody may try to sign in: per account and per address, in this process; the lock is in the database."""

import hashlib

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_ACCOUNT = (RateLimitItemPerMinute(5), RateLimitItemPerHour(30))
PER_ADDRESS = (RateLimitItemPerMinute(20), RateLimitItemPerHour(200))


class LoginThrottle:
    """Counts attempts. Names and addresses are kept only as hashes."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, account: str, address: str) -> bool:
        """Whether one more attempt is within every limit; counts it."""
        known_as = [(PER_ACCOUNT, "account", account.casefold()), (PER_ADDRESS, "address", address)]
        hits = [
            self._limiter.hit(limit, kind, hashlib.sha256(value.encode()).hexdigest())
            for limits, kind, value in known_as
            for limit in limits
        ]
        return all(hits)
