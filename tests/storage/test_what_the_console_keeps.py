"""What the console's pages keep, on both databases: centres, oddities, offices, the policy's versions."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.bodies import strange_row
from bot.centre_edits import Overtaken, Saved, fingerprint, history, recent, save_centre
from bot.directory import load_places, newer_places, save_centres
from bot.policy import save_policy
from bot.rows import BINDING, INBOX
from bot.schema import create_tables
from bot.store import Store
from console import oddities, offices, policy_form
from models.field import DutyKind, DutyLine
from models.policy import Policy
from routing.directory import generated

UNIT = generated()[0]


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    made = Store(database)
    create_tables(made)
    yield made
    made.close()


def test_one_centre_and_the_whole_list_follow_each_other(store):
    known = load_places(store)
    changed = replace(UNIT, phone="075218124")
    assert save_centre(store, changed, "", 1, "a") == Overtaken(UNIT)
    assert save_centre(store, changed, fingerprint(UNIT), 2, "a") == Saved(changed)
    seen = newer_places(store, known)
    assert seen is not None
    assert changed in seen.directory.centres
    save_centres(store, [replace(changed, hours="office")], 3, "b")
    assert newer_places(store, seen) is not None
    with store.read() as connection:
        assert [(c.at, c.actor, c.fields) for c in history(connection, UNIT.code)] == [
            (3, "b", (("hours", "24h", "office"),)),
            (2, "a", (("phone", "", "075218124"),)),
        ]
        assert [(c.code, c.changed) for c in recent(connection)] == [("", 1), (UNIT.code, 0)]


def test_oddities_wait_until_they_are_seen(store):
    store.write(lambda c: c.execute(INBOX.insert(), [strange_row(bytes([n]), n) for n in range(3)]))
    with store.read() as connection:
        first, second, third = (each.seq for each in oddities.page(connection, seen=False).oddities)
    store.write(lambda c: oddities.see(c, "a", first, 10))
    store.write(lambda c: oddities.see(c, "a", second, 11, earlier=True))
    store.write(lambda c: oddities.look(c, "a", third, 12))
    with store.read() as connection:
        assert oddities.waiting(connection) == 1
        assert [each.seq for each in oddities.page(connection, seen=True).oddities] == [second, first]
        assert [each.seq for each in oddities.page(connection, seen=True, after=f"11|{second}").oddities] == [first]
        assert [each.seq for each in oddities.page(connection, seen=False, after=str(third)).oddities] == []
        opened = oddities.opened(connection, third)
        assert opened is not None
        assert (opened.oddity.size, opened.oddity.what) == (1, "body")


def test_an_office_with_its_rota(store):
    bound = {"to": "U1", "office": "TH-92", "group": False, "name": "สมชาย", "lang": "th", "active": True, "members": 1}
    store.write(lambda c: c.execute(BINDING.insert(), [{**bound, "bound_at": 1}]))
    line = DutyLine("TH-92", "U1", DutyKind.EXTRA, since=1, until=9)
    store.write(lambda c: offices.add_duty(c, line, 2, "a"))
    with store.read() as connection:
        (only,) = offices.rota(connection, "TH-92")
        assert (only.line, only.name) == (line, "สมชาย")
        assert [b.to for b in offices.bound(connection, "TH-92", Policy(), 3)] == ["U1"]
    assert store.write(lambda c: offices.remove_duty(c, "TH-92", only.seq, 4, "a"))
    assert store.write(lambda c: offices.unbind(c, "TH-92", offices.handle("U1"), 5, "a"))
    with store.read() as connection:
        assert offices.bound(connection, "TH-92", Policy(), 6) == ()
        assert [r.what for r in offices.recent(connection, "TH-92")] == [
            "destination-unbound",
            "duty-removed",
            "duty-added",
        ]


def test_the_versions_of_the_policy(store):
    save_policy(store, replace(Policy(), neighbours=4), "a", 1)
    save_policy(store, replace(Policy(), neighbours=4, push_tries=5), "b", 2)
    with store.read() as connection:
        assert [(v.actor, v.changes) for v in policy_form.versions(connection)] == [
            ("b", {"push_tries": (3, 5)}),
            ("a", {"neighbours": (3, 4)}),
        ]
