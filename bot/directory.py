"""Where cases can go, as the running service holds it: centres and boundaries, read from the database."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.ledger import enter
from bot.rows import ARTEFACT, AUDIT, CENTRE, encode, read_centre
from bot.store import Store
from models.centre import Centre, Directory
from models.changed import replace
from routing.centres import Changes, changes
from routing.directory import directory_of, generated_directory
from routing.warm import warm

if TYPE_CHECKING:
    from routing.atlas import Atlas

BOUNDARIES = "boundaries"
CENTRES_CHANGED = "centres imported"
ONE_CENTRE = "centre: "

log = logging.getLogger("ess.directory")


@dataclass(frozen=True, slots=True)
class Places:
    """The directory of centres and, when boundaries were imported, the atlas; `version` is that of the database."""

    directory: Directory
    atlas: "Atlas | None" = None
    version: tuple[int, int] = (0, 0)


def load_places(store: Store) -> Places:
    """Imported centres where there are any, generated units for the rest; boundaries when there are any."""
    with store.read() as connection:
        version = places_version(connection)
        centres = _centres(connection)
        body = connection.execute(sa.select(ARTEFACT.c.body).where(ARTEFACT.c.name == BOUNDARIES)).scalar()
    directory = directory_of(centres) if centres else generated_directory()
    warm(directory)
    return Places(directory, _atlas(body) if body else None, version)


def newer_places(store: Store, known: Places) -> Places | None:
    """The places of now when another process has changed them since, else None; one small query when it has not."""
    with store.read() as connection:
        if places_version(connection) == known.version:
            return None
    return load_places(store)


def places_version(connection: Connection) -> tuple[int, int]:
    """Changes whenever centres or boundaries have changed: a replica that sees a new one loads the places again."""
    made_at = connection.execute(sa.select(ARTEFACT.c.made_at).where(ARTEFACT.c.name == BOUNDARIES)).scalar()
    ours = sa.or_(AUDIT.c.what == CENTRES_CHANGED, AUDIT.c.what.startswith(ONE_CENTRE))
    seq = connection.execute(sa.select(sa.func.max(AUDIT.c.seq)).where(ours)).scalar()
    return made_at or 0, seq or 0


def load_centres(store: Store) -> tuple[Centre, ...]:
    """The imported centres, by code; empty in a fresh installation."""
    with store.read() as connection:
        return _centres(connection)


def save_centres(store: Store, centres: Iterable[Centre], now: int, actor: str) -> Changes:
    """Replaces every centre in one transaction and audits it. A temporary closure outlives the import."""

    def work(connection: Connection) -> Changes:
        alone(store, connection)
        before = _centres(connection)
        closed = {centre.code: centre.closed_until for centre in before if centre.closed_until}
        after = tuple(replace(c, closed_until=closed.get(c.code, c.closed_until)) for c in centres)
        made = changes(before, after)
        connection.execute(CENTRE.delete())
        if after:
            rows = [{"code": c.code, "province": c.province, "state": encode(c)} for c in after]
            connection.execute(CENTRE.insert(), rows)
        old, new = ({c.code: c for c in each} for each in (before, after))
        fields = {code: difference(old[code], new[code]) for code in made.changed}
        lists = {"added": made.added, "changed": made.changed, "removed": made.removed}
        enter(connection, now, actor, CENTRES_CHANGED, **lists, fields=fields)
        return made

    return store.write(work)


def alone(store: Store, connection: Connection) -> None:
    """Changes of centres follow each other: their audit's order is the order of their commits (`places_version`)."""
    store.alone(connection, "centres")


def difference(before: Centre | None, after: Centre) -> dict[str, dict[str, object]]:
    """The fields of a centre that change, before and after, as JSON values; a new one has nothing before."""
    new = msgspec.to_builtins(after, order="deterministic")
    old = msgspec.to_builtins(before, order="deterministic") if before else {}
    names = [name for name, value in new.items() if (old.get(name) != value if before else value not in ("", None))]
    return {"before": {n: old[n] for n in names if n in old}, "after": {n: new[n] for n in names}}


def save_boundaries(store: Store, body: bytes, now: int, actor: str, note: str) -> None:
    """Replaces the boundaries in one transaction and audits it; the old ones hold until the commit."""

    def work(connection: Connection) -> None:
        row = {"name": BOUNDARIES, "body": body, "made_at": now, "note": note}
        connection.execute(store.upsert(ARTEFACT).values(**row))
        enter(connection, now, actor, "boundaries imported", note=note, bytes=len(body))

    store.write(work)


def _centres(connection: Connection) -> tuple[Centre, ...]:
    rows = connection.execute(sa.select(CENTRE.c.state).order_by(CENTRE.c.code)).scalars()
    return tuple(read_centre(state) for state in rows)


def _atlas(body: bytes) -> "Atlas | None":
    # A quarter of a second of numpy and shapely: only where boundaries were imported.
    from routing.atlas import DamagedError, load  # noqa: PLC0415

    try:
        return load(body)
    except DamagedError:
        # Cases still go somewhere: by address and nearest seat, as before any import.
        log.exception("the stored boundaries are damaged and not used: import them again")
        return None
