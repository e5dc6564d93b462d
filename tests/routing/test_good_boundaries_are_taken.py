"""Every good file that an operator may bring is taken, whatever wrote it."""

import zipfile

import numpy as np
import pytest
import shapely

from routing.boundaries import official, prepare
from tests.routing.bringing import taken, written
from tests.routing.country import collection, districts, feature, features, write_geojson, write_shapefile


def test_geojson_is_taken_with_its_counts(prepared):
    assert prepared.summary.column == "ADM2_PCODE"
    assert (prepared.summary.provinces, prepared.summary.districts) == (77, 928)
    assert prepared.summary.moved < 0.001


def test_a_plain_shapefile_is_taken(tmp_path):
    assert taken(write_shapefile(tmp_path, districts())).summary.districts == 928


def test_a_zipped_shapefile_in_tis_620_is_taken(tmp_path):
    path = write_shapefile(tmp_path, districts(), encoding="cp874", zipped="adm2.zip")
    assert taken(path).summary.districts == 928


def test_zipped_geojson_with_a_byte_order_mark_is_taken(tmp_path):
    path = tmp_path / "adm2.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/adm2.geojson", b"\xef\xbb\xbf" + collection(features(districts())).encode())
    taken(path)


def test_geojson_in_tis_620_is_taken(tmp_path):
    path = written(tmp_path, collection(features(districts())).encode("cp874"))
    assert taken(path).summary.districts == 928


def test_of_several_layers_the_districts_are_taken(tmp_path):
    path = tmp_path / "all.zip"
    country = shapely.coverage_union_all(np.array(list(districts().values())))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("adm0.geojson", collection([feature("TH", country, "ADM0_PCODE")]))
        archive.writestr("adm2.geojson", collection(features(districts())))
    assert taken(path).summary.level == "district"


@pytest.mark.parametrize("column", ["pro_code", "whatever"])
def test_the_column_of_codes_is_found_by_itself(tmp_path, column):
    assert taken(written(tmp_path, collection(features(districts(), column)))).summary.column == column


def test_a_named_column_is_used_in_any_case(tmp_path):
    assert taken(written(tmp_path, collection(features(districts()))), "adm2_pcode").summary.column == "ADM2_PCODE"


def test_rows_of_one_code_are_joined(tmp_path):
    shapes = dict(districts())
    split = shapes.pop("9201")
    x = split.centroid.x
    halves = [split.intersection(shapely.box(90, 0, x, 30)), split.intersection(shapely.box(x, 0, 120, 30))]
    rows = [*features(shapes), *(feature("TH9201", half) for half in halves)]
    assert taken(written(tmp_path, collection(rows))).summary.districts == 928


def test_a_crossed_outline_is_repaired_and_said(tmp_path):
    bow = shapely.Polygon([(105.6, 12.0), (105.7, 12.1), (105.7, 12.0), (105.6, 12.1)])
    rows = [*features(districts()), feature("TH9201", bow)]
    made = taken(written(tmp_path, collection(rows)))
    assert "boundaries-repaired" in {reason.key for reason in made.summary.remarks}


def test_heights_and_stray_lines_are_left_out(tmp_path):
    rows = features(districts())
    flat = districts()["9202"]
    rows[list(districts()).index("9202")]["geometry"] = {
        "type": "GeometryCollection",
        "geometries": [
            shapely.geometry.mapping(shapely.force_3d(flat, 12.0)),
            {"type": "LineString", "coordinates": [[99.5, 7.4], [99.6, 7.5]]},
        ],
    }
    assert taken(written(tmp_path, collection(rows))).summary.districts == 928


def test_a_new_district_is_taken_and_remarked(tmp_path):
    rows = [*features(districts()), feature("TH9299", shapely.box(105.6, 12.0, 105.7, 12.1))]
    made = taken(written(tmp_path, collection(rows)))
    assert "boundaries-extra-districts" in {reason.key for reason in made.summary.remarks}


def test_a_small_hole_is_remarked(tmp_path):
    shapes = dict(districts())
    shapes["9202"] = shapes["9202"].difference(shapes["9202"].centroid.buffer(0.001))
    made = taken(write_geojson(tmp_path / "x.geojson", shapes))
    assert "boundaries-gaps" in {reason.key for reason in made.summary.remarks}


def test_progress_is_shown(tmp_path):
    seen: list[tuple[str, int, int]] = []
    prepare(write_geojson(tmp_path / "x.geojson", districts()), progress=lambda *step: seen.append(step))
    assert {step for step, _, _ in seen} == {"read", "join", "check", "simplify", "store"}
    assert all(0 <= done <= total for _, done, total in seen)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("TH1001", "1001"),
        ("th10", "10"),
        ("TH-10", "10"),
        (1001, "1001"),
        (1001.0, "1001"),
        ("100101", "1001"),
        (" 92 ", "92"),
        ("", None),
        (None, None),
        ("MM001", None),
        ("123", None),
        ("๙๒", None),
    ],
)
def test_codes_are_read_as_files_write_them(value, code):
    assert official(value) == code
