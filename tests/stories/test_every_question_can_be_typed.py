"""Quick replies vanish and PCs have none: the number, the Thai digit and the word all answer."""

import pytest

from tests.town import Town

WAYS = {
    "numbers": ("1", "เชียงใหม่", "1", "ข้าม"),
    "thai digits": ("๑", "เชียงใหม่", "๑", "ข้าม"),
    "marked numbers": ("ข้อ 1", "จังหวัดเชียงใหม่", "ข้อ ๑", "ไม่มีแล้ว"),
    "words": ("โดนทำร้าย", "อ.เมืองเชียงใหม่ จ.เชียงใหม่", "ใช่ค่ะ", "ข้ามค่ะ"),
    "spoken numbers": ("หนึ่ง", "เชียงใหม่ครับ", "หนึ่งครับ", "ไม่ตอบ"),
}


@pytest.mark.parametrize("way", WAYS)
def test_typed_answers_fill_the_form(town: Town, way: str):
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.expects("เกิดอะไรขึ้น")
    for typed, question in zip(WAYS[way], ("ที่ไหน", "อันตราย", "อยากบอกเพิ่ม", "รับเรื่องเลขที่"), strict=True):
        citizen.says(typed)
        citizen.expects(question)
    case = town.case()
    assert (case["status"], case["incident"], case["province"]) == ("open", "assault", "TH-50")
    assert (case["in_danger"], case["priority"]) == (True, "P1")


@pytest.mark.parametrize(("typed", "danger"), [("2", False), ("ไม่", False), ("๓", None), ("no", False), ("ใช่", True)])
def test_the_danger_question_takes_typed_answers(town: Town, typed: str, danger: bool | None):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย", "ข้าม")
    citizen.says(typed)
    citizen.expects("อยากบอกเพิ่ม")
    assert town.case()["in_danger"] is danger
