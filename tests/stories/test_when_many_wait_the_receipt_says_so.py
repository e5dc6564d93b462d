"""Honest wait text: with many reports unanswered the receipt says so, and stops when the queue has been worked off."""

from handlers.commands import Answer, Write
from tests.duty_room import tunes
from tests.town import Town

BUSY = "มีผู้แจ้งเหตุเข้ามามาก"


def receipt(town: Town) -> str:
    citizen = town.citizen()
    citizen.reports()
    return str(citizen.expects("รับเรื่องเลขที่").message)


def test_many_waiting(town: Town):
    town.present("op1")
    tunes(town, many_waiting=2)
    for _ in range(3):
        town.service.slow.round()
        assert BUSY not in receipt(town)
    town.service.slow.round()
    assert BUSY in receipt(town)
    for case in town.cases():
        town.acts("op1", case["number"], Answer())
        town.acts("op1", case["number"], Write("อ่านแล้วค่ะ"))
    town.service.slow.round()
    assert BUSY not in receipt(town)


def test_with_nobody_at_the_desk_only_that_is_said(town: Town):
    tunes(town, many_waiting=1)
    receipt(town)
    receipt(town)
    town.service.slow.round()
    shown = receipt(town)
    assert "ยังไม่มีเจ้าหน้าที่ประจำหน้าจอ" in shown
    assert BUSY not in shown
