"""ล้างหน้าจอ: somebody comes near. What is shown is ordinary, also beneath the chat, and nothing comes by itself."""

import asyncio
from pathlib import Path

import pytest

from emulator.faults import FaultKind
from handlers.commands import Answer, Done, Write
from rich_menus.menus import drawn
from rich_menus.sync import Synced, sync
from tests.town import TOKEN, Resident, Town

NEUTRAL = ["สิทธิและสวัสดิการ", "สอบถามทางโทรศัพท์"]


def beneath(citizen: Resident) -> list[str]:
    """The labels of the menu under the chat."""
    return [each.label for each in citizen.phone.buttons() if each.where == "menu"]


@pytest.fixture
def town(town: Town) -> Town:
    assert isinstance(asyncio.run(sync(drawn(), TOKEN, town.line.url)), Synced)
    return town


@pytest.mark.parametrize("way", ["tap", "type", "menu"])
def test_everything_shown_is_ordinary(town: Town, way: str):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.ignores_the_rest()
    match way:
        case "tap":
            citizen.taps("ล้างหน้าจอ")
        case "type":
            citizen.says("ล้างหน้าจอ")
        case _:
            citizen.phone.taps("ติดตาม / โทร")
            citizen.taps("ล้างหน้าจอ")
    citizen.expects("สิทธิและสวัสดิการ", "ลบหน้าแชตนี้ได้", "ประวัติบางส่วนอาจยังอยู่")
    citizen.nothing_else_arrived()
    assert beneath(citizen) == NEUTRAL
    case = town.case()
    assert (case["status"], case["signals"]) == ("open", ["cleared"]), "the case stays, and an operator sees why"


def test_the_welfare_button_answers_with_welfare(town: Town):
    citizen = town.citizen()
    citizen.says("ล้างหน้าจอ")
    citizen.ignores_the_rest()
    citizen.taps("สิทธิและสวัสดิการ")
    entry = citizen.expects("เบี้ยยังชีพผู้สูงอายุ", "1300")
    assert "ลบ" not in str(entry.message)
    assert town.cases() == []


def test_an_operators_words_wait_until_the_person_writes(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    citizen.says("ล้างหน้าจอ")
    citizen.ignores_the_rest()
    assert town.acts("op1", number, Answer()) == Done()
    assert town.acts("op1", number, Write("ปลอดภัยไหมคะ")) == Done()
    town.passes(minutes=10)
    citizen.nothing_else_arrived()


def test_who_reports_again_has_the_usual_menu_again(town: Town):
    citizen = town.citizen()
    usual = beneath(citizen)
    citizen.says("ล้างหน้าจอ")
    assert beneath(citizen) == NEUTRAL
    citizen.says("ขอบคุณค่ะ")
    assert beneath(citizen) == NEUTRAL
    citizen.says("แจ้งเหตุ")
    assert beneath(citizen) == usual


def test_the_menu_comes_also_when_line_stumbles_and_in_order(town: Town):
    citizen = town.citizen()
    usual = beneath(citizen)
    town.strikes(FaultKind.ERROR, "richmenu", times=None)
    citizen.says("ล้างหน้าจอ")
    citizen.expects("สิทธิและสวัสดิการ")
    assert beneath(citizen) == usual
    town.passes(seconds=5)
    citizen.says("แจ้งเหตุ")
    citizen.says("ล้างหน้าจอ")
    town.heals()
    town.passes(minutes=3)
    assert beneath(citizen) == NEUTRAL


def test_without_menus_the_words_come_all_the_same(tmp_path: Path):
    town = Town(tmp_path)
    citizen = town.citizen()
    citizen.says("ล้างหน้าจอ")
    citizen.expects("สิทธิและสวัสดิการ")
    town.closes()
