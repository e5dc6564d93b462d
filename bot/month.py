"""The pushes of one month: LINE counts recipients, not messages. Who may push, and how far it will last."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.outgoing import URGENT
from bot.rows import QUOTA
from bot.store import Store
from models.policy import Policy
from models.times import DAY, local

DRILL = "drill"
DRILLS_END = 70


@dataclass(frozen=True, slots=True)
class Budget:
    """One month as far as it is known; `most` None is no limit. `used` counts recipients."""

    month: str
    most: int | None
    used: int
    reserve: int

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(0, self.most - self.used)

    @property
    def share(self) -> int:
        """Per cent used, 0 without a limit."""
        return 0 if not self.most else min(100, self.used * 100 // self.most)

    def allows(self, kind: str) -> bool:
        """Alerts always try: LINE has the last word, and the second path covers. Drills are the first to stop."""
        if self.most is None or kind in URGENT:
            return True
        return self.used < self.most * (DRILLS_END if kind == DRILL else 100 - self.reserve) // 100


def month_of(now: int) -> str:
    return f"{local(now):%Y-%m}"


def forecast(budget: Budget, now: int) -> int:
    """Recipients by the end of the month if it goes on as it began."""
    here = local(now)
    start = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (start + timedelta(days=32)).replace(day=1)
    gone = max((here - start).total_seconds(), DAY / 1000)
    return round(budget.used * (following - start).total_seconds() / gone)


def budget_of(connection: Connection, policy: Policy, now: int) -> Budget:
    month = month_of(now)
    row = connection.execute(sa.select(QUOTA).where(QUOTA.c.month == month)).one_or_none()
    if row is None:
        return Budget(month, None, 0, policy.push_reserve)
    return Budget(month, row.most, max(row.counted, row.used + row.counted - row.counted_then), policy.push_reserve)


def count(store: Store, connection: Connection, recipients: int, now: int) -> None:
    """Our own count of what LINE has accepted as pushes."""
    month = month_of(now)
    empty = {"most": None, "used": 0, "read_at": None, "counted_then": 0, "warned": 0}
    statement = store.insert(QUOTA).on_conflict_do_update(
        index_elements=["month"], set_={"counted": QUOTA.c.counted + recipients}
    )
    connection.execute(statement, [{"month": month, "counted": recipients, **empty}])


def note(store: Store, policy: Policy, most: int | None, used: int, now: int) -> int | None:
    """LINE's own figures. The warning that has newly been passed, in per cent, or None."""

    def work(connection: Connection) -> int | None:
        month = month_of(now)
        row = connection.execute(sa.select(QUOTA).where(QUOTA.c.month == month)).one_or_none()
        counted, warned = (row.counted, row.warned) if row else (0, 0)
        values = {"month": month, "most": most, "used": used, "read_at": now, "counted": counted}
        share = Budget(month, most, used, policy.push_reserve).share
        passed = max((w for w in policy.push_warnings if share >= w), default=0)
        full = {**values, "counted_then": counted, "warned": max(warned, passed)}
        connection.execute(store.upsert(QUOTA), [full])
        return passed if passed > warned else None

    return store.write(work)
