"""Typed addresses: resolved, offered as provinces when they are unclear, asked for at most once more, never guessed."""

from tests.town import Town


def asked_for_place(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.ignores_the_rest()
    return citizen


def test_a_district_and_a_province(town: Town):
    citizen = asked_for_place(town)
    citizen.says("อ.หางดง จ.เชียงใหม่")
    citizen.expects("หางดง", "เชียงใหม่", "ไม่ใช่ที่นี่")
    citizen.expects("อันตราย")
    assert (town.case()["province"], town.case()["district"]) == ("TH-50", "5015")


def test_a_shared_name_is_asked(town: Town):
    citizen = asked_for_place(town)
    citizen.says("ตำบลหนองบัว")
    question = citizen.expects("จังหวัดไหน")
    assert "1. " in str(question.message)
    assert town.case()["province"] is None
    citizen.says("2")
    citizen.expects("อันตราย")
    assert town.case()["province"] is not None


def test_an_unknown_place_is_asked_once_more_and_then_kept_as_words(town: Town):
    citizen = asked_for_place(town)
    citizen.says("หลังร้านลุงแดง")
    citizen.expects("ขอชื่ออำเภอหรือจังหวัดอีกนิด")
    citizen.says("ตรงสะพานไม้")
    citizen.expects("อันตราย")
    case = town.case()
    assert case["province"] is None
    assert case["address"] == "หลังร้านลุงแดง"
    assert {"หลังร้านลุงแดง", "ตรงสะพานไม้"} <= {m["text"] for m in case["messages"]}


def test_a_province_in_the_second_answer(town: Town):
    citizen = asked_for_place(town)
    citizen.says("หลังร้านลุงแดง")
    citizen.says("น่าน")
    citizen.expects("อันตราย")
    assert town.case()["province"] == "TH-55"


def test_a_pin_after_the_words_decides(town: Town):
    citizen = asked_for_place(town)
    citizen.says("หลังร้านลุงแดง")
    citizen.sends_location(19.9105, 99.8406, "อ.เมืองเชียงราย จ.เชียงราย")
    citizen.expects("เชียงราย")
    assert town.case()["province"] == "TH-57"


def test_danger_words_in_the_answer_still_count(town: Town):
    citizen = asked_for_place(town)
    citizen.says("เชียงใหม่ ช่วยด้วย เขาจะฆ่าฉัน")
    citizen.expects("ได้รับข้อความของคุณแล้ว")
    assert town.case()["priority"] == "P1"
