import math
import time
import zlib

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from routing.atlas import MAGIC, Atlas, DamagedError, dump, load, read_sheet
from routing.place import METRES_PER_DEGREE, metres
from routing.province import provinces
from tests.routing.country import ISLAND, districts


@given(st.floats(5.6, 20.5), st.floats(97.1, 105.4))
def test_a_point_is_in_the_district_that_holds_it(atlas: Atlas, latitude, longitude):
    found = atlas.locate(latitude, longitude)
    held = {c for c, shape in districts().items() if shape.intersects(shapely.Point(longitude, latitude))}
    assert found.district in held
    assert found.province == f"TH-{found.district[:2]}"
    assert found.outside == 0


def way_to(shape: shapely.Geometry, latitude: float, longitude: float) -> float:
    """Metres to a shape's outline, by points every few metres on the part of it that is near."""
    near = shapely.intersection(shape.boundary, shapely.Point(longitude, latitude).buffer(0.5))
    points = shapely.get_coordinates(shapely.segmentize(near, 1e-4))
    return min((metres(latitude, longitude, y, x) for x, y in points), default=math.inf)


@pytest.mark.parametrize("code", ["TH-92", "TH-50", "TH-34", "TH-10"])
def test_the_way_to_the_next_province_is_that_of_the_earth(atlas: Atlas, code):
    seat = provinces()[code]
    latitude, longitude = seat.latitude + 0.08, seat.longitude + 0.05
    home = atlas.locate(latitude, longitude).province
    line = atlas.line(latitude, longitude)
    other = shapely.union_all([s for c, s in districts().items() if f"TH-{c[:2]}" == line.province])
    assert line.province != home
    assert line.metres == pytest.approx(way_to(other, latitude, longitude), rel=0.003, abs=5)


def test_neighbours_are_those_within_the_band_nearest_first(atlas: Atlas):
    seat = provinces()["TH-92"]
    wide = atlas.locate(seat.latitude, seat.longitude, band=60_000)
    ways = [neighbour.metres for neighbour in wide.neighbours]
    assert len(ways) > 1
    assert ways == sorted(ways)
    assert max(ways) <= 60_000
    assert wide.line == ways[0]
    assert "TH-92" not in {neighbour.province for neighbour in wide.neighbours}
    assert atlas.locate(seat.latitude, seat.longitude, band=ways[0] - 1).neighbours == ()


def test_the_island_is_other_land_than_the_mainland(atlas: Atlas):
    here = ISLAND.centroid
    found = atlas.locate(here.y, here.x)
    assert (found.district, found.island) == ("8404", True)
    assert atlas.locate(7.55633, 99.61141).island is False
    assert atlas.land(here.y, here.x) == found.land != atlas.land(9.14, 99.33) == 0


@pytest.mark.parametrize(("metres_off", "snapped"), [(100, True), (499, True), (501, False)])
def test_snapping_ends_at_five_hundred_metres(atlas: Atlas, metres_off, snapped):
    west, south, _, _ = ISLAND.bounds
    latitude = south + 0.05
    longitude = west - metres_off / (METRES_PER_DEGREE * math.cos(math.radians(latitude)))
    found = atlas.locate(latitude, longitude)
    assert found.outside == pytest.approx(metres_off, abs=1)
    assert found.snapped is snapped
    assert found.district == ("8404" if snapped else None)
    assert found.nearest == "TH-84"


def test_far_away_still_has_a_nearest_province(atlas: Atlas):
    found = atlas.locate(48.8566, 2.3522)
    assert found.province is None
    assert 8_000_000 < found.outside < 10_000_000


def test_a_point_on_a_line_always_belongs_to_the_same_district(atlas: Atlas):
    shape = districts()["9201"]
    x, y = shapely.get_coordinates(shape)[0]
    assert len({atlas.locate(y, x).district for _ in range(5)}) == 1


def test_the_middle_of_a_district_is_inside_it(atlas: Atlas):
    for code in ("9201", "1001", "8404"):
        latitude, longitude = atlas.middle(code)
        assert districts()[code].buffer(1e-9).contains(shapely.Point(longitude, latitude))
    assert atlas.middle("0000") is None


def test_stored_boundaries_come_back_as_they_were_and_in_under_a_second(prepared, atlas: Atlas):
    begun = time.perf_counter()
    again = load(prepared.data)
    assert time.perf_counter() - begun < 1
    assert again.codes == atlas.codes
    assert dump(read_sheet(prepared.data)) == prepared.data


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: b"PK\x03\x04" + data,
        lambda data: data[: len(data) // 2],
        lambda data: MAGIC + zlib.compress(b"\x05\x00\x00\x00nonsense"),
        lambda data: MAGIC + b"nonsense",
        lambda data: data.replace(MAGIC, b"ESSB9\n"),
    ],
)
def test_damaged_boundaries_are_named_and_not_used(prepared, spoil):
    with pytest.raises(DamagedError):
        load(spoil(prepared.data))


def test_an_atlas_of_provinces_has_no_districts(atlas: Atlas, tmp_path):
    from routing.boundaries import prepare
    from tests.routing.country import write_geojson

    whole = {
        p.code[3:]: shapely.coverage_union_all(np.array([s for c, s in districts().items() if c[:2] == p.code[3:]]))
        for p in provinces().values()
    }
    made = prepare(write_geojson(tmp_path / "provinces.geojson", whole))
    found = load(made.data).locate(7.55633, 99.61141)
    assert (made.summary.level, made.summary.districts) == ("province", 0)
    assert (found.province, found.district) == ("TH-92", None)
