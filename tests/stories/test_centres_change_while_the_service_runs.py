"""Centres imported by another process are where the next case goes: nobody restarts anything."""

from dataclasses import replace

from bot.directory import save_centres
from models.centre import CentreKind
from routing.directory import generated
from tests.town import Town


def reports_in_chiang_mai(town: Town) -> None:
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.says("อ.หางดง จ.เชียงใหม่")
    citizen.ignores_the_rest()


def test_the_next_case_goes_to_the_new_unit(town: Town):
    reports_in_chiang_mai(town)
    known = town.case()["centre"]
    fresh = [
        replace(unit, code=f"NEW-{unit.code}")
        for unit in generated()
        if unit.province == "TH-50" and unit.kind is CentreKind.PROVINCIAL_OFFICE
    ]
    save_centres(town.service.store, fresh, town.clock.now(), "another process")
    town.service.slow.read_places()
    reports_in_chiang_mai(town)
    assert {case["centre"] for case in town.cases()} == {known, f"NEW-{known}"}


def test_nothing_is_loaded_again_while_nothing_changes(town: Town):
    known = town.service.turner.places
    town.service.slow.read_places()
    assert town.service.turner.places is known
