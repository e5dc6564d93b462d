"""The ledger of what an owner tunes: who changed what, and when. It is written in the transaction of the change."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.rows import AUDIT, encode


def enter(connection: Connection, now: int, actor: str, what: str, **data: object) -> None:
    connection.execute(sa.insert(AUDIT), {"at": now, "actor": actor, "what": what, "data": encode(data)})
