"""A person who writes a thousand messages a minute: slowed, never blocked, nothing lost, and danger still passes."""

import pytest

from tests.resident import CHIANG_MAI
from tests.town import Town


def flood(town: Town, user: str, many: int, text: str = "ฮัลโหล") -> None:
    source = {"type": "user", "userId": user}
    for start in range(0, many, 50):
        events = [
            {
                "type": "message",
                "source": source,
                "replyToken": f"r{start + n}",
                "message": {"type": "text", "id": f"{start + n}", "text": f"{text} {start + n}"},
            }
            for n in range(50)
        ]
        assert town.hears(*events) == 200
        town.clock.at += 1


def test_a_thousand_words_then_danger(town: Town):
    citizen = town.citizen(follows=True)
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.sends_location(*CHIANG_MAI)
    citizen.ignores_the_rest()
    flood(town, citizen.phone.user_id, 1_000)
    sent = [c for c in town.platform.calls if c.endpoint in {"reply", "push"}]
    assert len(sent) < 60

    citizen.says("ช่วยด้วย เขาจะฆ่าฉัน")
    citizen.expects("ได้รับข้อความของคุณแล้ว")
    case = town.case()
    assert (case["incident"], case["province"], case["priority"]) == ("assault", "TH-50", "P1")
    assert len([m for m in case["messages"] if m["kind"] == "text"]) >= 1_001


@pytest.mark.parametrize("what", ["pin", "sos"])
def test_a_flooder_who_is_in_danger_is_answered(town: Town, what: str):
    citizen = town.citizen(follows=True)
    flood(town, citizen.phone.user_id, 200)
    citizen.ignores_the_rest()
    match what:
        case "pin":
            citizen.sends_location(*CHIANG_MAI)
        case "sos":
            citizen.says("แจ้งเหตุ")
    citizen.expects("เกิดอะไรขึ้น")


def test_others_do_not_wait_behind_a_flood(town: Town):
    loud = town.citizen("ดัง", follows=True)
    quiet = town.citizen("เบา", follows=True)
    source = {"type": "user", "userId": loud.phone.user_id}
    with town.paused():
        for start in range(0, 1_000, 50):
            town.hears(
                *(
                    {
                        "type": "message",
                        "source": source,
                        "message": {"type": "text", "id": f"{start + n}", "text": "x"},
                    }
                    for n in range(50)
                )
            )
        quiet.phone.sends_location(*CHIANG_MAI[:2], address=CHIANG_MAI[2])
    town.service.turner.turn()
    assert [c["status"] for c in town.cases()] == ["open"]


def test_after_the_minute_it_is_answered_again(town: Town):
    citizen = town.citizen(follows=True)
    flood(town, citizen.phone.user_id, 200)
    citizen.ignores_the_rest()
    citizen.says("สวัสดี")
    citizen.nothing_else_arrived()
    town.passes(seconds=61)
    citizen.says("สวัสดี")
    citizen.expects("มีใครตกอยู่ในอันตราย")
