"""Another channel has the word: what comes is stored and shown to operators, and we are silent."""

from tests.town import Town


def test_nothing_is_sent_to_the_person(town: Town):
    citizen = town.citizen(follows=True)
    town.platform.acts.mode = "standby"
    citizen.says("สวัสดีค่ะ")
    citizen.says("แจ้งเหตุ")
    citizen.says("ช่วยด้วย เขาจะฆ่าฉัน")
    citizen.says("โดนทำร้าย")
    citizen.says("เชียงใหม่")
    citizen.says("ข้าม")
    citizen.nothing_else_arrived()
    assert not [c for c in town.platform.calls if c.endpoint in {"reply", "push"}]
    case = town.case()
    assert (case["status"], case["priority"], case["incident"]) == ("open", "P1", "assault")
    assert len(case["messages"]) == 6


def test_afterwards_the_conversation_goes_on(town: Town):
    citizen = town.citizen(follows=True)
    town.platform.acts.mode = "standby"
    citizen.says("ช่วยด้วย เขาจะฆ่าฉัน")
    town.platform.acts.mode = "active"
    citizen.says("โดนทำร้าย")
    citizen.expects("ที่ไหน")
