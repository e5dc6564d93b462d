"""A typed answer is understood however it was typed, and only when it is the whole text."""

import pytest

from handlers.words import CODE_ALPHABET, Word, code, command, read
from models.incident import Incident


@pytest.mark.parametrize(
    "text",
    ["2", "๒", "2.", "2)", "ข้อ 2", "ข้อที่ ๒ ครับ", "สอง", "two", "Two!", "2️⃣", "②", "２", "no. 2", " 2 ค่ะ ", "\u200b2"],
)
def test_a_number_in_every_spelling(text: str):
    assert read(text).number == 2


@pytest.mark.parametrize("text", ["", "0", "21", "55", "555", "1300", "191", "2 คน", "ข้อ", "สองคน", "-", "2026-08-01"])
def test_no_number_where_there_is_none(text: str):
    assert read(text).number is None


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("ใช่", True), ("ใช่ค่ะ", True), ("ไช่", None), ("ครับ", True), ("ครับบบบ", True), ("ค่า", None), ("YES", True),
        ("y", True), ("Yes please", True), ("ไม่", False), ("ไม่ครับ", False), ("ไม", False), ("ไม่ใช่", False),
        ("no", False), ("No.", False), ("n", False), ("ปลอดภัยแล้วค่ะ", False), ("I'm safe", False), ("I’m safe", False),
        ("ไม่แน่ใจ", None), ("ไม่รู้", None), ("not sure", None), ("ใช่ไหม", None), ("", None), ("no way out", None),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, yes: bool | None):
    assert read(text).yes is yes


@pytest.mark.parametrize(
    ("text", "incident"),
    [
        ("ถูกทำร้าย", Incident.ASSAULT), ("ถูกทําร้าย", Incident.ASSAULT), ("โดนทำร้ายค่ะ", Incident.ASSAULT),
        ("Assault", Incident.ASSAULT), ("โดนขัง", Incident.CONFINEMENT), ("กักขัง", Incident.CONFINEMENT),
        ("ขังงงง", Incident.CONFINEMENT), ("ล่วงละเมิด", Incident.SEXUAL_ABUSE), ("ลวงละเมิด", Incident.SEXUAL_ABUSE),
        ("คลุ้มคลั่ง", Incident.VIOLENT_DISTURBANCE), ("อาละวาด", Incident.VIOLENT_DISTURBANCE),
        ("มั่วสุม", Incident.GATHERING), ("ไม่แน่ใจ", Incident.UNSURE), ("ไม่ แน่ ใจ", Incident.UNSURE),
        ("ไม่", None), ("เมื่อคืนเพื่อนบอกว่าเคยโดนขัง", None), ("assault course opening hours", None),
    ],
)  # fmt: skip
def test_a_category_by_name(text: str, incident: Incident | None):
    assert read(text).incident is incident


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("แจ้งเหตุ", Word.REPORT), ("แจ้งเหตุค่ะ", Word.REPORT), ("SOS", Word.REPORT), ("ติดตามเรื่อง", Word.STATUS),
        ("ย้อนกลับ", Word.BACK), ("Cancel", Word.CANCEL), ("ยกเลิกครับ", Word.CANCEL), ("ข้าม", Word.SKIP),
        ("1300", Word.HOTLINE), ("๑๓๐๐", Word.HOTLINE), ("โทร", Word.HOTLINE), ("ล้างหน้าจอ", Word.CLEAR),
        ("คุยกับเจ้าหน้าที่", Word.PERSON), ("Talk to a person", Word.PERSON), ("English", Word.ENGLISH),
        ("ภาษาไทย", Word.THAI), ("งานของฉัน", Word.DUTIES), ("อ่านต่อ", Word.READ_ON),
        ("อย่ายกเลิกนะ", None), ("เขาบอกให้ยกเลิกการแจ้ง", None), ("โทร 1300 แล้วไม่มีคนรับ", None), ("", None),
    ],
)  # fmt: skip
def test_a_command_is_the_whole_text(text: str, word: Word | None):
    assert command(text) is word


def test_a_code_with_its_spaces_and_hyphens():
    assert code("abcd-ef23 9k") == "ABCDEF239K"
    assert code("ＡＢＣＤＥＦ２３９Ｋ") == "ABCDEF239K"
    assert not set("ILO01") & set(CODE_ALPHABET)


@pytest.mark.parametrize(
    "text", ["", "ABCDEF239", "ABCDEF239KK", "ABCDEF1390", "รหัส ABCDEF239K", "ABCDEF239K ครับ", "x" * 5000]
)
def test_no_code_where_there_is_none(text: str):
    assert code(text) is None
