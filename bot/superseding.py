"""A newer page of a case to the same destination takes the place of older ones that could not be sent yet.

With LINE away for an hour every rung of the ladder leaves a page; on its return an officer needs the last one only. It
says all that the others said, as the facts are now, and keeps their place in the queue. Words to reporters are never
replaced.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.asking import Among, ask
from bot.rows import OUTBOX
from bot.store import Store

SUPERSEDED = "superseded"
PAGE = "alert"
# What has waited less is about to be tried again; whoever hears "more urgent" has better heard of the case first.
WAITED = 30_000


def supersede(store: Store, connection: Connection, now: int, rows: list[dict[str, Any]]) -> None:
    """Ends what the new rows replace in the outbox; they take over its rank."""
    newest = {_place(each): each for each in rows if each["kind"] == PAGE and each["case_number"] is not None}
    if not newest:
        return
    question = _UNSENT if store.is_sqlite else _UNSENT_FREE
    ended = []
    for old in ask(connection, question, asked=list({number for number, _, _ in newest}), since=now - WAITED):
        new = newest.get((old.case_number, old.recipient, old.office))
        if new is not None:
            new["rank"] = min(new["rank"], old.rank)
            ended.append({"key": old.seq, **{f"v_{name}": value for name, value in _end(now).items()}})
    if ended:
        store.many(connection, _END, ended)


def _place(each: dict[str, Any]) -> tuple[str, str, str | None]:
    return each["case_number"], each["recipient"], each["office"]


def _end(now: int) -> dict[str, Any]:
    return {"status": SUPERSEDED, "done_at": now, "body": b""}


_UNSENT = sa.select(OUTBOX.c.seq, OUTBOX.c.rank, OUTBOX.c.case_number, OUTBOX.c.recipient, OUTBOX.c.office).where(
    Among(OUTBOX.c.case_number, "asked"),
    OUTBOX.c.kind == PAGE,
    OUTBOX.c.status == "pending",
    OUTBOX.c.made_at <= sa.bindparam("since", type_=sa.BigInteger),
)
# Whoever claims one at this moment sends it: it is let go.
_UNSENT_FREE = _UNSENT.with_for_update(skip_locked=True, of=OUTBOX)
_END = (
    sa.update(OUTBOX)
    .where(OUTBOX.c.seq == sa.bindparam("key"))
    .values({name: sa.bindparam(f"v_{name}") for name in ("status", "done_at", "body")})
)
