"""LINE may send the same event twice, late, or behind the next one: it counts once and is answered once."""

import pytest

from emulator.faults import FaultKind
from tests.resident import CHIANG_MAI
from tests.town import Town


@pytest.mark.parametrize("kind", [FaultKind.DUPLICATE, FaultKind.REDELIVERY])
def test_every_event_twice(town: Town, kind: FaultKind):
    town.strikes(kind, "webhook", times=None)
    citizen = town.citizen()
    citizen.reports()
    case = town.case()
    assert (case["incident"], case["province"], case["in_danger"]) == ("assault", "TH-50", False)
    assert len(case["messages"]) == 5
    receipts = [e for e in citizen.phone.received() if "รับเรื่องเลขที่" in str(e.message)]
    assert len(receipts) == 1


def test_lost_and_redelivered_later(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    town.strikes(FaultKind.LOST, "webhook")
    citizen.sends_location(*CHIANG_MAI)
    assert town.case()["province"] is None
    town.passes(minutes=3, step=10)
    town.platform.redeliver()
    town.settle()
    assert town.case()["province"] == "TH-50"
    citizen.expects("เมืองเชียงใหม่")


def test_an_older_answer_never_replaces_a_newer_one(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    first, second = citizen.keeps("ถูกทำร้าย"), citizen.keeps("กักขัง")
    town.strikes(FaultKind.REORDER, "webhook")
    citizen.taps_button(first)
    citizen.taps_button(second)
    assert town.case()["incident"] == "confinement"


def test_a_failed_webhook_comes_again(town: Town):
    citizen = town.citizen()
    town.full = True
    citizen.says("ช่วยด้วย เขาจะฆ่าฉัน")
    assert town.platform.deliveries[-1].status == 503
    town.full = False
    town.platform.redeliver()
    town.settle()
    assert town.case()["status"] == "open"
    citizen.expects("ได้รับข้อความของคุณแล้ว")
