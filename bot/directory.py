"""Where cases can go, as the running service holds it: centres and boundaries, read from the database."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.rows import read_centre
from bot.store import Store
from models.centre import Directory
from models.tables import CentreRow
from routing.directory import directory_of, generated_directory

if TYPE_CHECKING:
    from routing.atlas import Atlas

CENTRE = CentreRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Places:
    """The directory of centres and, when boundaries were imported, the atlas."""

    directory: Directory
    atlas: "Atlas | None" = None


def load_places(store: Store) -> Places:
    """Imported centres where there are any, generated units for the rest."""
    with store.read() as connection:
        rows = connection.execute(sa.select(CENTRE.c.state)).scalars().all()
    if not rows:
        return Places(generated_directory())
    return Places(directory_of(read_centre(state) for state in rows))
