"""The last third of a turn: what the handlers decided becomes rows, in batch statements of one transaction."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.born import claim_born, ride_spare
from bot.decided import Decided
from bot.field import Field
from bot.gathered import Rows
from bot.outbox import open_held
from bot.outgoing import erase_row
from bot.parking import park
from bot.phones import revoke
from bot.readiness import confirm
from bot.rows import (
    BINDING,
    CASE,
    CASE_EVENT,
    CASE_OFFICE,
    CODE,
    CONTENT,
    INBOX,
    LANE,
    MESSAGE,
    PERSON,
    PHONE_LINK,
    TIMER,
    case_row,
    encode,
    person_row,
)
from bot.store import Store
from bot.tries import Claimed
from bot.unsent import hide
from handlers.effects import (
    Bind,
    Say,
)
from handlers.screens import line
from models.changed import replace
from models.people import Person
from models.policy import Policy


def write(
    store: Store,
    connection: Connection,
    now: int,
    policy: Policy,
    around: Field,
    decided: list[Decided],
    *,
    room: int,
    public_url: str = "",
) -> tuple[Claimed, ...]:
    """Everything of a batch; returns the outbox rows, at most `room`, that this process has claimed for sending."""
    contact = {d.after.person.user: d.after.person.contact_version for d in decided if d.after.person}
    rows = Rows(now, policy, around, public_url, contact)
    for each in decided:
        before = len(rows.outbox)
        for effect in each.effects:
            rows.take(each.after.id, effect)
        for made in rows.outbox[before:]:
            made["cause"] = each.cause
    used, ridden = ride_spare(store, connection, now, _spare(decided), room=room)
    decided = [_without_token(d) if d.after.person and d.after.person.user in used else d for d in decided]
    _state(store, connection, decided)
    _gathered(store, connection, rows)
    _settle(store, connection, now, decided)
    opened = []
    for held in rows.opens:
        claimed = open_held(store, connection, now, held)
        if claimed is not None:
            opened.append(claimed)
        else:
            nothing = Say(held.to, held.lang, (line("neutral-nothing"),), held.reply, held.reply_until)
            rows.take(f"user:{held.to}", nothing)
    for each in decided:
        if each.failed is not None:
            park(store, connection, each, now)
    people = {d.after.person.user: d.after.person for d in decided if d.after.person}
    return (*claim_born(store, connection, now, rows.outbox, people, room=max(0, room - len(ridden))), *opened, *ridden)


def _spare(decided: list[Decided]) -> list[Person]:
    """Whose new reply token no answer of this turn has used."""
    return [
        d.after.person
        for d in decided
        if d.after.person
        and d.after.person.token
        and d.after.person.token != (d.before.person and d.before.person.token)
    ]


def _without_token(each: Decided) -> Decided:
    assert each.after.person is not None
    return replace(each, after=each.after.knowing(replace(each.after.person, token=None)))


def _state(store: Store, connection: Connection, decided: list[Decided]) -> None:
    people = [d.after.person for d in decided if d.after.person and d.after.person is not d.before.person]
    if people:
        statement = store.upsert(PERSON, "contact", "contact_version", "lang", "state")
        # In one order everywhere: two who lock the same people in different ones would wait for each other.
        store.many(connection, statement, [person_row(p) for p in sorted(people, key=lambda each: each.user)])
    changed = [
        replace(case, version=case.version + 1)
        for d in decided
        for number, case in d.after.cases.items()
        if d.before.cases.get(number) is not case
    ]
    fresh = [c for c in changed if c.version == 1]
    if fresh:
        store.many(connection, _NEW_CASE, [case_row(c) for c in fresh])
    older = [c for c in changed if c.version > 1]
    if older:
        store.many(connection, _CASE_UPDATE, [{**case_row(c), "key": c.number} for c in older])


_NEW_CASE, _NEW_NOTE, _NEW_LINK = sa.insert(CASE), sa.insert(CASE_EVENT), sa.insert(PHONE_LINK)
# What never changes is not set again: SQLite would write the indexes on it anew.
_FIXED = {"number", "lane", "started_at"}
_CASE_UPDATE = (
    sa.update(CASE)
    .where(CASE.c.number == sa.bindparam("key"))
    .values({c.name: sa.bindparam(c.name) for c in CASE.columns if c.name not in _FIXED})
)


def _gathered(store: Store, connection: Connection, rows: Rows) -> None:
    ignore = {"messages": MESSAGE, "contents": CONTENT, "offices": CASE_OFFICE, "inbox": INBOX}
    for name, table in ignore.items():
        found = getattr(rows, name)
        if found:
            store.many(connection, store.insert_new(table), found)
    if rows.notes:
        store.many(connection, _NEW_NOTE, rows.notes)
    stopped = [{"k": kind, "s": subject} for (kind, subject), timer in rows.timers.items() if timer is None]
    if stopped:
        store.many(connection, _STOP, stopped)
    timers = [timer for timer in rows.timers.values() if timer is not None]
    if timers:
        store.many(connection, store.upsert(TIMER), timers)
    if rows.hidden:
        rows.outbox += [erase_row(rows.now, content) for content in hide(connection, rows.hidden)]
    for bind in rows.binds:
        bind_destination(store, connection, rows.now, bind)
    if rows.links:
        store.many(connection, _NEW_LINK, rows.links)
    if rows.ready:
        confirm(store, connection, rows.now, rows.ready)
    if rows.unbinds:
        connection.execute(sa.update(BINDING).where(BINDING.c.to.in_(rows.unbinds)).values(active=False))


_STOP = sa.delete(TIMER).where(TIMER.c.kind == sa.bindparam("k"), TIMER.c.subject == sa.bindparam("s"))


def bind_destination(store: Store, connection: Connection, now: int, bind: Bind) -> None:
    """The code is spent in the same commit. A name comes from the profile once it is known."""
    b = bind.binding
    name = b.name or connection.execute(sa.select(PERSON.c.name).where(PERSON.c.user == b.to)).scalar() or ""
    values = {"to": b.to, "office": b.office, "group": b.group, "name": name, "lang": b.lang, "active": True}
    connection.execute(store.upsert(BINDING), [{**values, "bound_at": now}])
    connection.execute(sa.update(CODE).where(CODE.c.hash == bind.code).values(used_by=b.to))
    revoke(connection, b.to)  # who moves to another office leaves the first one's cases behind


def _settle(store: Store, connection: Connection, now: int, decided: list[Decided]) -> None:
    """Done rows keep their id and lose their body: words live in one place."""
    done = [
        {"s": p.seq, "now": now, "r": encode(d.results[p.event.id]).decode() if p.event.id in d.results else None}
        for d in decided
        for p in d.done
        if p.seq is not None
    ]
    if done:
        store.many(connection, _DONE, done)
    cured = [d.after.id for d in decided if d.tries and d.failed is None]
    if cured:
        connection.execute(sa.update(LANE).where(LANE.c.id.in_(cured)).values(tries=0, not_before=0))


_DONE = (
    sa.update(INBOX)
    .where(INBOX.c.seq == sa.bindparam("s"))
    .values(done_at=sa.bindparam("now"), body=b"", result=sa.bindparam("r"))
)
