"""What the gate means for a row of the outbox: sent, hushed, or held with a neutral line that says so."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.gate import Verdict, judge
from bot.outgoing import TALK, row
from bot.render import hushed, render
from bot.rows import OUTBOX
from handlers.effects import Initiative
from handlers.screens import HeldNotice
from models.people import ContactState, Person
from models.times import MINUTE

NOTICE_AGAIN = 10 * MINUTE
# Written out, so that SQLite sees that the index of notices serves the query.
NOTICE: sa.ColumnClause[str] = sa.literal_column("'notice'")


def admit(
    connection: Connection, now: int, each: dict[str, Any], person: Person | None, born: list[dict[str, Any]]
) -> bool:
    """Asks the gate about one row and writes the verdict into it; True when it may be sent now."""
    if each["kind"] != "say":
        return True
    state = person.contact if person else ContactState.FREE
    initiative = Initiative(each["initiative"])
    if initiative is Initiative.UNASKED and not each["vital"]:
        each.update(status="dropped", why="chat lost its reply token")
        return False
    match judge(state, initiative):
        case Verdict.SEND:
            return True
        case Verdict.SILENT:
            each.update(silent=True, body=hushed(each["body"], person.lang if person else "th"))
            return True
        case Verdict.NEUTRAL:
            each.update(silent=True, body=render((HeldNotice(),), person.lang if person else "th"))
            return True
        case Verdict.NOTICE:
            each.update(status="held", why="quiet")
            if not each["recipient"] or not noticed_lately(connection, now, each["recipient"], born):
                born.append(notice(now, each, person))
            return False
        case Verdict.HOLD | Verdict.TELL_OPERATOR:
            each.update(status="held", why=state.value)
            return False


def noticed_lately(connection: Connection, now: int, to: str, born: list[dict[str, Any]]) -> bool:
    """Whether a neutral line has gone out for what is held; one is enough for ten minutes."""
    if any(r["kind"] == "notice" and r["recipient"] == to for r in born):
        return True
    recent = sa.select(OUTBOX.c.seq).where(
        OUTBOX.c.recipient == to,
        OUTBOX.c.kind == NOTICE,
        OUTBOX.c.made_at > now - NOTICE_AGAIN,
        OUTBOX.c.status != "opened",
    )
    return connection.execute(recent.limit(1)).first() is not None


def notice(now: int, each: dict[str, Any], person: Person | None) -> dict[str, Any]:
    body = render((HeldNotice(),), person.lang if person else "th")
    made = row(now, "notice", each["recipient"], body, TALK, vital=True, silent=True, expires_at=each["expires_at"])
    return {**made, "case_number": each["case_number"]}
