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


def test_an_address_before_the_question_is_used_and_said(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.ignores_the_rest()
    citizen.says("บ้านอยู่ อ.หางดง จ.เชียงใหม่")
    citizen.expects("หางดง", "ไม่ใช่ที่นี่")
    citizen.taps("ถูกทำร้าย")
    citizen.expects("อันตราย")
    case = town.case()
    assert (case["province"], case["district"]) == ("TH-50", "5015")
    assert "บ้านอยู่ อ.หางดง จ.เชียงใหม่" in {m["text"] for m in case["messages"]}


def test_an_address_before_there_is_a_case_too(town: Town):
    citizen = town.citizen()
    citizen.says("มีคนเมาที่ อ.หางดง จ.เชียงใหม่")
    assert town.cases() == []
    citizen.ignores_the_rest()
    citizen.says("แจ้งเหตุ")
    citizen.expects("หางดง", "ไม่ใช่ที่นี่")
    assert town.case()["district"] == "5015"


def test_an_unclear_one_is_asked_when_its_turn_comes(town: Town):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.says("อยู่ตำบลหนองบัว")
    citizen.ignores_the_rest()
    citizen.taps("ถูกทำร้าย")
    citizen.expects("จังหวัดไหน", "1. ")
    citizen.says("2")
    citizen.expects("อันตราย")
    assert town.case()["province"] is not None


def test_words_that_only_touch_a_place_change_no_pin(town: Town):
    citizen = asked_for_place(town)
    citizen.sends_location(19.9105, 99.8406, "อ.เมืองเชียงราย จ.เชียงราย")
    citizen.taps("ไม่มี")
    citizen.says("เขามาจาก อ.หางดง จ.เชียงใหม่")
    assert town.case()["province"] == "TH-57"


def test_a_short_map_link_is_answered_with_how_to_send_a_pin(town: Town):
    citizen = asked_for_place(town)
    citizen.says("https://maps.app.goo.gl/AbCd1234")
    shown = citizen.expects("ลิงก์นี้ไม่บอกตำแหน่ง")
    assert "ส่งตำแหน่ง" in str(shown.message)
    citizen.sends_location(19.9105, 99.8406, "อ.เมืองเชียงราย จ.เชียงราย")
    assert town.case()["province"] == "TH-57"


def test_a_short_map_link_at_another_moment(town: Town):
    citizen = town.citizen()
    citizen.says("https://maps.app.goo.gl/AbCd1234")
    citizen.expects("ลิงก์นี้ไม่บอกตำแหน่ง")
    citizen.says("แจ้งเหตุ")
    citizen.ignores_the_rest()
    citizen.says("https://maps.app.goo.gl/AbCd1234")
    citizen.expects("ลิงก์นี้ไม่บอกตำแหน่ง")
    citizen.expects("ข้อไหน")
