"""A file that is not good is refused with a clear reason, and what is wrong in it is named."""

import os
import zipfile

import pytest
import shapely

from routing import boundary_files
from tests.routing.bringing import refused, written
from tests.routing.country import collection, districts, feature, features, write_geojson, write_shapefile


def test_no_file(tmp_path):
    assert refused(tmp_path / "none.zip") == ["none.zip does not exist"]


def test_an_empty_file(tmp_path):
    assert refused(written(tmp_path, "", "x.zip")) == ["x.zip is empty"]


def test_two_gigabytes_are_refused_before_reading(tmp_path):
    path = tmp_path / "huge.geojson"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 2 * 2**30)  # a sparse file: it takes no room
    assert refused(path) == ["huge.geojson has 2,048 MB, more than the 400 MB that are taken: it was not read"]


def test_a_zip_that_unpacks_to_too_much_is_refused_before_unpacking(tmp_path, monkeypatch):
    monkeypatch.setattr(boundary_files, "MAX_UNPACKED", 1_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.geojson", b"0" * 100_000)
    assert "it was not read" in refused(path)[0]


def test_a_broken_zip(tmp_path):
    path = write_shapefile(tmp_path, {"9201": districts()["9201"]}, zipped="adm2.zip")
    path.write_bytes(path.read_bytes()[:-200])
    assert refused(path) == ["The zip file adm2.zip is damaged or has a password"]
    damaged = bytearray(write_shapefile(tmp_path, districts(), zipped="two.zip").read_bytes())
    damaged[5_000:6_000] = bytes(1_000)
    assert refused(written(tmp_path, bytes(damaged), "two.zip")) == [
        "The zip file two.zip is damaged or has a password"
    ]


def test_a_zip_without_boundaries(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(path) == ["No boundary file (.shp or .geojson) in readme.txt"]


def test_a_missing_dbf(tmp_path):
    path = write_shapefile(tmp_path, districts())
    path.with_suffix(".dbf").unlink()
    assert refused(path) == ["adm2.dbf is missing: it holds the codes of the areas and belongs beside the .shp"]


def test_a_shapefile_that_is_cut_short_or_none(tmp_path):
    path = write_shapefile(tmp_path, districts())
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refused(path) == ["The shapefile adm2.shp is cut short or damaged"]
    path.write_bytes(b"hello")
    assert refused(path) == ["The shapefile adm2.shp is cut short or damaged"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"type": "FeatureCollection", "features": [\n}', "x.geojson is not valid JSON (line 2)"),
        ("[1, 2]", "x.geojson is not a GeoJSON FeatureCollection"),
        ('{"type": "Topology", "objects": {}}', "x.geojson is not a GeoJSON FeatureCollection"),
        ("[" * 100_000, "x.geojson is not valid JSON (line 1)"),
    ],
)
def test_other_json(tmp_path, text, says):
    assert refused(written(tmp_path, text)) == [says]


def test_another_kind_of_file(tmp_path):
    assert refused(written(tmp_path, "a,b\n1,2\n", "x.csv")) == ["No boundary file (.shp or .geojson) in x.csv"]


def test_no_column_of_codes(tmp_path):
    rows = [feature(f"area {n}", shape, "NAME") for n, shape in enumerate(districts().values())]
    assert "--code-column" in refused(written(tmp_path, collection(rows)))[0]
    said = refused(written(tmp_path, collection(rows)), "CODE")
    assert said[0].startswith("There is no column CODE; there are NAME")


def test_projected_coordinates(tmp_path):
    far = {c: shapely.transform(s, lambda xy: xy * 100_000) for c, s in districts().items()}
    assert "EPSG:4326" in refused(write_geojson(tmp_path / "x.geojson", far))[0]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32647"}}
    assert "EPSG:4326" in refused(written(tmp_path, collection(features(districts()), crs=crs)))[0]
    path = write_shapefile(tmp_path, districts())
    path.with_suffix(".prj").write_text('PROJCS["WGS_1984_UTM_Zone_47N",GEOGCS["GCS_WGS_1984"]]')
    assert "WGS_1984_UTM_Zone_47N" in refused(path)[0]


def test_swapped_axes(tmp_path):
    turned = {c: shapely.transform(s, lambda xy: xy[:, ::-1]) for c, s in districts().items()}
    assert refused(write_geojson(tmp_path / "x.geojson", turned)) == [
        "Latitude and longitude are exchanged in the whole file: in GeoJSON the first number is the longitude"
    ]


def test_another_country(tmp_path):
    away = {c: shapely.transform(s, lambda xy: xy + 12) for c, s in districts().items()}
    assert "which is not Thailand" in refused(write_geojson(tmp_path / "x.geojson", away))[0]
    rows = [feature(f"KH{c}", s) for c, s in districts().items()]
    assert "no Thai province or district code" in refused(written(tmp_path, collection(rows)), "ADM2_PCODE")[0]


def test_bad_rows_are_named_and_the_rest_is_counted(tmp_path):
    rows = features(districts())
    rows[4]["geometry"] = None
    rows[9]["properties"]["ADM2_PCODE"] = "TH99XX"
    rows[14]["geometry"] = {"type": "Point", "coordinates": [100, 13]}
    rows[19]["geometry"] = shapely.geometry.mapping(shapely.box(10, 10, 11, 11))
    rows[24]["geometry"] = {"type": "Polygon", "coordinates": "nonsense"}
    rows[29]["geometry"] = {"type": "GeometryCollection", "geometries": []}
    rows[34]["geometry"] = {"type": "LineString", "coordinates": [[100, 13], [100, 14]]}
    said = refused(written(tmp_path, collection(rows)))
    assert [sentence.split(" ")[1].rstrip(":") for sentence in said] == ["5", "10", "15", "20", "25", "30", "35"]
    for row in rows[:60]:
        row["properties"]["ADM2_PCODE"] = "?"
    said = refused(written(tmp_path, collection(rows)))
    assert len(said) == 31
    assert said[-1] == "and 30 more rows"


def test_missing_provinces_and_districts_are_named(tmp_path):
    without = {c: s for c, s in districts().items() if not c.startswith("92")}
    assert refused(write_geojson(tmp_path / "x.geojson", without)) == ["1 provinces are missing: Trang"]
    without = {c: s for c, s in districts().items() if c not in ("9208", "9202")}
    said = refused(write_geojson(tmp_path / "x.geojson", without))
    assert said[0].startswith("2 districts are missing: 9202 กันตัง, 9208 นาโยง")


def test_a_seat_outside_its_own_province_is_named(tmp_path):
    shapes = dict(districts())
    shapes["9201"], shapes["8101"] = shapes["8101"], shapes["9201"]
    said = refused(write_geojson(tmp_path / "x.geojson", shapes))
    assert "The seat of Krabi is not inside its own province (it lies in Trang)" in said
    assert "The seat of Trang is not inside its own province (it lies in Krabi)" in said


def test_overlaps_are_named(tmp_path):
    shapes = dict(districts())
    shapes["9202"] = shapes["9202"].union(shapes["9203"])
    said = refused(write_geojson(tmp_path / "x.geojson", shapes))
    assert any(sentence.startswith("9202 and 9203 share") for sentence in said)


def test_a_gap_as_large_as_a_province_is_named(tmp_path):
    shapes = {c: s.difference(shapely.Point(101.2, 15.2).buffer(0.3)) for c, s in districts().items()}
    said = refused(write_geojson(tmp_path / "x.geojson", shapes))
    assert any("belong to no district" in sentence for sentence in said)
