"""Coordinates in any usual form, map links that are parsed and never fetched, plus codes and grid references."""

import math

import pytest

from routing import coordinates, maplinks, pluscode, utm
from routing.address import Ask, Nothing, Question, Sure, resolve
from routing.spelling import clean

TRANG = (7.5563, 99.6114)


@pytest.mark.parametrize(
    "text",
    [
        "7.5563, 99.6114",
        "7.5563,99.6114",
        "7.5563 99.6114",
        "(7.5563, 99.6114)",
        "พิกัด 7.5563, 99.6114",
        "๗.๕๕๖๓, ๙๙.๖๑๑๔",
        "7.5563° N, 99.6114° E",
        "7.5563N 99.6114E",
        "N7.5563 E99.6114",
        "99.6114E 7.5563N",
        "lat 7.5563 long 99.6114",
        "Latitude: 7.5563, Longitude: 99.6114",
        "lon=99.6114 lat=7.5563",
        "ละติจูด 7.5563 ลองจิจูด 99.6114",
        "7°33'22.7\"N 99°36'41.0\"E",
        "7°33′22.7″N 99°36′41.0″E",
        "N 7° 33.378' E 99° 36.684'",
        "7 33 22.7 N, 99 36 41.0 E",
        "7 องศา 33 ลิปดา 22.7 ฟิลิปดา เหนือ 99 องศา 36 ลิปดา 41.0 ฟิลิปดา ตะวันออก",
        "7°33'22.7\", 99°36'41.0\"",
        "7,5563 99,6114",
        "７．５５６３，９９．６１１４",
        "อยู่ตรงนี้ค่ะ 7.5563, 99.6114 รีบมานะ",
    ],
)
def test_a_pair_is_read_in_every_usual_form(text):
    assert coordinates.find(clean(text)) == pytest.approx(TRANG, abs=2e-5)


@pytest.mark.parametrize(
    "text",
    [
        "ตี 3.30 กับ 5.20",
        "ห้อง 12.5 ชั้น 3",
        "โทร 081-234-5678",
        "เบอร์ 081.234.5678 เวลา 10.300 20.400",
        "12 คน 5 ใต้ 3 ตะวันออก",
        "ราคา 1,250.500 2,300.750",
        "192.168.1.1",
        "2026-01-31 10:20:30",
        "ช่วยด้วย",
        "",
    ],
)
def test_times_prices_and_telephone_numbers_are_no_coordinates(text):
    assert coordinates.find(clean(text)) is None


@pytest.mark.parametrize(
    "link",
    [
        "https://www.google.com/maps/@7.5563,99.6114,15z",
        "https://www.google.com/maps/place/X/@7.5,99.6,17z/data=!3m1!4b1!4m5!3m4!1s0x0:0x0!8m2!3d7.5563!4d99.6114",
        "https://maps.google.com/?q=7.5563,99.6114",
        "https://maps.google.com/maps?q=loc:7.5563,99.6114&z=15",
        "https://www.google.com/maps/search/?api=1&query=7.5563%2C99.6114",
        "https://www.google.com/maps/search/7.5563,+99.6114",
        "https://www.google.com/maps/dir/13.7,100.5/7.5563,99.6114/",
        "https://www.google.com/maps/dir/?api=1&destination=7.5563,99.6114",
        "https://www.google.co.th/maps?ll=7.5563,99.6114&spn=1,1",
        "https://maps.google.com/maps?q=7%C2%B033'22.7%22N+99%C2%B036'41.0%22E",
        "https://maps.apple.com/?ll=7.5563,99.6114&q=Home",
        "https://www.openstreetmap.org/#map=15/7.5563/99.6114",
        "https://www.openstreetmap.org/?mlat=7.5563&mlon=99.6114",
        "https://map.longdo.com/?lat=7.5563&long=99.6114&zoom=15",
        "https://line.me/R/nv/location/?lat=7.5563&lng=99.6114",
        "line://nv/location?latitude=7.5563&longitude=99.6114",
        "geo:7.5563,99.6114?z=15",
        "geo:0,0?q=7.5563,99.6114(Home)",
        "อยู่ตรงนี้ https://maps.google.com/?q=7.5563,99.6114 นะคะ",
    ],
)
def test_a_map_link_gives_its_point(link):
    found = maplinks.find(clean(link))
    assert found is not None
    assert found.point == pytest.approx(TRANG, abs=2e-5)


