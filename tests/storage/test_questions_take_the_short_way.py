"""What every turn asks goes to the driver without detours, and behaves as everything else does."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.asking import ask
from bot.field import FEW, Field, everybody
from bot.rows import BINDING, DUTY, MARK, PATH, READINESS
from tests.town import START, Town

WORDS = "แฟนทำร้าย"
_MARKS = sa.select(MARK.c.name, MARK.c.value).where(MARK.c.name == sa.bindparam("asked"))


def test_an_error_is_the_houses_own_and_quotes_nobody(town: Town):
    row = {"name": "one", "value": WORDS}
    new = sa.insert(MARK)
    with pytest.raises(sa.exc.IntegrityError) as raised:
        town.service.store.write(lambda c: town.service.store.many(c, new, [row, row]))
    assert WORDS not in str(raised.value)
    with town.service.store.read() as connection:
        assert ask(connection, _MARKS, asked="one") == [], "raise rolls back"


def test_a_reader_sees_one_moment(tmp_path: Path):
    town = Town(tmp_path)
    with town.service.store.read() as connection:
        assert ask(connection, _MARKS, asked="one") == []
        town.service.store.write(lambda c: town.service.store.many(c, sa.insert(MARK), [{"name": "one", "value": "1"}]))
        assert ask(connection, _MARKS, asked="one") == []
    with town.service.store.read() as connection:
        assert [row.value for row in ask(connection, _MARKS, asked="one")] == ["1"]
    town.closes()


def test_an_office_by_itself_is_reached_as_among_all(town: Town):
    offices = [f"TH-{number}" for number in range(10, 10 + 2 * FEW)]
    bound = {"group": False, "name": "x", "lang": "th", "active": True, "members": 1}
    with town.service.store.writer.begin() as connection:
        for number, office in enumerate(offices):
            rows = [{**bound, "to": f"U{number}{each}", "office": office, "bound_at": each} for each in range(3)]
            connection.execute(sa.insert(BINDING), rows)
            line = {
                "office": office,
                "officer": f"U{number}1",
                "kind": "weekly",
                "rank": 1 + number % 2,
                "hours": "24h",
            }
            connection.execute(sa.insert(DUTY), [line])
            path = {"id": f"p{number}", "owner": office, "kind": "email", "name": "x", "secret": b"", "made_at": 1}
            connection.execute(sa.insert(PATH), [{**path, "active": number % 3 > 0}])
            connection.execute(
                sa.insert(READINESS), [{"to": f"U{number}1", "failures": 0, "red_since": number or None}]
            )
    with town.service.store.read() as connection:
        whole, asked = everybody(connection, START), Field(connection, START)
        assert {office: asked.reach(office) for office in offices} == {office: whole[office] for office in offices}
        assert len({str(each) for each in whole.values()}) == len(offices)
