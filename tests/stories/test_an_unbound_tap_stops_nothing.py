"""A tap by anybody who is not a bound officer of the office is answered politely, logged, and stops nothing."""

from tests.resident import BANGKOK
from tests.town import Town


def test_a_stranger_with_a_forged_button(town: Town):
    officer = town.officer("TH-50")
    number = town.citizen().reports()
    officer.ignores_the_rest()
    stranger = town.citizen("คนแปลกหน้า", follows=True)
    for data in (f"take:{number}", f"pass:{number}", f"step:{number}:on_scene", f"finish:{number}:helped"):
        stranger.does({"type": "postback", "postback": {"data": data}})
        stranger.expects("ยังไม่ได้ผูกกับหน่วยงาน")
    case = town.case()
    assert case["responder"] is None
    assert [e["kind"] for e in case["events"]].count("tap_unbound") == 4
    town.passes(minutes=2, seconds=1)
    officer.expects("ยังไม่มีผู้รับ")


def test_an_officer_of_another_office(town: Town):
    town.officer("TH-50")
    other = town.officer("TH-10", "ร.ต.อ. กรุงเทพ")
    number = town.citizen().reports()
    other.does({"type": "postback", "postback": {"data": f"take:{number}"}})
    other.expects("ไม่ได้ส่งถึงหน่วยงาน")
    assert town.case()["responder"] is None


def test_numbers_nobody_has(town: Town):
    officer = town.officer("TH-50")
    for data, answer in (("take:2222-2222", "ไม่พบ"), ("take:K7M4-2RX9", "อันตราย"), ("take:", "อันตราย")):
        officer.does({"type": "postback", "postback": {"data": data}})
        officer.expects(answer)


def test_nobody_closes_or_reopens_somebody_elses_case(town: Town):
    number = town.citizen().reports()
    stranger = town.citizen("คนแปลกหน้า", follows=True)
    for data in (f"safe:{number}", f"again:{number}"):
        stranger.does({"type": "postback", "postback": {"data": data}})
        shown = str(stranger.expects("ยังไม่มีเรื่องที่แจ้งไว้").message)
        assert number not in shown
    assert town.case()["status"] == "open"


def test_a_reporters_own_insistence_reaches_only_their_own_case(town: Town):
    number = town.citizen().reports()
    stranger = town.citizen("คนแปลกหน้า", follows=True)
    stranger.does({"type": "postback", "postback": {"data": "insist:incident:gathering"}})
    stranger.sends_location(*BANGKOK)
    assert town.case_of(number)["incident"] == "assault"
    assert len(town.cases()) == 2