def test_a_link_of_words_is_read_as_words():
    found = resolve(
        "https://maps.google.com/maps?q=%E0%B8%AD.%E0%B8%AB%E0%B8%B2%E0%B8%94%E0%B9%83%E0%B8%AB%E0%B8%8D%E0%B9%88"
    )
    assert isinstance(found, Sure)
    assert found.place.district == "9011"


@pytest.mark.parametrize("link", ["https://maps.app.goo.gl/AbCdEf123", "https://goo.gl/maps/AbCdEf"])
def test_a_short_link_hides_its_place_and_one_question_is_asked(link):
    assert resolve(link) == Ask(Question.HIDDEN_LINK)
    with_words = resolve(f"บ้านฉัน อ.นาโยง จ.ตรัง {link}")
    assert isinstance(with_words, Sure)
    assert with_words.place.district == "9208"


@pytest.mark.parametrize("link", ["https://www.facebook.com/123", "https://www.google.com/search?q=7.5563,99.6114"])
def test_other_links_are_no_map_links(link):
    assert maplinks.find(link) is None


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        # Examples of the specification.
        ("7FG49Q22+22", 20.3500625, 2.7500625),
        ("8FVC2222+22", 47.0000625, 8.0000625),
        ("4VCPPQGP+Q9", -41.2730625, 174.7859375),
        ("849VCWC8+R9", 37.4220625, -122.0840625),
        ("8FVC2222+22GCCCC", 47.0000625, 8.0000625),
    ],
)
def test_a_plus_code_is_decoded_after_the_specification(code, latitude, longitude):
    assert pluscode.decode(code) == pytest.approx((latitude, longitude), abs=1e-4)


def test_a_full_plus_code_needs_no_place():
    found = resolve("7P52QG4H+9V")
    assert isinstance(found, Sure)
    assert found.place.point == pytest.approx((13.7559375, 100.5296875))


def test_a_short_plus_code_takes_its_place_from_the_words_beside_it():
    found = resolve("QG4H+9V กรุงเทพมหานคร")
    assert isinstance(found, Sure)
    assert found.place.point == pytest.approx((13.7559375, 100.5296875))
    assert found.place.province == "TH-10"


def test_a_short_plus_code_alone_or_of_a_wide_province_gives_no_false_point():
    assert isinstance(resolve("QG4H+9V"), Nothing)
    # Half way between two readings: the province is sure, the point is not.
    middle = resolve("8C2X+22 จ.นครราชสีมา")
    assert isinstance(middle, Sure)
    assert middle.place.province == "TH-30"
    assert middle.place.point is None


@pytest.mark.parametrize("text", ["2+3", "A+B", "โทร 22+33", "C++", "เพื่อน 3 คน + 2", "23456789"])
def test_sums_are_no_plus_codes(text):
    assert pluscode.find(text) is None


def test_a_grid_reference_has_its_published_degrees():
    # The CN Tower, the example of the encyclopaedias.
    assert utm.to_degrees(17, 630084, 4833438) == pytest.approx((43.642567, -79.387139), abs=1e-5)


@pytest.mark.parametrize(
    ("text", "northing"),
    [
        ("47N 500000 1500000", 1_500_000),
        ("UTM 48P 500000 1800000", 1_800_000),
        ("47N E 500000 N 836000", 836_000),
        ("47P 500000E 836000N", 836_000),
    ],
)
def test_grid_references_are_read_and_agree_with_the_length_of_the_meridian(text, northing):
    found = utm.find(text)
    assert found is not None
    assert found[1] in (99.0, pytest.approx(105.0))
    assert _meridian(found[0]) * 0.9996 == pytest.approx(northing, abs=0.01)


def _meridian(latitude: float, steps: int = 4_000) -> float:
    """Metres from the equator, by adding up small pieces of the ellipse."""
    a, f = 6_378_137.0, 1 / 298.257223563
    squared = f * (2 - f)
    step = math.radians(latitude) / steps
    pieces = ((1 - squared * math.sin((n + 0.5) * step) ** 2) ** -1.5 for n in range(steps))
    return a * (1 - squared) * step * math.fsum(pieces)


@pytest.mark.parametrize("text", ["47N 5 6", "47 500000 1500000", "บ้านเลขที่ 47 หมู่ 500000"])
def test_other_numbers_are_no_grid_references(text):
    assert utm.find(text) is None


def test_swapped_coordinates_are_put_right_and_said_so():
    found = resolve("99.6114, 7.5563")
    assert isinstance(found, Sure)
    assert (found.place.point, found.swapped) == (TRANG, True)


def test_zero_zero_is_nothing():
    assert resolve("0.0000, 0.0000") == Nothing()
