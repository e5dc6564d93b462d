"""Other ways than LINE to reach an office or the supervisors; addresses are sealed and never logged."""

import secrets
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.ledger import enter
from bot.notices import notice_row
from bot.rows import OUTBOX, PATH
from bot.sealed import seal, unseal
from bot.store import Store
from handlers.effects import Notify
from models.field import Path, PathKind


@dataclass(frozen=True, slots=True)
class BadAddress:
    """Why an address cannot be used; it is never quoted."""

    why: str


def check(kind: PathKind, address: str) -> BadAddress | None:
    match kind:
        case PathKind.WEBHOOK if not address.partition(" ")[0].startswith(("https://", "http://127.0.0.1")):
            return BadAddress("a webhook is `https://… SECRET`")
        case PathKind.WEBHOOK if len(address.split()) != 2:
            return BadAddress("a webhook needs its signing secret after the address: `https://… SECRET`")
        case PathKind.EMAIL | PathKind.SMS | PathKind.SERVICE if "://" not in address:
            return BadAddress("an address of the notification library, such as `mailtos://user:password@host?to=…`")
        case _:
            return None


def new_path(owner: str, kind: PathKind, name: str = "") -> Path:
    """A path that is not there yet; without a name it is called by its owner and kind."""
    return Path(secrets.token_hex(6), owner, kind, name or f"{owner} {kind.value}")


def add_path(store: Store, key: bytes, path: Path, address: str, now: int, actor: str) -> str:
    """Its address is sealed for it alone. The id of the path."""
    values = {
        "id": path.id,
        "owner": path.owner,
        "kind": path.kind.value,
        "name": path.name,
        "secret": seal(key, f"path:{path.id}", address),
        "active": True,
        "made_at": now,
    }

    def work(connection: Connection) -> None:
        connection.execute(sa.insert(PATH), [values])
        told = {"id": path.id, "owner": path.owner, "kind": path.kind, "name": path.name}
        enter(connection, now, actor, "path added", **told)

    store.write(work)
    return path.id


def set_active(store: Store, ident: str, now: int, actor: str, *, active: bool) -> bool:
    def work(connection: Connection) -> bool:
        found = connection.execute(sa.update(PATH).where(PATH.c.id == ident).values(active=active)).rowcount == 1
        if found:
            what = "path switched on" if active else "path switched off"
            enter(connection, now, actor, what, id=ident)
        return found

    return store.write(work)


def paths(connection: Connection, owner: str = "") -> list[tuple[Path, bool]]:
    """Every path, or those of one owner, with whether it is switched on."""
    query = sa.select(PATH).order_by(PATH.c.owner, PATH.c.made_at)
    rows = connection.execute(query.where(PATH.c.owner == owner) if owner else query)
    return [(Path(r.id, r.owner, PathKind(r.kind), r.name), r.active) for r in rows]


def address_of(connection: Connection, key: bytes, ident: str) -> tuple[PathKind, str] | None:
    """The kind and the plain address of a path that is switched on."""
    found = connection.execute(sa.select(PATH).where(PATH.c.id == ident, PATH.c.active)).one_or_none()
    return (PathKind(found.kind), unseal(key, f"path:{ident}", found.secret)) if found else None


def test_path(store: Store, ident: str, now: int) -> str | None:
    """A test notice in the outbox; the running service sends it. Its id, None when there is no such path."""

    def work(connection: Connection) -> str | None:
        known = next((p for p, active in paths(connection) if p.id == ident and active), None)
        if known is None:
            return None
        made = notice_row(now, Notify(known.owner, "test", f"test:{ident}:{now}"), known)
        connection.execute(sa.insert(OUTBOX), [made])
        return str(made["id"])

    return store.write(work)
