"""Three outcomes, never a silent guess: a table of what people write and what is meant."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.address import Ask, Nothing, Question, Sure, mentions_place, resolve
from routing.gazetteer import gazetteer, label
from routing.spelling import fold_thai

SURE = [
    # Full addresses.
    ("123 ม.4 ต.ทับเที่ยง อ.เมือง จ.ตรัง 92000", "TH-92", "9201"),
    ("123 ม.4 ต.ทับเที่ยง อ.เมืองตรัง จ.ตรัง", "TH-92", "9201"),
    ("ตำบล ทับเที่ยง อำเภอเมืองตรัง ตรัง 92000 ประเทศไทย", "TH-92", "9201"),
    ("ต.นาดี อ.เมือง จ.สมุทรสาคร", "TH-74", "7401"),
    ("ต.นาดีอ.เมืองจ.สมุทรสาคร", "TH-74", "7401"),
    ("ต นาดี อ เมือง จ สมุทรสาคร", "TH-74", "7401"),
    ("แขวงคลองเตย เขตคลองเตย กรุงเทพมหานคร 10110", "TH-10", "1033"),
    ("99/1 ถนนเพชรบุรี แขวงมักกะสัน เขตราชเทวี กทม.", "TH-10", "1037"),
    ("อำเภอเมืองจังหวัดเชียงใหม่", "TH-50", "5001"),
    ("อ.เมือง อยุธยา", "TH-14", "1401"),
    ("อ.เมือง โคราช", "TH-30", "3001"),
    ("อ.เมือง จ.ศรีษะเกษ", "TH-33", "3301"),
    ("นาโยงเหนือ นาโยง ตรัง", "TH-92", "9208"),
    ("๑๒ หมู่ ๓ ต.นาโยงเหนือ อ.นาโยง จ.ตรัง ๙๒๑๗๐", "TH-92", "9208"),
    ("7-Eleven สาขาหาดใหญ่ใน ต.คอหงส์ อ.หาดใหญ่ จ.สงขลา", "TH-90", "9011"),
    ("บ้านท่าเรือ ต.นาโยงเหนือ อ.นาโยง จ.ตรัง", "TH-92", "9208"),
    ("บ้านใหม่ อ.นาโยง จ.ตรัง", "TH-92", "9208"),
    # Districts and provinces alone.
    ("หาดใหญ่", "TH-90", "9011"),
    ("อยู่หาดใหญ่ค่ะ", "TH-90", "9011"),
    ("อยู่หาดใหญ่ มาเร็ว ๆ เลย", "TH-90", "9011"),
    ("อ.พาน", "TH-57", "5705"),
    ("อำเภอปาย", "TH-58", "5803"),
    ("ปาย แม่ฮ่องสอน", "TH-58", "5803"),
    ("เขตบางรัก", "TH-10", "1004"),
    ("เมืองเชียงใหม่", "TH-50", "5001"),
    ("ตรัง", "TH-92", None),
    ("เลย", "TH-42", None),
    ("จังหวัดเลยค่ะ", "TH-42", None),
    ("จ.ตาก", "TH-63", None),
    ("อ่างทอง", "TH-15", None),
    ("อ.เมือง สระแก้ว", "TH-27", "2701"),
    ("อยู่ที่เชียงใหม่ครับ", "TH-50", None),
    ("หนองบัว ขอนแก่น", "TH-40", None),
    # Sub-districts that one place only has.
    ("ต.ป่าตอง", "TH-83", "8302"),
    ("แขวงสีลม", "TH-10", "1004"),
    ("ต.อ่างทอง อ.เกาะสมุย", "TH-84", "8404"),
    # Nicknames.
    ("กทม", "TH-10", None),
    ("โคราช", "TH-30", None),
    ("พัทยา", "TH-20", "2004"),
    ("อ.พัทยา", "TH-20", "2004"),
    ("สมุย", "TH-84", "8404"),
    ("เกาะสมุย", "TH-84", "8404"),
    ("แปดริ้ว", "TH-24", None),
    ("ป่าตอง", "TH-83", "8302"),
    # English.
    ("Hat Yai, Songkhla", "TH-90", "9011"),
    ("hatyai", "TH-90", "9011"),
    ("Haad Yai", "TH-90", "9011"),
    ("Amphoe Mueang, Changwat Trang", "TH-92", "9201"),
    ("Muang Trang", "TH-92", "9201"),
    ("Bang Lamung District, Chon Buri 20150, Thailand", "TH-20", "2004"),
    ("Tambon Na Yong Nuea, Amphoe Na Yong, Chang Wat Trang 92170, Thailand", "TH-92", "9208"),
    ("Khlong Toei, Khlong Toei District, Bangkok 10110", "TH-10", "1033"),
    ("Koh Samui", "TH-84", "8404"),
    ("Nakorn Sri Thammarat", "TH-80", None),
    ("I am in Phuket", "TH-83", None),
    # Postcodes.
    ("92170", "TH-92", None),
    ("รหัสไปรษณีย์ 10110", "TH-10", None),
    ("ต.ในเมือง 40000", "TH-40", "4001"),
    ("ลาดพร้าว 71", "TH-10", None),
]


@pytest.mark.parametrize(("text", "province", "district"), SURE)
def test_a_clear_address_is_sure(text, province, district):
    found = resolve(text)
    assert isinstance(found, Sure), found
    assert (found.place.province, found.place.district) == (province, district)


ASK = [
    ("หนองบัว", 6),
    ("ต.หนองบัว", 6),
    ("อ.เมือง", 6),
    ("อ.เฉลิมพระเกียรติ", 5),
    ("จอมทอง", 3),
    ("ปากช่อง", 3),
    ("เกาะช้าง", 2),
    ("แม่กลอง", 2),
    ("สุวรรณภูมิ", 2),
    ("เชียงใหม่ ลำปาง", 2),
    ("อ.หาดใหญ่ จ.ตรัง", 2),
    ("Hat Yai, Trang Province", 2),
    ("หาดใหญ่ ตรัง", 2),
    ("Sisa Ket, Na Noi, Nan", 2),
    ("18270", 2),
    ("เชียงไหม่", 1),
    ("จ.สงขล", 1),
    ("อ.หาดใหญ", 1),
    ("ร้านลาบยโสธร", 1),
    ("อยู่ตาก", 1),
    ("พี่อยู่อุดรค่ะ", 1),
]


@pytest.mark.parametrize(("text", "buttons"), ASK)
def test_what_may_be_several_places_is_asked_with_at_most_six_buttons(text, buttons):
    found = resolve(text)
    assert isinstance(found, Ask), found
    assert len(found.candidates) == buttons <= 6
    assert len(found.provinces) == len(found.candidates)


NOTHING = [
    "สะพานควาย",
    "ช่วยด้วย เขาตีหนู",
    "ไม่รู้",
    "อยู่บ้าน",
    "ที่เดิม",
    "ตลาด",
    "โรงพยาบาลอำเภอเลยค่ะ",
    "เขาเมามากเลย",
    "ยังใส่ชุดนักเรียนอยู่เลย",
    "พ่อชื่อสุรินทร์ ตีแม่",
    "ผอ.พนม บอกให้รอ",
    "พ.ต.อ.พล มาแล้ว",
    "ต่างจังหวัดตาก ๆ",
    "บางนา-ตราด กม.5",
    "ธนาคารกรุงเทพ",
    "นั่งตากแดดน่านฟ้า",
    "เสียเงิน 12000 บาท",
    "ครบ 40000 แล้ว",
    "he beat me so long",
    "it is hot and he sang a song",
    "saya tak tahu",
    "สวัสดีค่ะ",
    "😭😭😭",
    "",
    " ",
    "อ.",
    "จ. ต. อ.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_other_words_are_no_place(text):
    assert resolve(text) == Nothing()


def test_a_shared_name_with_many_places_says_how_many_more_there_are():
    found = resolve("หนองบัว")
    assert isinstance(found, Ask)
    assert found.question is Question.PROVINCE
    assert found.more > 10


def test_the_answer_to_the_question_settles_it():
    found = resolve("หนองบัว อุดรธานี")
    assert isinstance(found, Sure)
    assert found.place.province == "TH-41"
    chosen = resolve("เกาะช้าง")
    assert isinstance(chosen, Ask)
    assert chosen.candidates[0].place.province == "TH-23"
    assert chosen.candidates[0].label_th == "อ.เกาะช้าง จ.ตราด"
    assert chosen.candidates[0].label_en == "Ko Chang, Trat"


def test_every_district_with_its_province_is_sure():
    for code in (code for code in gazetteer().areas if len(code) == 4):
        found = resolve(label(code))
        assert isinstance(found, Sure), label(code)
        assert (found.place.province, found.place.district) == (f"TH-{code[:2]}", code)


def test_nearly_every_sub_district_with_its_district_and_province_is_sure_and_none_is_wrong():
    codes = [c for c in gazetteer().areas if len(c) == 6][::7]
    found = {code: resolve(label(code)) for code in codes}
    wrong = [
        (code, each)
        for code, each in found.items()
        if isinstance(each, Sure) and (each.place.province, each.place.district) != (f"TH-{code[:2]}", code[:4])
    ]
    assert wrong == []
    assert sum(isinstance(each, Sure) for each in found.values()) > 0.995 * len(codes)


def test_a_lone_name_is_sure_only_when_no_other_province_shares_it():
    areas = gazetteer().areas
    homes: dict[str, set[str]] = {}
    for code, area in areas.items():
        homes.setdefault(area.name_th, set()).add(code[:2])
    provinces = {fold_thai(area.name_th) for code, area in areas.items() if len(code) == 2}
    for name, where in homes.items():
        found = resolve(name)
        if isinstance(found, Sure) and fold_thai(name) not in provinces:
            assert where == {found.place.province[3:]}, name


STORIES = [
    ("อยู่อำเภอเมือง จังหวัดน่าน", "TH-55"),
    ("ช่วยด้วยค่ะ โดนตีอยู่ที่ ต.นาโยงเหนือ อ.นาโยง จ.ตรัง มาเร็ว ๆ", "TH-92"),
    ("มีคนถูกขังในโรงงาน แขวงคลองเตย เขตคลองเตย กรุงเทพ", "TH-10"),
    ("my neighbour hits his child, Tambon Na Yong Nuea, Amphoe Na Yong, Changwat Trang", "TH-92"),
    ("พ่อเมาอาละวาด อยู่จังหวัดตรังค่ะ", "TH-92"),
]


@pytest.mark.parametrize(("story", "province"), STORIES)
def test_a_clear_address_in_a_story_is_used(story, province):
    found = mentions_place(story)
    assert found is not None
    assert found.place.province == province


@pytest.mark.parametrize(
    "story",
    [
        "ช่วยด้วย เขาตีหนู",
        "ย้ายมาจากเชียงใหม่",
        "พ่ออยู่เชียงใหม่ แม่อยู่ลำปาง",
        "แม่ไปทำงานกรุงเทพ",
        "อบรม พม. จังหวัดสตูลรอบต่อไปเมื่อไหร่",
        "ขอเบอร์พมจ.นครพนมหน่อยจ้า",
        "หาดใหญ่",
        "โรงพยาบาลอำเภอบอกเตียงเต็ม",
        "พ่อไปตัดอ้อยต่างจังหวัด",
        "pay 40000 first",
    ],
)
def test_a_story_that_only_touches_a_place_names_none(story):
    assert mentions_place(story) is None


def test_long_texts_are_read_fast():
    text = "ช่วยด้วยค่ะ สามีเมาแล้วทำร้ายร่างกาย อยู่บ้านกับลูกสองคน " * 100
    resolve(text)
    begun = time.perf_counter()
    for _ in range(10):
        resolve(text)
    assert (time.perf_counter() - begun) / 10 < 0.25


@given(st.text(max_size=200))
def test_no_text_raises(text):
    resolve(text)
    mentions_place(text)


_PIECES = [
    "อ.",
    "จ.",
    "ต.",
    "เมือง",
    "ตรัง",
    "หาดใหญ่",
    "หนองบัว",
    "กทม",
    "92000",
    "-",
    " ",
    "ถนน",
    "Hat Yai",
    ",",
    "7.5",
    "99.6",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_no_mixture_of_pieces_raises_or_asks_too_much(text):
    found = resolve(text)
    if isinstance(found, Ask):
        assert len(found.candidates) <= 6
