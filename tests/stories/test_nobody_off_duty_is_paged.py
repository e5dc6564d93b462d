"""Rotas: who is on call now, by week, exception and holiday; an office without anybody on duty counts as empty."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.rotas import BadRotaError, export_rota, import_rota
from bot.rows import DUTY
from models.times import DAY, HOUR, local
from tests.duty_room import in_danger, leaps, notes, th
from tests.town import Town

HEAD = "office,officer,name,kind,rank,hours,from,until\n"


def at_noon(town: Town) -> None:
    """The next ordinary Tuesday, at noon in Bangkok."""
    when = local(town.clock.at)
    while when.weekday() != 1 or when.hour != 12:
        town.clock.at += HOUR
        when = local(town.clock.at)
    town.settle()


def keeps_rota(town: Town, *lines: str) -> int:
    return import_rota(town.service.store, HEAD + "\n".join(lines), town.clock.now(), "test")


def test_only_who_is_on_duty_is_paged_and_reserves_join_later(town: Town):
    at_noon(town)
    town.present("op1")
    first, reserve, off = (town.officer("TH-50", name) for name in ("หนึ่ง", "สอง", "สาม"))
    keeps_rota(
        town,
        "TH-50,,หนึ่ง,weekly,1,Mo-Fr 08:30-16:30; PH off,,",
        "TH-50,,สอง,weekly,2,Mo-Su 00:00-24:00,,",
        "TH-50,,สาม,weekly,1,Mo-Su 20:00-06:00,,",
    )
    for each in (first, reserve, off):
        each.ignores_the_rest()
    number = in_danger(town.citizen())
    first.expects(th("alert-title", number=number))
    reserve.nothing_else_arrived()
    leaps(town, 1.1)
    reserve.expects(th("alert-title-remind", number=number))
    off.nothing_else_arrived()
    first.taps(th("button-take"))
    leaps(town, 0.1)
    off.nothing_else_arrived()


def test_leave_outranks_the_week_and_an_empty_office_is_skipped(town: Town):
    at_noon(town)
    town.present("op1")
    only = town.officer("TH-50", "หนึ่ง")
    only.ignores_the_rest()
    day = local(town.clock.at)
    leave = f"{day:%Y-%m-%d},{day + timedelta(days=1):%Y-%m-%d}"
    keeps_rota(town, "TH-50,,หนึ่ง,weekly,1,,,", f"TH-50,,หนึ่ง,leave,1,,{leave}")
    number = in_danger(town.citizen())
    only.nothing_else_arrived()
    assert "task_call_field" in notes(town, number)
    only.says("เวร")
    town.clock.at += DAY
    only.ignores_the_rest()
    only.says("เวร")
    only.expects(th("shift-first"))


def test_a_bad_file_changes_nothing_and_names_every_line(town: Town):
    town.officer("TH-50", "หนึ่ง")
    keeps_rota(town, "TH-50,,หนึ่ง,weekly,1,Mo-Fr 08:30-16:30,,")
    with pytest.raises(BadRotaError) as bad:
        keeps_rota(
            town,
            "TH-99,,หนึ่ง,weekly,1,,,",
            "TH-50,,ใคร,weekly,1,,,",
            "TH-50,,หนึ่ง,sometimes,1,,,",
            "TH-50,,หนึ่ง,weekly,1,whenever,,",
            "TH-50,,หนึ่ง,leave,1,,,",
            "TH-50,,หนึ่ง,extra,1,,tomorrow,2026-12-05",
        )
    assert [line.split(":")[0] for line in str(bad.value).splitlines()] == [f"line {n}" for n in range(2, 8)]
    assert town.scalar(sa.select(DUTY.c.hours)) == "Mo-Fr 08:30-16:30"


def test_what_is_exported_can_be_imported(town: Town):
    town.officer("TH-50", "หนึ่ง")
    keeps_rota(town, "TH-50,,หนึ่ง,extra,2,,2026-12-05 08:30,2026-12-06")
    with town.service.store.read() as connection:
        text = export_rota(connection)
    assert import_rota(town.service.store, text, town.clock.now(), "test") == 1
    with town.service.store.read() as connection:
        assert export_rota(connection) == text
