"""The database that our own process meets: migrated, and in every province an office with one bound destination."""

from pathlib import Path

from bot.clock import SystemClock
from bot.rows import BINDING
from bot.schema import migrate
from bot.settings import make_key
from bot.store import Store
from routing.province import provinces

ORDINARY = {"group": False, "lang": "th", "active": True}


def found(folder: Path) -> Store:
    """Makes the key and the database of a folder; the store is open and may be closed."""
    make_key(folder / "key")
    url = f"sqlite:///{folder}/bench.db"
    migrate(url)
    store = Store(url)
    now = SystemClock().now()
    rows = [
        {"to": f"Uf{province.code[3:]:0>31}", "office": province.code, "bound_at": now, "name": "งาน", **ORDINARY}
        for province in provinces().values()
    ]
    store.write(lambda c: c.execute(store.insert(BINDING), rows))
    store.close()
    return store
