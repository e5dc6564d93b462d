"""New rows of the outbox: born claimed where this process can send them at once, without another transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.admission import admit
from bot.asking import Among, ask
from bot.outbox import IN_ORDER, LEASE, NEW, ORDERED, as_claimed, known_people
from bot.outgoing import ALERT
from bot.riding import BUDGET, board, spare
from bot.rows import OUTBOX
from bot.settling import mark_messages
from bot.store import Store
from bot.superseding import supersede
from bot.tries import Claimed
from models.changed import replace
from models.people import Person


def claim_born(
    store: Store,
    connection: Connection,
    now: int,
    rows: list[dict[str, Any]],
    people: Mapping[str, Person],
    *,
    room: int,
) -> tuple[Claimed, ...]:
    """Stores new rows. The first of each recipient is born claimed, unless something earlier waits for them."""
    if not rows:
        return ()
    supersede(store, connection, now, rows)
    heads: dict[str, str | None] = {}
    for to, why in ask(connection, _LINE, asked=list({r["recipient"] for r in rows})):
        heads.setdefault(to, why)
    fronts = _boarded(connection, now, rows, people, {to for to, why in heads.items() if why == BUDGET})
    busy = heads.keys() - {r["recipient"] for r in rows if r["id"] in fronts}
    ready: list[dict[str, Any]] = []
    for each in rows:
        if len(ready) >= room:
            break
        if each["kind"] in ORDERED and each["recipient"] not in busy:
            ready.append(each)
            busy.add(each["recipient"])
        elif each["rank"] == ALERT:
            ready.append(each)
        elif each["kind"] == "profile" and len(ready) < room // 2:
            ready.append(each)  # nobody waits for a name: only where there is room to spare
    born = [each for each in ready if admit(connection, now, each, people.get(each["recipient"]), rows)]
    for each in born:
        each.update(due_at=now + LEASE, tries=1, claimed_by=store.claimant)
    store.many(connection, NEW, rows)
    mark_messages(connection, [r for r in rows if r["status"] == "held"], "held")
    return tuple(replace(as_claimed(each), front=fronts.get(each["id"], b"")) for each in born)


def _boarded(
    connection: Connection, now: int, rows: list[dict[str, Any]], people: Mapping[str, Person], budgeted: set[str]
) -> dict[str, bytes]:
    """New rows that carry what waits for the budget on their reply tokens: each is the first of its recipient."""
    firsts: dict[str, dict[str, Any]] = {}
    for each in rows:
        if each["recipient"] in budgeted and each["kind"] in ORDERED:
            firsts.setdefault(each["recipient"], each)
    carriers = {to: each for to, each in firsts.items() if each["reply_token"] is not None}
    if not carriers:
        return {}
    known = {**known_people(connection, set(carriers)), **people}
    return {
        carriers[to]["id"]: board(connection, now, carriers[to], waiting, known.get(to))
        for to, waiting in budgeted_lines(connection, carriers).items()
    }


def budgeted_lines(connection: Connection, recipients: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """The lines whose first row waits for the budget; the claim of a row that is being sent has blanked that reason."""
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for each in connection.execute(_LINES, {"asked": list(recipients)}):
        found[each.recipient].append(each)
    return {to: line for to, line in found.items() if line[0].why == BUDGET}


def ride_spare(
    store: Store, connection: Connection, now: int, people: Iterable[Person], *, room: int
) -> tuple[frozenset[str], tuple[Claimed, ...]]:
    """Tokens that no answer has used carry what waits for the budget: whose were taken, and what is born claimed."""
    good = {p.user: p for p in people if p.token and p.token[1] > now}
    if not good:
        return frozenset(), ()
    used: set[str] = set()
    born: list[Claimed] = []
    for to, line in budgeted_lines(connection, good).items():
        token, mine = good[to].token, len(born) < room
        assert token is not None
        claim: dict[str, Any] = {"due_at": now, "tries": 0, "claimed_by": None}
        if mine:
            claim = {"due_at": now + LEASE, "tries": 1, "claimed_by": store.claimant}
        found = spare(connection, now, token, line, good[to], claim)
        if found is not None:
            used.add(to)
            if mine:
                born.append(replace(as_claimed(found[0]), front=found[1]))
    return frozenset(used), tuple(born)


_LINE = (
    sa.select(OUTBOX.c.recipient, OUTBOX.c.why)
    .where(Among(OUTBOX.c.recipient, "asked"), IN_ORDER)
    .order_by(OUTBOX.c.seq)
)
_THEIRS = OUTBOX.c.recipient.in_(sa.bindparam("asked", expanding=True))
# Locked: nobody claims what is boarding.
_LINES = sa.select(OUTBOX).where(_THEIRS, IN_ORDER).order_by(OUTBOX.c.seq).with_for_update(skip_locked=True)
