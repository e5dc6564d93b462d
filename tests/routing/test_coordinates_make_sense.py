import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.place import NoPoint, NoPointWhy, Point, make_sense, metres


@pytest.mark.parametrize(
    ("latitude", "longitude", "outcome"),
    [
        (7.5563, 99.6114, Point(7.5563, 99.6114)),
        (99.6114, 7.5563, Point(7.5563, 99.6114, swapped=True)),
        (97.0, 5.0, Point(5.0, 97.0, swapped=True)),
        (106.0, 21.0, Point(21.0, 106.0, swapped=True)),
        (48.8566, 2.3522, Point(48.8566, 2.3522)),
        (-33.9, 151.2, Point(-33.9, 151.2)),
        (0.0, 0.0, NoPoint(NoPointWhy.ZERO)),
        (0.0004, -0.0004, NoPoint(NoPointWhy.ZERO)),
        (math.nan, 99.6, NoPoint(NoPointWhy.NOT_A_NUMBER)),
        (7.5, math.inf, NoPoint(NoPointWhy.NOT_A_NUMBER)),
        (-math.inf, math.nan, NoPoint(NoPointWhy.NOT_A_NUMBER)),
        (91.0, 99.6, NoPoint(NoPointWhy.OUT_OF_RANGE)),
        (7.5, 181.0, NoPoint(NoPointWhy.OUT_OF_RANGE)),
        (107.0, 22.0, NoPoint(NoPointWhy.OUT_OF_RANGE)),
        (None, 99.6, NoPoint(NoPointWhy.MISSING)),
        (7.5, None, NoPoint(NoPointWhy.MISSING)),
    ],
)
def test_every_pair_of_numbers_has_an_outcome(latitude, longitude, outcome):
    assert make_sense(latitude, longitude) == outcome


@given(st.floats(), st.floats())
def test_no_pair_of_floats_raises(latitude, longitude):
    found = make_sense(latitude, longitude)
    assert isinstance(found, NoPoint) or (abs(found.latitude) <= 90 and abs(found.longitude) <= 180)


@given(st.floats(5, 21), st.floats(97, 106))
def test_a_swapped_point_of_thailand_is_put_right_and_a_right_one_is_left(latitude, longitude):
    assert make_sense(latitude, longitude) == Point(latitude, longitude)
    assert make_sense(longitude, latitude) == Point(latitude, longitude, swapped=True)


def test_distances_are_those_of_the_earth():
    assert metres(13.0, 100.0, 14.0, 100.0) == pytest.approx(111_195, abs=1)
    assert metres(13.75398, 100.50144, 18.79038, 98.98468) == pytest.approx(582_900, rel=0.005)
    assert metres(7.5, 99.6, 7.5, 99.6) == 0
    assert metres(0, 0, 0, 180) == pytest.approx(math.pi * 6_371_008.8)
