"""The ministry's CSV: every bad row named, nothing half taken, and what is written comes back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.centre import Centre, CentreKind
from models.incident import Incident
from routing.centres import BadRows, Centres, changes, read_centres, write_centres
from routing.directory import generated
from texts.catalogue import words

HEADER = "code,kind,name,province,district,lat,lon,phone,hours,incidents,source,verified_on\n"
GOOD = (
    "SD-1,subdistrict,ศูนย์ช่วยเหลือสังคมตำบล,TH-92,9201,7.5563,99.6114,075-218 123,"
    "office,assault;gathering,พม.,2026-01-31\n"
)


def good(text: str | bytes, atlas=None) -> tuple[Centre, ...]:
    found = read_centres(text, atlas)
    assert isinstance(found, Centres), found
    return found.centres


def bad(text: str | bytes, atlas=None) -> list[tuple[int, str, str]]:
    """Line, column and English sentence of each mistake; the Thai sentence must exist as well."""
    found = read_centres(text, atlas)
    assert isinstance(found, BadRows)
    for row in found.rows:
        assert words("th", row.why.key, **row.why.values("th"))
    return [(row.line, row.column, words("en", row.why.key, **row.why.values("en"))) for row in found.rows]


def row(**cells: str) -> str:
    values = dict(zip(HEADER.strip().split(","), GOOD.strip().split(","), strict=True)) | cells
    return HEADER + ",".join(values.values()) + "\n"


def test_a_row_becomes_a_centre(atlas):
    assert good(HEADER + GOOD, atlas) == (
        Centre(
            code="SD-1",
            kind=CentreKind.SUBDISTRICT,
            name_th="ศูนย์ช่วยเหลือสังคมตำบล",
            name_en="ศูนย์ช่วยเหลือสังคมตำบล",
            province="TH-92",
            latitude=7.5563,
            longitude=99.6114,
            district="9201",
            phone="075218123",
            hours="office",
            incidents=frozenset({Incident.ASSAULT, Incident.GATHERING}),
            approximate=False,
            source="พม.",
            verified_on="2026-01-31",
        ),
    )


def test_what_is_not_known_stays_unknown():
    (centre,) = good("code,kind,name,province\nX,shelter,บ้านพัก,จังหวัดตรัง\n")
    assert (centre.phone, centre.hours, centre.district, centre.approximate) == ("", "24h", None, True)
    assert (centre.province, centre.latitude) == ("TH-92", 7.55633)


def test_what_is_written_comes_back():
    units = (*generated(), *good(HEADER + GOOD))
    assert good(write_centres(units)) == units
    island = replace(
        units[0], mainland=False, hours="Mo-Fr 08:30-16:30; PH off", incidents=frozenset({Incident.ASSAULT})
    )
    assert good(write_centres([island])) == (island,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_thai_text_is_read_in_every_usual_encoding(encoding):
    assert good((HEADER + GOOD).encode(encoding))[0].source == "พม."


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_read(separator):
    text = (HEADER + GOOD).replace("assault;gathering", "assault gathering").replace(",", separator)
    assert good(text)[0].code == "SD-1"


def test_a_district_may_be_named():
    assert good(row(district="อ.นาโยง"))[0].district == "9208"
    assert good(row(district="เมือง"))[0].district == "9201"


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("code", "", "a code is made of"),
        ("code", "รหัส", "a code is made of"),
        ("code", "x" * 33, "a code is made of"),
        ("kind", "hospital", "no such kind"),
        ("name", "", "must not be empty"),
        ("name", "=HYPERLINK()", "begins with"),
        ("name", "x" * 201, "longer than 200"),
        ("province", "ลาว", "no such province"),
        ("district", "8101", "no such district in Trang"),
        ("district", "หาดใหญ่", "no such district in Trang"),
        ("lat", "north", "not a number"),
        ("lat", "", "not a number"),
        ("lat", "nan", "not in Thailand"),
        ("lat", "48.8", "not in Thailand"),
        ("phone", "12", "no Thai phone number"),
        ("phone", "0000000000", "no Thai phone number"),
        ("phone", "081-234-5678", "no Thai phone number"),
        ("phone", "75218123", "no Thai phone number"),
        ("phone", "+1 555 0100", "no Thai phone number"),
        ("hours", "จันทร์ถึงศุกร์", "not understood"),
        ("incidents", "assault flood", 'no such kind of incident "flood"'),
        ("verified_on", "31/01/2569", "give a date"),
        ("verified_on", "2569-01-31", "give a date"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_column(column, value, says):
    ((line, where, sentence),) = bad(row(**{column: value}))
    assert line == 2
    assert where == column
    assert says in sentence


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("1300", ""),
        ("191", "191"),
        ("075-218 123", "075218123"),
        ("+66 75 218 123", "075218123"),
        ("(02) 218-1190", "022181190"),
        ("๐๗๕๒๑๘๑๒๓", "075218123"),
    ],
)
def test_phones_are_kept_as_their_digits(phone, digits):
    assert good(row(phone=phone))[0].phone == digits


def test_swapped_and_misplaced_positions_are_named(atlas):
    assert "exchanged" in bad(row(lat="99.6114", lon="7.5563"))[0][2]
    assert "far" in bad(row(lat="18.79", lon="98.98"))[0][2]
    assert bad(row(lat="7.1988", lon="100.5951", district=""), atlas)[0][2] == (
        "the position lies in Songkhla, not in Trang"
    )
    assert "not in Thailand" in bad(row(lat="7.5", lon="105.95", district=""), atlas)[0][2]


def test_thirty_bad_rows_are_all_named_and_nothing_is_taken():
    lines = [GOOD.replace("SD-1", f"SD-{n}") for n in range(100)]
    for n in range(30):
        lines[n * 3] = lines[n * 3].replace("subdistrict", "palace")
    found = bad(HEADER + "".join(lines))
    assert [line for line, _, _ in found] == [n * 3 + 2 for n in range(30)]


def test_a_code_that_stands_twice_is_named_with_its_first_line():
    assert bad(HEADER + GOOD + GOOD.replace("SD-1", "sd-1"))[0] == (3, "code", "the code stands in line 2 already")


def test_lines_are_counted_as_an_editor_counts_them():
    text = HEADER + GOOD.replace("พม.", '"สอง\nบรรทัด"').replace("SD-1", "A") + GOOD.replace("office", "?")
    lines = [line for line, _, _ in bad(text)]
    assert lines == [2, 4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no centre"),
        (HEADER, "names no centre"),
        ("code,name\nA,B\n", "The columns kind, province are missing; there are code, name"),
        (HEADER + GOOD.strip() + ",more\n", "13 cells, but the header has 12 columns"),
        ("\0\0\0", "names no centre"),
    ],
)
def test_a_file_that_is_no_such_list(text, says):
    assert says in bad(text)[0][2]


def test_too_large_files_are_refused_before_they_are_read():
    assert "20 MB" in bad(b" " * (21 * 2**20))[0][2]
    assert "more than the 20,000" in bad(HEADER + GOOD * 20_001)[0][2]


def test_changes_between_two_lists():
    units = generated()
    made = changes(units, (*units[1:-1], replace(units[-1], phone="191"), good(HEADER + GOOD)[0]))
    assert (made.added, made.changed, made.removed) == (("SD-1",), (units[-1].code,), (units[0].code,))


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_no_file_raises(data):
    assert isinstance(read_centres(data), BadRows)


@given(st.lists(st.lists(st.text(max_size=12), max_size=13), max_size=4))
def test_no_row_raises(cells):
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerows(cells)
    read_centres(HEADER + out.getvalue())
