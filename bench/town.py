"""The database that our own process meets: migrated, and in every province an office with one bound destination."""

from pathlib import Path

from bench.running import OURS, environment
from bot.clock import SystemClock
from bot.rows import BINDING
from bot.schema import migrate
from bot.settings import Settings, make_key, read_settings
from bot.store import Store
from routing.province import provinces

ORDINARY = {"group": False, "lang": "th", "active": True}


def settings_of(folder: Path) -> Settings:
    return read_settings(environment(OURS, folder, 0, "http://127.0.0.1:9"))


def found(folder: Path) -> None:
    """Makes the key and the database of a folder."""
    make_key(folder / "key")
    url = settings_of(folder).database_url
    migrate(url)
    store = Store(url)
    now = SystemClock().now()
    rows = [
        {"to": f"Uf{province.code[3:]:0>31}", "office": province.code, "bound_at": now, "name": "งาน", **ORDINARY}
        for province in provinces().values()
    ]
    store.write(lambda c: c.execute(store.insert(BINDING), rows))
    store.close()
