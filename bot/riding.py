"""Words that wait for the push budget ride on the person's next reply token, in front of the new answer.

The row with the token is the carrier, the rows before it are its riders: one call, one end. What cannot ride (expired,
no room among five messages, the gate would not let it pass unasked) stays in line. A carrier that loses its token lets
its riders go back into the line, each with its own retry key.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.gate import Verdict, judge
from bot.outgoing import MOST_MESSAGES
from bot.rows import OUTBOX
from handlers.effects import Initiative
from models.people import ContactState, Person

BUDGET = "push budget"
RIDING = "riding"
Line = Sequence[Row[Any]]


def messages(body: bytes) -> int:
    """How many LINE messages a row's body holds."""
    return len(orjson.loads(body))


def joined(bodies: Iterable[bytes]) -> bytes:
    """Several bodies as one, in order."""
    return b"[" + b",".join(each[1:-1] for each in bodies) + b"]"


def may_ride(now: int, each: Row[Any], person: Person | None) -> bool:
    if each.expires_at is not None and each.expires_at < now:
        return False
    state = person.contact if person else ContactState.FREE
    return each.kind != "say" or judge(state, Initiative.UNASKED) is Verdict.SEND


def fitting(now: int, line: Line, person: Person | None, room: int) -> list[Row[Any]]:
    """The first of a line that may ride, in order, with at most `room` messages."""
    taken: list[Row[Any]] = []
    for each in line:
        if not may_ride(now, each, person):
            continue
        room -= messages(each.body)
        if room < 0:
            break
        taken.append(each)
    return taken


def board(connection: Connection, now: int, carrier: Mapping[str, Any], line: Line, person: Person | None) -> bytes:
    """The line boards a new row with a reply token; the messages that go in front of its own."""
    riders = fitting(now, line, person, MOST_MESSAGES - messages(carrier["body"]))
    seated(connection, carrier["id"], riders, line)
    return joined(r.body for r in riders) if riders else b""


def spare(
    connection: Connection, now: int, token: tuple[str, int], line: Line, person: Person, claim: Mapping[str, Any]
) -> tuple[dict[str, Any], bytes] | None:
    """A token that no answer has used carries the line itself: the last that fits is the carrier of the others."""
    taken = fitting(now, line, person, MOST_MESSAGES)
    if not taken:
        return None
    *riders, last = taken
    given = {
        "reply_token": token[0],
        "reply_until": token[1],
        "initiative": Initiative.ANSWER.value,
        "why": None,
        **claim,
    }
    seated(connection, last.id, riders, [r for r in line if r is not last])
    connection.execute(sa.update(OUTBOX).where(OUTBOX.c.seq == last.seq).values(**given))
    return {**last._asdict(), **given}, joined(r.body for r in riders) if riders else b""


def seated(connection: Connection, carrier: str, riders: Line, line: Line) -> None:
    """Who did not find a seat waits on in line, marked: the carrier goes before them."""
    mine = [r.seq for r in riders]
    left = [r.seq for r in line if r.seq not in mine and r.why != BUDGET]
    if mine:
        boarded = sa.update(OUTBOX).where(OUTBOX.c.seq.in_(mine))
        connection.execute(boarded.values(status=RIDING, rides_on=carrier, why=None))
    if left:
        connection.execute(sa.update(OUTBOX).where(OUTBOX.c.seq.in_(left)).values(why=BUDGET))


def riders_of(connection: Connection, carriers: Iterable[str]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    asked = list(carriers)
    if asked:
        for each in connection.execute(_RIDERS, {"asked": asked}):
            found[each.rides_on].append(each)
    return found


# Written out, so that SQLite sees that its partial index serves the query.
_RIDING: sa.ColumnClause[str] = sa.literal_column(f"'{RIDING}'")
_RIDERS = (
    sa.select(OUTBOX)
    .where(OUTBOX.c.rides_on.in_(sa.bindparam("asked", expanding=True)), OUTBOX.c.status == _RIDING)
    .order_by(OUTBOX.c.seq)
)


def arrived(connection: Connection, now: int, carriers: Mapping[str, str | None]) -> list[Row[Any]]:
    """The riders of carriers that LINE has taken (id → its request id), as they were; they are sent now."""
    riders = [each for found in riders_of(connection, carriers).values() for each in found]
    if riders:
        change = sa.update(OUTBOX).where(OUTBOX.c.seq == sa.bindparam("key"))
        values = {"status": "sent", "sent_as": "reply", "done_at": now, "body": b""}
        ends = [{"key": r.seq, "asked": carriers[r.rides_on]} for r in riders]
        connection.execute(change.values(**values, request_id=sa.bindparam("asked")), ends)
    return riders


def set_down(connection: Connection, now: int, carriers: Iterable[tuple[str, int]]) -> None:
    """Back into the line, in front of a carrier (id and tries) that cannot take them; a newer claim keeps its own."""
    asked = [{"carrier": ident, "fence": tries, "now": now} for ident, tries in carriers]
    if asked:
        connection.execute(_BACK, asked)


_BOAT = OUTBOX.alias("boat")
_STILL = sa.exists().where(
    _BOAT.c.id == sa.bindparam("carrier"), _BOAT.c.status == "pending", _BOAT.c.tries == sa.bindparam("fence")
)
_BACK = (
    sa.update(OUTBOX)
    .where(OUTBOX.c.rides_on == sa.bindparam("carrier"), OUTBOX.c.status == _RIDING, _STILL)
    .values(status="pending", rides_on=None, due_at=sa.bindparam("now"))
)
