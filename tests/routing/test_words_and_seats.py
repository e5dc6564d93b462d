"""What people and operators say about a place, and what is done without boundaries."""

import pytest

from models.report import Place, PlaceSource
from routing.reason import Flag
from routing.route import moved
from tests.routing.going import PIN, TRANG, beyond, go, pin
from texts.catalogue import words

# --- Words --------------------------------------------------------------------------------------------------------


def test_an_address_that_disagrees_with_the_polygon_is_flagged_and_the_polygon_decides(atlas):
    made = go(pin(*TRANG, "อ.หาดใหญ่ จ.สงขลา"), atlas)
    assert made.owner.code == "PO-92"
    assert Flag.ADDRESS_DISAGREES in made.flags
    why = next(reason for reason in made.reasons if reason.key == "route-address-disagrees")
    assert why.values("en") == {"said": "Songkhla", "province": "Trang"}
    assert why.values("th") == {"said": "สงขลา", "province": "ตรัง"}


def test_an_address_that_agrees_is_not_flagged(atlas):
    assert go(pin(*TRANG, "ต.ทับเที่ยง อ.เมืองตรัง จ.ตรัง"), atlas).flags == frozenset()


def test_address_words_alone_decide_when_they_are_clear():
    made = go(Place(PlaceSource.ADDRESS, address="ต.นาโยงเหนือ อ.นาโยง จ.ตรัง"))
    assert made.owner.code == "PO-92"
    assert (made.place.province, made.place.district) == ("TH-92", "9208")


def test_unclear_words_become_province_buttons_and_1300():
    made = go(Place(PlaceSource.ADDRESS, address="เกาะช้าง"))
    assert made.owner is None
    assert made.ask == ("TH-23", "TH-57")
    assert made.ask_place


def test_coordinates_in_the_words_are_used(atlas):
    made = go(Place(PlaceSource.ADDRESS, address="7.55633, 99.61141"), atlas)
    assert made.place.district == "9201"
    swapped = go(Place(PlaceSource.ADDRESS, address="99.61141, 7.55633"), atlas)
    assert swapped.owner.code == "PO-92"


@pytest.mark.parametrize("source", [PlaceSource.PROVINCE, PlaceSource.OPERATOR])
def test_a_named_province_is_enough(source):
    assert go(Place(source, province="TH-92")).owner.code == "PO-92"


def test_an_operators_province_outranks_the_polygon(atlas):
    made = go(Place(PlaceSource.OPERATOR, *TRANG, province="TH-81"), atlas)
    assert made.owner.code == "PO-81"
    assert Flag.ADDRESS_DISAGREES in made.flags


def test_a_chosen_province_yields_to_a_polygon_that_holds_the_point_and_is_shown(atlas):
    made = go(Place(PIN, *TRANG, province="TH-81", named_province=True), atlas)
    assert made.owner.code == "PO-92"
    assert Flag.ADDRESS_DISAGREES in made.flags


def test_a_chosen_province_decides_for_a_point_outside_every_polygon(atlas):
    made = go(Place(PIN, *beyond((15.24, 104.85), 5_000), province="TH-33", named_province=True), atlas)
    assert made.owner.code == "PO-33"
    assert (made.ask, made.ask_in_thailand) == ((), False)


# --- Without polygons ---------------------------------------------------------------------------------------------


def test_without_polygons_the_pins_own_address_comes_first():
    made = go(pin(7.1, 99.9, "อ.นาโยง จ.ตรัง"))
    assert made.owner.code == "PO-92"
    assert made.ask == ()


def test_without_polygons_the_nearest_seats_office_hears_at_once_and_six_provinces_are_offered():
    made = go(pin(7.55, 99.62))
    assert made.owner.code == "PO-92"
    assert made.ask == ("TH-92", "TH-93", "TH-81", "TH-80", "TH-91", "TH-90")
    assert Flag.APPROXIMATE in made.flags


def test_without_polygons_the_answer_moves_the_case():
    before = go(pin(7.55, 99.62))
    after = go(Place(PIN, 7.55, 99.62, province="TH-81", named_province=True))
    assert after.owner.code == "PO-81"
    assert after.ask == ()
    change = moved(before, after)
    assert [c.code for c in change.alert] == ["PO-81"]
    assert [c.code for c in change.stand_down] == ["PO-92"]
    assert change.owner_changed
    assert "Krabi" in words("en", change.why.key, **change.why.values("en"))


def test_without_polygons_an_unclear_address_picks_among_the_nearest_and_is_still_asked():
    made = go(pin(13.0, 102.3, "เกาะช้าง"))
    assert made.owner.code == "PO-23"
    assert len(made.ask) == 6


def test_without_polygons_words_that_contradict_the_point_tell_both():
    made = go(pin(*TRANG, "จ.เชียงใหม่"))
    assert [c.code for c in made.told] == ["PO-50", "PO-92"]
    assert Flag.ADDRESS_DISAGREES in made.flags
    assert made.ask[:2] == ("TH-50", "TH-92")


@pytest.mark.parametrize(("point", "asked"), [((19.3, 95.8), True), ((48.9, 2.4), False), ((1.35, 103.8), False)])
def test_without_polygons_far_from_every_seat_is_outside(point, asked):
    made = go(pin(*point))
    assert made.owner is None
    assert made.ask_in_thailand is asked
