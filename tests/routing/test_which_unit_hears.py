"""Which unit of a province hears: kinds, hours, closures; and what holds for every report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.centre import Centre, CentreKind, Directory
from models.changed import replace
from models.incident import Incident
from models.report import Place, PlaceSource, Report
from routing.directory import directory_of
from routing.province import provinces
from routing.reason import Flag
from routing.route import route
from tests.routing.going import DIRECTORY, NOON, TRANG, go, keys, pin

# --- Kinds, hours and closures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"incident": Incident.ASSAULT}, ["PO-92"]),
        ({"incident": Incident.CONFINEMENT}, ["PO-92"]),
        ({"incident": Incident.VIOLENT_DISTURBANCE}, ["PO-92"]),
        ({"incident": Incident.GATHERING}, ["PO-92"]),
        ({"incident": Incident.UNSURE}, ["PO-92"]),
        ({}, ["PO-92"]),
        ({"incident": Incident.SEXUAL_ABUSE}, ["SH-92", "PO-92"]),
        ({"incident": Incident.ASSAULT, "child": True}, ["SH-92", "PO-92"]),
        ({"child": True}, ["SH-92", "PO-92"]),
    ],
)
def test_the_kind_of_case_chooses_the_kind_of_unit_and_the_provincial_office_always_hears(facts, told):
    assert [c.code for c in go(Place(PlaceSource.PROVINCE, province="TH-92"), **facts).told] == told


def test_bangkok_has_no_provincial_office_and_its_shelter_owns():
    assert go(Place(PlaceSource.PROVINCE, province="TH-10"), incident=Incident.ASSAULT).owner.code == "SH-10"


def test_a_row_that_names_its_incidents_takes_only_those():
    only = Centre(
        "SH-92", CentreKind.SHELTER, "บ้านพัก", "Shelter", "TH-92", *TRANG, incidents=frozenset({Incident.ASSAULT})
    )
    made = go(
        Place(PlaceSource.PROVINCE, province="TH-92"), None, directory_of((only,)), incident=Incident.SEXUAL_ABUSE
    )
    assert made.owner.code == "PO-92"


def changed(code: str, **fields: object) -> Directory:
    return directory_of(replace(c, **fields) if c.code == code else c for c in DIRECTORY.centres)


def test_a_closed_first_choice_gives_way_to_the_next_kind_of_the_province():
    directory = changed("SH-92", closed_until=NOON + 1)
    made = go(Place(PlaceSource.PROVINCE, province="TH-92"), None, directory, incident=Incident.SEXUAL_ABUSE)
    assert made.owner.code == "PO-92"


def test_when_the_whole_province_is_closed_it_keeps_the_case_and_an_open_neighbour_hears():
    closed = [replace(c, hours="office") if c.province == "TH-92" else c for c in DIRECTORY.centres]
    made = go(Place(PlaceSource.PROVINCE, province="TH-92"), None, directory_of(closed), incident=Incident.ASSAULT)
    assert made.owner.code == "PO-92"
    assert [c.code for c in made.others] == ["PO-93"]
    assert Flag.CLOSED in made.flags
    assert {"route-closed", "route-overflow"} <= keys(made)


def test_a_province_without_any_unit_that_takes_the_case_goes_to_1300_and_a_neighbour():
    without = Directory(DIRECTORY.provinces, tuple(c for c in DIRECTORY.centres if c.province != "TH-92"))
    made = route(Report(place=Place(PlaceSource.PROVINCE, province="TH-92")), without, None, NOON)
    assert made.owner is None
    assert "route-no-centre" in keys(made)


def test_the_nearest_of_several_units_of_the_kind_owns(atlas):
    def office(code: str, latitude: float) -> Centre:
        return Centre(code, CentreKind.PROVINCIAL_OFFICE, code, code, "TH-92", latitude, TRANG[1], approximate=False)

    made = go(pin(*TRANG), atlas, directory_of((office("FAR", 7.9), office("NEAR", 7.6))))
    assert made.owner.code == "NEAR"
    assert "route-owner-near" in keys(made)


def test_a_local_unit_that_names_the_incident_is_told_when_it_is_near(atlas):
    def local(code: str, latitude: float) -> Centre:
        only = frozenset({Incident.ASSAULT})
        return Centre(code, CentreKind.SUBDISTRICT, code, code, "TH-92", latitude, TRANG[1], incidents=only)

    near = directory_of((local("SD-1", 7.6),))
    assert [c.code for c in go(pin(*TRANG), atlas, near, incident=Incident.ASSAULT).told] == ["PO-92", "SD-1"]
    assert [c.code for c in go(pin(*TRANG), atlas, near, incident=Incident.GATHERING).told] == ["PO-92"]
    far = directory_of((local("SD-1", 7.9),))
    assert [c.code for c in go(pin(*TRANG), atlas, far, incident=Incident.ASSAULT).told] == ["PO-92"]


# --- For everything -----------------------------------------------------------------------------------------------

_NUMBER = st.none() | st.floats() | st.floats(5, 21) | st.floats(97, 106)
_PLACES = st.builds(
    Place,
    st.sampled_from(PlaceSource),
    _NUMBER,
    _NUMBER,
    st.none() | st.sampled_from(["อ.เมือง จ.ตรัง", "หนองบัว", "7.5, 99.6", "ไม่รู้", "https://maps.app.goo.gl/x"]),
    st.none() | st.sampled_from(sorted(provinces())) | st.just("TH-99"),
    named_province=st.booleans(),
)


@given(_PLACES, st.sampled_from([None, *Incident]), st.booleans(), st.booleans())
def test_no_report_is_refused_or_raises(atlas, place, incident, child, with_atlas):
    report = Report(place=place, incident=incident, child=child)
    made = route(report, DIRECTORY, atlas if with_atlas else None, NOON)
    assert made.reasons
    assert made.queue == "1300"
    assert made.owner is not None or "route-queue-only" in keys(made)
    assert len({c.code for c in made.told}) == len(made.told)
    again = route(replace(report, place=made.place), DIRECTORY, atlas if with_atlas else None, NOON)
    assert again.told == made.told, "a route that is computed again without news stays the same"


@given(st.floats(5.5, 20.5), st.floats(97.1, 105.4))
def test_every_point_of_the_country_has_an_owner_in_its_own_province(atlas, latitude, longitude):
    made = go(pin(latitude, longitude), atlas)
    assert made.owner is not None
    assert made.owner.province == made.place.province == f"TH-{made.place.district[:2]}"
