"""The outbox: rows are claimed under a lease longer than the HTTP timeout, judged by the gate, and settled
when their try has ended (bot/settling.py).

At least once, always under the same retry key. Replies carry no key: see `lost_reply`.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.admission import NOTICE, admit
from bot.asking import ask
from bot.outgoing import ALERT, BACKGROUND, FILE, REPEAT, REPLY, TALK
from bot.render import hushed, render
from bot.riding import BUDGET, joined, may_ride, riders_of, set_down
from bot.rows import CONTENT, OUTBOX, PERSON
from bot.settling import mark_messages, tell_lanes
from bot.store import Store
from bot.tries import Claimed, Refused
from handlers.effects import Initiative, OpenHeld
from handlers.screens import HeldNotice
from models.changed import replace
from models.people import ContactState, Person
from models.times import MINUTE

LEASE = 10_000
# A file may come slowly (bot/net/content.py, TOTAL). Who dies meanwhile is noticed long before (bot/lives.py).
LEASES = {"fetch": 16 * MINUTE}
ORDERED = ("say", "brief", "menu")


# Written out, not bound: only so does SQLite see that its partial indexes serve the query. Without them every claim
# looked through the whole outbox for each row.
PENDING: sa.ColumnClause[str] = sa.literal_column("'pending'")
HELD: sa.ColumnClause[str] = sa.literal_column("'held'")


def listed(rows: sa.FromClause) -> sa.ColumnElement[bool]:
    """Exactly the condition of the index `outbox_order`."""
    return rows.c.status.in_((PENDING, HELD))


def in_line(rows: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.and_(listed(rows), rows.c.status == PENDING)


def ordered(rows: sa.FromClause) -> sa.ColumnElement[bool]:
    """What one recipient hears in order."""
    return sa.or_(*(rows.c.kind == each for each in ORDERED))


IN_ORDER = sa.and_(in_line(OUTBOX), ordered(OUTBOX))


def as_claimed(each: Mapping[str, Any]) -> Claimed:
    return Claimed(
        id=each["id"],
        kind=each["kind"],
        recipient=each["recipient"],
        body=each["body"],
        reply_token=each["reply_token"],
        silent=bool(each["silent"]),
        tries=each["tries"],
        vital=bool(each["vital"]),
        initiative=Initiative(each["initiative"]),
        case_number=each["case_number"],
        message_id=each["message_id"],
        made_at=each["made_at"],
        reply_until=each["reply_until"],
        expires_at=each["expires_at"],
        lease=each["due_at"],
        office=each["office"],
        cause=each["cause"] or "",
    )


def claim_due(
    store: Store, connection: Connection, now: int, most: int, alerts: int, files: int = 0
) -> tuple[Claimed, ...]:
    """Due rows: alerts under their own budget, then by rank whoever has waited longest, each recipient's in order;
    files under a budget of their own too.

    All questions are answered along the index `outbox_due`: what a claim costs must not grow with what waits, or a
    backlog would feed itself.
    """
    urgent, other, fetches = _FIRST if store.is_sqlite else _FIRST_FREE
    found = [
        *_first(connection, urgent, (ALERT, REPEAT), now, alerts),
        *_first(connection, other, (REPLY, TALK, BACKGROUND), now, most),
        *_first(connection, fetches, (FILE,), now, files),
    ]
    if not found:
        return ()
    return _claim(store, connection, now, found)


def _first(
    connection: Connection, question: sa.Select[Any], ranks: tuple[int, ...], now: int, most: int
) -> list[Row[Any]]:
    """Rank by rank: of the index only what is due is read, not what waits for a later try."""
    found: list[Row[Any]] = []
    for rank in ranks:
        if len(found) < most:
            found += ask(connection, question, rank=rank, now=now, most=most - len(found))
    return found


NEW = sa.insert(OUTBOX)
_EARLIER = OUTBOX.alias("earlier")
_FIRST_OF_ITS_RECIPIENT = ~sa.exists().where(
    _EARLIER.c.recipient == OUTBOX.c.recipient,
    in_line(_EARLIER),
    ordered(_EARLIER),
    _EARLIER.c.seq < OUTBOX.c.seq,
    # What waits for the push budget does not hold up a reply, which costs nothing.
    sa.not_(sa.and_(OUTBOX.c.reply_token.is_not(None), sa.func.coalesce(_EARLIER.c.why, "") == BUDGET)),
)
_DUE = (
    sa.select(OUTBOX)
    .where(OUTBOX.c.status == PENDING, OUTBOX.c.due_at <= sa.bindparam("now", type_=sa.BigInteger))
    .where(OUTBOX.c.rank == sa.bindparam("rank", type_=sa.Integer))
    .order_by(OUTBOX.c.due_at)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_FIRST = (_DUE, _DUE.where(sa.or_(sa.not_(ordered(OUTBOX)), _FIRST_OF_ITS_RECIPIENT)), _DUE)
_FIRST_FREE = tuple(each.with_for_update(skip_locked=True, of=OUTBOX) for each in _FIRST)


def _claim(store: Store, connection: Connection, now: int, found: list[Row[Any]]) -> tuple[Claimed, ...]:
    riders = riders_of(connection, [r.id for r in found if r.reply_token is not None])
    people = known_people(connection, {r.recipient for r in found if r.kind == "say" or r.id in riders})
    changes: list[dict[str, Any]] = []
    taken: list[Claimed] = []
    notices: list[dict[str, Any]] = []
    gone: list[Row[Any]] = []
    stranded: list[tuple[str, int]] = []
    for each in found:
        values = dict(each._asdict())
        if values["why"] == BUDGET:
            values["why"] = None  # being sent: nothing rides meanwhile
        along = riders.get(each.id, [])
        if along and not _sails(now, each, along, people.get(each.recipient)):
            # They go first, each for itself, and then this one.
            stranded.append((each.id, each.tries))
            continue
        if each.expires_at is not None and each.expires_at < now:
            values.update(status="expired", done_at=now, body=b"")
            gone.append(each)
        elif not lost_reply(now, values) and admit(connection, now, values, people.get(each.recipient), notices):
            values.update(due_at=now + LEASES.get(each.kind, LEASE), tries=each.tries + 1, claimed_by=store.claimant)
            taken.append(replace(as_claimed(values), front=joined(r.body for r in along) if along else b""))
        changes.append(values)
    set_down(connection, now, stranded)
    if changes:
        store.many(connection, _CHANGE, [{"key": v["seq"], **{f"v_{c}": v[c] for c in _CHANGED}} for v in changes])
    if notices:
        store.many(connection, NEW, notices)
    mark_messages(connection, [v for v in changes if v["status"] == "held"], "held")
    tell_lanes(store, connection, now, [(e, Refused("expired")) for e in gone if e.vital])
    lost = [e.message_id for e in gone if e.kind == "fetch"]
    if lost:
        mine = sa.and_(CONTENT.c.id.in_(lost), CONTENT.c.state == "waiting")
        connection.execute(sa.update(CONTENT).where(mine).values(state="lost"))
    return tuple(taken)


def _sails(now: int, carrier: Row[Any], riders: list[Row[Any]], person: Person | None) -> bool:
    """Whether a carrier can still take its riders along: its token lives and all of them may be said unasked."""
    return (carrier.reply_until or 0) > now and all(may_ride(now, r, person) for r in riders)


_CHANGED = ("status", "why", "due_at", "tries", "silent", "body", "reply_token", "initiative", "done_at", "claimed_by")
_CHANGE = (
    sa.update(OUTBOX).where(OUTBOX.c.seq == sa.bindparam("key")).values({c: sa.bindparam(f"v_{c}") for c in _CHANGED})
)


def lost_reply(now: int, values: dict[str, Any]) -> bool:
    """A reply whose token has run out. Never tried: it becomes a push, and the gate judges that. Tried with an unknown
    end (a crash or time-out more than 55 s ago, the one ambiguous case): chit-chat counts as sent, vital words are
    pushed, because a double beats silence. True when nothing more is to be sent.
    """
    if values["reply_token"] is None or (values["reply_until"] or 0) > now:
        return False
    values.update(reply_token=None, initiative=Initiative.UNASKED.value)
    if values["tries"] and not values["vital"]:
        values.update(status="sent", why="reply outcome unknown", done_at=now)
        return True
    if values["tries"]:
        values["why"] = "may have been seen"
    return False


def known_people(connection: Connection, users: set[str]) -> dict[str, Person]:
    if not users:
        return {}
    rows = connection.execute(
        sa.select(PERSON.c.user, PERSON.c.contact, PERSON.c.contact_version, PERSON.c.lang).where(
            PERSON.c.user.in_(users)
        )
    )
    return {
        r.user: Person(r.user, lang=r.lang, contact=ContactState(r.contact), contact_version=r.contact_version)
        for r in rows
    }


def open_held(store: Store, connection: Connection, now: int, held: OpenHeld) -> Claimed | None:
    """อ่านต่อ: the oldest held row goes out on the person's own reply token; the button stays while more is held."""
    waiting = connection.execute(
        sa.select(OUTBOX)
        .where(OUTBOX.c.recipient == held.to, listed(OUTBOX), OUTBOX.c.status == HELD)
        .order_by(OUTBOX.c.seq)
        .limit(2)
    ).all()
    if not waiting:
        return None
    values = {
        **waiting[0]._asdict(),
        "status": "pending",
        "initiative": Initiative.ANSWER.value,
        "reply_token": held.reply,
        "reply_until": held.reply_until,
        "silent": True,
        "body": hushed(waiting[0].body, held.lang),
        "due_at": now + LEASE,
        "tries": 1,
        "claimed_by": store.claimant,
    }
    if len(waiting) > 1:
        values["body"] = values["body"][:-1] + b"," + render((HeldNotice(),), held.lang)[1:]
    connection.execute(
        sa.update(OUTBOX)
        .where(OUTBOX.c.seq == waiting[0].seq)
        .values({c: values[c] for c in (*_CHANGED, "reply_until")})
    )
    connection.execute(
        sa.update(OUTBOX)
        .where(OUTBOX.c.recipient == held.to, OUTBOX.c.kind == NOTICE, OUTBOX.c.status != "opened")
        .values(status="opened", done_at=now)
    )
    return as_claimed(values)
