"""What a person took back: no copy of the words stays."""

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import CONTENT, INBOX, MESSAGE, PARKED
from handlers.events import AnyEvent, Message
from models.people import Person


def hide(connection: Connection, line_ids: list[str]) -> list[str]:
    """Unsent: the words are gone in this commit; the fact, its time and a file's hash stay. Returns the files."""
    contents = sa.select(MESSAGE.c.content).where(MESSAGE.c.line_id.in_(line_ids))
    mine = CONTENT.c.id.in_(contents)
    files = connection.execute(sa.select(CONTENT.c.id).where(mine, CONTENT.c.media.is_not(None))).scalars().all()
    connection.execute(sa.update(CONTENT).where(mine).values(body=b"", name=None, state="erased"))
    connection.execute(sa.update(MESSAGE).where(MESSAGE.c.line_id.in_(line_ids)).values(unsent=True))
    # An event that could not be handled is kept whole, in its row of the inbox: few, and by an index of their own.
    asked = [b'"id":' + orjson.dumps(each) for each in line_ids]
    parked = connection.execute(sa.select(INBOX.c.seq, INBOX.c.body).where(PARKED, INBOX.c.kind == "line"))
    taken_back = [row.seq for row in parked if any(each in row.body for each in asked)]
    if taken_back:
        connection.execute(sa.update(INBOX).where(INBOX.c.seq.in_(taken_back)).values(body=b""))
    return list(files)


def was_taken_back(person: Person | None, event: AnyEvent) -> bool:
    """Unsent before it came: it is kept nowhere, not even for an operator who looks why it failed."""
    line_id = event.line_id if isinstance(event, Message) else ""
    return person is not None and person.taken_back(line_id) is not None
