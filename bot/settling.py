"""The end of each try, in batches: done, later, or refused for good and told to the lane that spoke."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.asking import Among, ask
from bot.month import count
from bot.readiness import fail
from bot.riding import arrived, set_down
from bot.rows import CASE, INBOX, MESSAGE, OUTBOX, inner_row
from bot.store import Store
from bot.superseding import SUPERSEDED
from bot.tries import Accepted, Claimed, Outcome, Refused, TokenLost, TryLater
from handlers.effects import Initiative
from handlers.events import Delivered, Undelivered
from models.times import MINUTE, SECOND

SHORTEST_WAIT, LONGEST_WAIT = SECOND, 15 * MINUTE


def settle(
    store: Store, connection: Connection, now: int, ended: Sequence[tuple[Claimed, Outcome]], push_tries: int = 3
) -> None:
    """The end of each try, in one batch: done, later, or refused for good and told to the lane that spoke."""
    changes, sent = [], []
    told: list[tuple[Any, Outcome]] = []
    stranded: list[tuple[str, int]] = []
    carried: dict[str, str | None] = {}
    for claimed, outcome in ended:
        change = _ended(now, claimed, outcome)
        changes.append({"key": claimed.id, "fence": claimed.tries, **change})
        if change["v_status"] == "sent":
            sent.append({"id": claimed.id, "message_id": claimed.message_id, "kind": claimed.kind})
        if claimed.front and change["v_status"] == "sent":
            carried[claimed.id] = change["v_request_id"]
        elif claimed.front and not isinstance(outcome, TryLater):
            stranded.append((claimed.id, claimed.tries))
        late = claimed.kind == "alert" and change["v_status"] == "pending" and is_late(claimed, outcome, push_tries)
        if claimed.vital and claimed.kind != "notice" and (late or change["v_status"] in {"sent", "refused"}):
            told.append((claimed, outcome))
        if claimed.kind == "alert" and isinstance(outcome, Refused):
            fail(store, connection, now, claimed.recipient)
    set_down(connection, now, stranded)
    for rider in arrived(connection, now, carried):
        sent.append({"id": rider.id, "message_id": rider.message_id, "kind": rider.kind})
        told.append((rider, Accepted(how="reply")))
    if changes:
        store.many(connection, _SETTLE, changes)
    pushed = [c.id for c, o in ended if isinstance(o, Accepted) and o.how == "push"]
    if pushed:
        count(store, connection, sum(row.recipients for row in ask(connection, _RECIPIENTS, asked=pushed)), now)
    mark_messages(connection, [s for s in sent if s["kind"] == "say"], "sent")
    tell_lanes(store, connection, now, told)


_RECIPIENTS = sa.select(OUTBOX.c.recipients).where(Among(OUTBOX.c.id, "asked"))
_SETTLED = ("status", "why", "due_at", "reply_token", "initiative", "sent_as", "done_at", "tries", "body")
# LINE's name for our last call stays where a try ends without one.
_ASKED = sa.func.coalesce(sa.bindparam("v_request_id", type_=sa.String), OUTBOX.c.request_id)
# A process that slept past its lease must not undo what the next one did: only news of success is always news, also of
# a page that was replaced while it was on its way.
_WENT = sa.bindparam("v_status", type_=sa.String) == "sent"
_SETTLE = (
    sa.update(OUTBOX)
    .where(
        OUTBOX.c.id == sa.bindparam("key"),
        sa.or_(
            sa.and_(OUTBOX.c.status == "pending", sa.or_(OUTBOX.c.tries == sa.bindparam("fence"), _WENT)),
            sa.and_(OUTBOX.c.status == SUPERSEDED, _WENT),
        ),
    )
    .values({c: sa.bindparam(f"v_{c}") for c in _SETTLED} | {"claimed_by": sa.null(), "request_id": _ASKED})
)


def _ended(now: int, claimed: Claimed, outcome: Outcome) -> dict[str, Any]:
    change: dict[str, Any] = {
        "v_status": "pending",
        "v_why": None,
        "v_due_at": now,
        "v_reply_token": claimed.reply_token,
        "v_initiative": claimed.initiative.value,
        "v_request_id": outcome.request_id or None,
        "v_sent_as": None,
        "v_done_at": None,
        "v_tries": claimed.tries,
        "v_body": claimed.body,
    }
    match outcome:
        case Accepted(how=how):
            change.update(v_status="sent", v_sent_as=how, v_done_at=now, v_body=b"")
        case TokenLost() if claimed.tries > 1:
            # The token is refused on a repeated try: the earlier one was taken.
            change.update(
                v_status="sent", v_why="accepted by an earlier try", v_sent_as="reply", v_done_at=now, v_body=b""
            )
        case TokenLost() if claimed.vital:
            change.update(v_reply_token=None, v_initiative=Initiative.UNASKED.value, v_tries=0)
        case TokenLost():
            change.update(v_status="dropped", v_why="reply token expired", v_done_at=now, v_body=b"")
        case TryLater(why=why, after=after, begun=begun):
            change.update(v_why=why, v_due_at=now + (after if after is not None else back_off(claimed)))
            change.update(v_tries=claimed.tries if begun else claimed.tries - 1)
        case Refused(why=why):
            change.update(v_status="refused", v_why=why, v_done_at=now)
    return change


def back_off(claimed: Claimed) -> int:
    """Doubling, with the row's own random bits as jitter; an alert waits at most a minute."""
    longest = MINUTE if claimed.kind == "alert" else LONGEST_WAIT
    jitter = int(claimed.id[-3:], 16) % 500
    return min(SHORTEST_WAIT << min(claimed.tries - 1, 20), longest) + jitter


