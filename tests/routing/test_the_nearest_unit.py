import random

from hypothesis import given
from hypothesis import strategies as st

from models.centre import Centre, CentreKind, Directory
from routing.directory import directory_of, generated, generated_directory
from routing.nearest import nearest
from routing.place import metres
from routing.province import provinces


def unit(number: int, latitude: float, longitude: float, province: str = "TH-92") -> Centre:
    return Centre(
        code=f"SD-{number}",
        kind=CentreKind.SUBDISTRICT,
        name_th=f"ศูนย์ทดสอบ {number}",
        name_en=f"Test centre {number}",
        province=province,
        latitude=latitude,
        longitude=longitude,
        approximate=False,
    )


def many(count: int) -> Directory:
    draw = random.Random(1)
    codes = sorted(provinces())
    return Directory(
        provinces(),
        tuple(unit(n, draw.uniform(6, 20), draw.uniform(97.5, 105.5), codes[n % len(codes)]) for n in range(count)),
    )


MANY = many(2_000)


@given(st.floats(5, 21), st.floats(97, 106), st.sampled_from(sorted(provinces())))
def test_the_nearest_is_the_one_a_plain_loop_finds(latitude, longitude, province):
    found = nearest(MANY, province, CentreKind.SUBDISTRICT, (latitude, longitude))
    ways = [metres(latitude, longitude, c.latitude, c.longitude) for c in MANY.centres if c.province == province]
    assert found is not None
    assert abs(found.metres - min(ways)) < 0.01


def test_only_an_accepted_unit_of_the_kind_and_province_counts():
    directory = directory_of((unit(1, 7.5, 99.6), unit(2, 7.6, 99.6), unit(3, 7.5, 99.6, "TH-81")))
    here = (7.5, 99.6)
    assert nearest(directory, "TH-92", CentreKind.SUBDISTRICT, here).centre.code == "SD-1"
    assert nearest(directory, "TH-92", CentreKind.SUBDISTRICT, here, lambda c: c.code != "SD-1").centre.code == "SD-2"
    assert nearest(directory, "TH-92", CentreKind.SUBDISTRICT, here, lambda _: False) is None
    assert nearest(directory, "TH-93", CentreKind.SUBDISTRICT, here) is None


def test_a_fresh_directory_holds_names_and_no_invented_facts():
    units = generated()
    kinds = [unit.kind for unit in units]
    assert len(units) == len({unit.code for unit in units}) == 230
    assert kinds.count(CentreKind.PROVINCIAL_OFFICE) == 76
    assert kinds.count(CentreKind.SHELTER) == kinds.count(CentreKind.PROTECTION) == 77
    assert not [u for u in units if u.province == "TH-10" and u.kind is CentreKind.PROVINCIAL_OFFICE]
    assert all(unit.phone == "" and unit.approximate and unit.source for unit in units)
    trang = {u.kind: u for u in units if u.province == "TH-92"}
    assert trang[CentreKind.SHELTER].name_th == "บ้านพักเด็กและครอบครัวจังหวัดตรัง"
    assert trang[CentreKind.PROVINCIAL_OFFICE].name_th == "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดตรัง"


def test_an_imported_list_takes_the_place_of_generated_units_of_its_kinds_only():
    mine = Centre("TRANG-1", CentreKind.SHELTER, "บ้านพัก", "Shelter", "TH-92", 7.5, 99.6)
    codes = {unit.code for unit in directory_of((mine,)).centres}
    assert {"TRANG-1", "PO-92", "PC-92", "SH-81"} <= codes
    assert "SH-92" not in codes
    assert len(generated_directory().centres) == 230
