"""The figures of `/metrics` and `ess doctor`: how late the oldest things are, who is out of reach, what is left."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.auditor import last_audit
from bot.month import budget_of, forecast
from bot.rows import BINDING, INBOX, OUTBOX, PARKED, READINESS
from bot.staffing import attendance
from models.policy import Policy
from models.times import DAY

MANY = 1000


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, and ages in ms; `quota_left` None is no limit; `unrepaired` None when the auditor has not looked yet."""

    present: bool
    red: int
    parked: int
    strange: int
    oldest_alert: int | None
    quota_left: int | None
    quota_share: int
    quota_forecast: int
    unrepaired: int | None


def figures(connection: Connection, policy: Policy, now: int) -> Figures:
    red = sa.select(READINESS.c.to).join(BINDING, BINDING.c.to == READINESS.c.to)
    # Spelt so that the few parked ones are read, not everything of the last day.
    odd = sa.select(INBOX.c.kind).where(sa.func.coalesce(INBOX.c.done_at, 0) > now - DAY, PARKED).limit(MANY)
    kinds = connection.scalars(odd).all()
    urgent = sa.and_(OUTBOX.c.status == "pending", OUTBOX.c.kind.in_(("alert", "notify")))
    oldest = connection.scalar(sa.select(sa.func.min(OUTBOX.c.made_at)).where(urgent))
    budget, audit = budget_of(connection, policy, now), last_audit(connection)
    return Figures(
        present=attendance(connection, now, policy).staffed,
        red=len(connection.scalars(red.where(READINESS.c.red_since.is_not(None), BINDING.c.active).limit(MANY)).all()),
        parked=sum(kind != "strange" for kind in kinds),
        strange=sum(kind == "strange" for kind in kinds),
        oldest_alert=None if oldest is None else now - oldest,
        quota_left=budget.left,
        quota_share=budget.share,
        quota_forecast=forecast(budget, now),
        unrepaired=None if audit is None else sum(not f.repaired for f in audit.findings),
    )