def mark_messages(connection: Connection, rows: Iterable[Mapping[str, Any]], state: str) -> None:
    ids = [r["message_id"] for r in rows if r["message_id"]]
    if ids:
        connection.execute(sa.update(MESSAGE).where(MESSAGE.c.id.in_(ids)).values(state=state))


def tell_lanes(store: Store, connection: Connection, now: int, told: list[tuple[Any, Outcome]]) -> None:
    """What became of vital words is an event of the case's lane: answered, or undelivered."""
    asked = {c.case_number for c, o in told if c.case_number and _worth_telling(c, o)}
    if not asked:
        return
    homes = connection.execute(sa.select(CASE.c.number, CASE.c.lane).where(CASE.c.number.in_(asked)))
    lanes: dict[str, str] = {row.number: row.lane for row in homes}
    rows = []
    for claimed, outcome in told:
        lane = lanes.get(claimed.case_number)
        if lane is None or not _worth_telling(claimed, outcome):
            continue
        event: Delivered | Undelivered
        if isinstance(outcome, Accepted | TokenLost):
            event = Delivered(id=f"{claimed.id}>sent", at=now, heard=now, number=claimed.case_number)
        else:
            why = outcome.why if isinstance(outcome, Refused | TryLater) else ""
            event = Undelivered(
                id=f"{claimed.id}>{'refused' if isinstance(outcome, Refused) else 'late'}",
                at=now,
                heard=now,
                number=claimed.case_number,
                row=claimed.id,
                kind=claimed.kind,
                why=why,
                office=claimed.office or "",
            )
        rows.append(inner_row(lane, event))
    if rows:
        store.many(connection, store.insert_new(INBOX), rows)
    mark_messages(connection, [{"message_id": c.message_id} for c, o in told if isinstance(o, Refused)], "undelivered")


def is_late(claimed: Claimed, outcome: Outcome, push_tries: int) -> bool:
    """An alert that LINE does not take for now: the other path goes out beside it, the alert itself is tried on."""
    if not isinstance(outcome, TryLater):
        return False
    return claimed.tries >= push_tries or outcome.why in {"monthly limit", "http 401", "http 403"}


def _worth_telling(claimed: Any, outcome: Outcome) -> bool:
    return isinstance(outcome, Refused | TryLater) or (claimed.message_id is not None and claimed.kind == "say")
