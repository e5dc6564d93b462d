"""The receipt: number, who was told, what happens next, what to do if nobody answers. Never a promise nobody made."""

from dataclasses import replace

from bot.directory import save_centres
from models.case import read_case_number
from routing.directory import generated
from tests.resident import BANGKOK
from tests.town import Town

PROMISES = ("กำลังไปหา", "จะไปถึง", "ช่วยเหลือกำลังมา", "on the way", "help is coming")


def test_the_receipt(town: Town):
    town.present("op1")
    town.officer("TH-50")
    citizen = town.citizen()
    number = citizen.reports()
    receipt = citizen.expects("รับเรื่องเลขที่", number, "แจ้งไปที่", "1300")
    shown = str(receipt.message)
    assert read_case_number(number) == number
    for words in ("พัฒนาสังคม", "เชียงใหม่", "คำตอบจากเจ้าหน้าที่จะขึ้นที่นี่", "ถ้ายังไม่มีคนตอบใน 5 นาที", "tel:191", "tel:1300"):
        assert words in shown
    assert "ยังไม่มีเจ้าหน้าที่ประจำหน้าจอ" not in shown
    assert not [p for p in PROMISES if p in shown]


def test_an_imported_centre_is_called_by_its_own_name(town: Town):
    ours = (unit for unit in generated() if unit.code == "PO-50")
    new = [replace(unit, code="CM-1", name_th="ศูนย์ใหม่เชียงใหม่", name_en="New Chiang Mai Centre") for unit in ours]
    save_centres(town.service.store, new, town.clock.now(), "test")
    town.service.slow.read_places()
    town.officer("TH-50")
    citizen = town.citizen()
    citizen.reports()
    citizen.expects("รับเรื่องเลขที่", "แจ้งไปที่ ศูนย์ใหม่เชียงใหม่ และสายด่วน 1300 แล้ว")


def test_a_centre_that_nobody_can_reach_was_not_told(town: Town):
    citizen = town.citizen()
    citizen.reports()
    shown = str(citizen.expects("รับเรื่องเลขที่", "แจ้งไปที่สายด่วน 1300 แล้ว").message)
    assert "เชียงใหม่" not in shown


def test_with_nobody_at_the_desk_it_says_so(town: Town):
    citizen = town.citizen()
    citizen.reports()
    citizen.expects("รับเรื่องเลขที่", "ยังไม่มีเจ้าหน้าที่ประจำหน้าจอ")


def test_without_a_place_only_1300_was_told(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย", "ข้าม", "ไม่มี", "ข้าม")
    shown = str(citizen.expects("รับเรื่องเลขที่").message)
    assert "แจ้งไปที่สายด่วน 1300 แล้ว" in shown
    assert "สำนักงาน" not in shown


def test_it_comes_once(town: Town):
    citizen = town.citizen()
    citizen.reports()
    citizen.ignores_the_rest()
    citizen.says("เขาไปแล้ว")
    citizen.expects("ส่งให้เจ้าหน้าที่แล้ว")
    citizen.sends_location(*BANGKOK)
    citizen.expects("กรุงเทพ")
    citizen.nothing_else_arrived()
