"""The table of situations in docs/routing.md, row by row, on the invented country."""

import math

import pytest
import shapely

from models.centre import Centre, CentreKind, Directory
from models.report import Place, Report
from routing.atlas import Atlas
from routing.directory import directory_of
from routing.policy import RoutingPolicy
from routing.reason import Flag
from routing.route import route
from tests.routing.country import ISLAND, districts
from tests.routing.going import DIRECTORY, NOON, PIN, TRANG, beyond, go, keys, pin
from texts.catalogue import words

# --- Inside -------------------------------------------------------------------------------------------------------


def test_inside_and_far_from_a_line_it_is_that_provinces_office(atlas):
    made = go(pin(*TRANG), atlas)
    assert made.owner.code == "PO-92"
    assert made.others == ()
    assert (made.place.province, made.place.district) == ("TH-92", "9201")
    assert keys(made) == {"route-inside", "route-owner"}
    assert made.ask == ()


def near_a_line(atlas: Atlas, metres: float) -> tuple[tuple[float, float], str, str]:
    """A point of Trang so many metres from Phatthalung's line, and both codes."""
    mine = shapely.union_all([s for c, s in districts().items() if c.startswith("92")])
    other = shapely.union_all([s for c, s in districts().items() if c.startswith("93")])
    line = shapely.intersection(mine.boundary, other.boundary)
    middle = shapely.line_interpolate_point(shapely.line_merge(line), 0.5, normalized=True)
    seat = shapely.Point(TRANG[1], TRANG[0])
    low, high = 0.0, 1.0
    for _ in range(40):  # walk from the line towards the seat until the way is right
        part = (low + high) / 2
        x, y = middle.x + (seat.x - middle.x) * part, middle.y + (seat.y - middle.y) * part
        if atlas.line(y, x).metres < metres:
            low = part
        else:
            high = part
    return (y, x), "TH-92", "TH-93"


def test_within_the_band_the_neighbour_is_told_with_the_same_claim_and_home_owns(atlas):
    point, home, other = near_a_line(atlas, 1_200)
    made = go(pin(*point), atlas)
    assert made.owner.province == home
    assert [centre.province for centre in made.others] == [other]
    assert Flag.BORDER in made.flags
    border = next(reason for reason in made.reasons if reason.key == "route-border")
    assert words("en", border.key, **border.values("en")) == "Within 1.2 km of the line to Phatthalung: both told"


@pytest.mark.parametrize(("metres", "told"), [(1_950, 2), (2_050, 1)])
def test_the_band_ends_at_two_kilometres(atlas, metres, told):
    point, _, _ = near_a_line(atlas, metres)
    assert len(go(pin(*point), atlas).told) == told


def test_the_band_is_a_setting(atlas):
    point, _, _ = near_a_line(atlas, 1_200)
    made = route(Report(place=pin(*point)), DIRECTORY, atlas, NOON, RoutingPolicy(band=1_000))
    assert made.others == ()


# --- Coast, sea and abroad ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("metres", "snapped"), [(30, True), (480, True), (520, False)])
def test_a_pier_within_five_hundred_metres_is_snapped_and_flagged(atlas, metres, snapped):
    made = go(pin(*beyond((15.24, 104.85), metres)), atlas)
    assert (Flag.SNAPPED in made.flags) is snapped
    assert (made.owner is not None) is snapped
    assert bool(made.place.province) is snapped


@pytest.mark.parametrize("metres", [600, 5_000, 49_000])
def test_a_little_outside_it_is_1300_with_a_suggestion_and_one_question(atlas, metres):
    made = go(pin(*beyond((15.24, 104.85), metres)), atlas)
    assert made.owner is None
    assert made.ask_in_thailand
    assert made.suggestion == "TH-34"
    assert made.ask[0] == "TH-34"
    assert Flag.OUTSIDE in made.flags
    assert made.place.province is None


@pytest.mark.parametrize("point", [(14.0, 108.0), (48.8566, 2.3522), (-33.9, 151.2), (90.0, 0.0), (1.0, 105.0)])
def test_far_outside_it_is_1300_with_the_coordinates_as_given(atlas, point):
    made = go(pin(*point), atlas)
    assert (made.owner, made.ask, made.ask_in_thailand) == (None, (), False)
    assert Flag.ABROAD in made.flags
    assert made.place.point == point
    assert "route-queue-only" in keys(made)


# --- No usable coordinates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("point", [(0.0, 0.0), (math.nan, 99.6), (math.inf, 1.0), (95.0, 200.0)])
@pytest.mark.parametrize("with_atlas", [True, False])
def test_a_useless_point_is_asked_again_and_the_case_stays_with_1300(atlas, point, with_atlas):
    report = Report(place=Place(PIN, *point))
    made = route(report, DIRECTORY, atlas if with_atlas else None, NOON)
    assert made.owner is None
    assert made.ask_place
    assert Flag.NO_LOCATION in made.flags
    assert "route-bad-point" in keys(made)


def test_a_useless_point_with_a_clear_address_goes_by_the_address(atlas):
    made = go(pin(0.0, 0.0, "อ.นาโยง จ.ตรัง"), atlas)
    assert made.owner.code == "PO-92"


@pytest.mark.parametrize("with_atlas", [True, False])
def test_swapped_coordinates_are_put_right_flagged_and_to_be_confirmed(atlas, with_atlas):
    made = go(pin(TRANG[1], TRANG[0]), atlas if with_atlas else None)
    assert made.owner.code == "PO-92"
    assert made.place.point == TRANG
    assert "route-swapped" in keys(made)


def test_nothing_known_is_1300_and_asks_for_the_place():
    made = go(None)
    assert (made.owner, made.ask_place, made.place) == (None, True, None)


# --- Islands ------------------------------------------------------------------------------------------------------


def island_units(*, mainland: bool) -> Directory:
    office = Centre("PO-84", CentreKind.PROVINCIAL_OFFICE, "สนง.", "Office", "TH-84", 9.14, 99.33, mainland=mainland)
    return directory_of((office,))


def test_on_an_island_the_unit_of_the_same_province_is_preferred_and_a_boat_is_said(atlas):
    here = ISLAND.centroid
    made = go(pin(here.y, here.x), atlas, island_units(mainland=True))
    assert made.owner.province == "TH-84"
    assert {Flag.ISLAND, Flag.BOAT} <= made.flags
    assert "route-boat" in keys(made)


def test_no_boat_when_the_row_says_island_or_the_unit_stands_on_the_same_land(atlas):
    here = ISLAND.centroid
    made = go(pin(here.y, here.x), atlas, island_units(mainland=False))
    assert Flag.BOAT not in made.flags
    unit = Centre("PO-84", CentreKind.PROVINCIAL_OFFICE, "สนง.", "Office", "TH-84", here.y, here.x)
    assert Flag.BOAT not in go(pin(here.y, here.x), atlas, directory_of((unit,))).flags


def test_just_off_an_island_it_is_snapped_to_the_island(atlas):
    west, south, _, _ = ISLAND.bounds
    made = go(pin(south + 0.05, west - 0.003), atlas)
    assert made.owner.province == "TH-84"
    assert {Flag.ISLAND, Flag.SNAPPED} <= made.flags
