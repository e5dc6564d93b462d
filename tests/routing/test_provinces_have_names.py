import pytest

from routing.province import named, nearest_seats, provinces


def test_there_are_seventy_seven_with_a_seat_each():
    assert len(provinces()) == 77
    assert all(5 < p.latitude < 21 and 97 < p.longitude < 106 for p in provinces().values())


@pytest.mark.parametrize("code", sorted(provinces()))
def test_a_province_is_found_by_each_of_its_names(code):
    province = provinces()[code]
    for name in (
        code,
        code.lower(),
        province.name_th,
        f"จ.{province.name_th}",
        f"จังหวัด {province.name_th}",
        province.name_en,
        province.name_en.upper(),
        province.name_en.replace(" ", ""),
        f"{province.name_en} Province",
        f"Changwat {province.name_en}",
    ):
        assert named(name) == province, name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("กทม", "TH-10"),
        ("กทม.", "TH-10"),
        ("กรุงเทพฯ", "TH-10"),
        ("BKK", "TH-10"),
        ("โคราช", "TH-30"),
        ("Korat", "TH-30"),
        ("แปดริ้ว", "TH-24"),
        ("อยุธยา", "TH-14"),
        ("จ.สุราษฏร์ธานี", "TH-84"),
        ("ศรีษะเกษ", "TH-33"),
        ("บุรีรัม", "TH-31"),
        ("Nakorn Sri Thammarat", "TH-80"),
        ("Chonburi", "TH-20"),
        ("Ayutthaya", "TH-14"),
        ("Bueng Kan", "TH-38"),
        ("Buriram", "TH-31"),
        ("Sisaket", "TH-33"),
    ],
)
def test_nicknames_and_everyday_spellings(name, code):
    found = named(name)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("name", ["", "จ.", "TH-99", "ลาว", "Vientiane", "หาดใหญ่", "province"])
def test_other_words_are_no_province(name):
    assert named(name) is None


def test_the_nearest_six_begin_with_the_nearest():
    seats = nearest_seats(7.55633, 99.61141)
    assert [seat.province.code for seat in seats] == ["TH-92", "TH-93", "TH-81", "TH-80", "TH-91", "TH-90"]
    assert seats[0].metres < 1
    assert [s.metres for s in seats] == sorted(s.metres for s in seats)
