import csv
import io
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.commands import places
from bot.directory import load_centres, load_places, newer_places, places_version, save_boundaries
from bot.store import Store
from tests.routing.country import districts, write_geojson

app = typer.Typer()
app.add_typer(places.boundaries, name="boundaries")
app.add_typer(places.centres, name="centre")
app.command("place")(places.place)
app.command("route")(places.route_file)


@pytest.fixture
def database(tmp_path, monkeypatch) -> Path:
    path = tmp_path / "var" / "ess.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    return path


def ess(*words: str, code: int = 0) -> tuple[str, str]:
    """Standard output and standard error of a command that ends with a code."""
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


@pytest.fixture
def boundaries(tmp_path) -> str:
    return str(write_geojson(tmp_path / "adm2.geojson", districts()))


POINTS = "id,lat,lon,note\n1,7.5563,99.6114,a\n2,0,0,b\n3,,,c\n4,48.8,2.3,d\n5,99.6114,7.5563,e\n"


def routed(*options: str, tmp_path: Path, text: str = POINTS) -> list[dict[str, str]]:
    file = tmp_path / "points.csv"
    file.write_text(text, encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(ess("route", str(file), *options)[0])))


def test_place_says_sure_ask_or_nothing(database):
    assert ess("place", "ต.ทับเที่ยง อ.เมือง จ.ตรัง")[0].startswith("sure\tTH-92\t9201\tต.ทับเที่ยง อ.เมืองตรัง จ.ตรัง")
    asked = ess("place", "เกาะช้าง")[0].splitlines()
    assert asked[0].startswith("ask\t")
    assert asked[1] == "\t2307\tอ.เกาะช้าง จ.ตราด\tKo Chang, Trat"
    assert ess("place", "ไม่รู้")[0] == "nothing\n"
    assert not database.exists()


def test_route_works_without_any_database(database, tmp_path):
    rows = routed(tmp_path=tmp_path)
    assert list(rows[0]) == ["id", "lat", "lon", "note", "province", "district", "centre", "queue", "reason"]
    assert [row["province"] for row in rows] == ["TH-92", "", "", "", "TH-92"]
    assert [row["centre"] for row in rows] == ["PO-92", "", "", "", "PO-92"]
    assert [row["queue"] for row in rows] == ["", "1300", "1300", "1300", ""]
    assert all(row["reason"] for row in rows)
    assert not database.exists()


def test_route_uses_a_file_of_boundaries(database, tmp_path, boundaries):
    rows = routed("--boundaries", boundaries, tmp_path=tmp_path)
    assert [row["district"] for row in rows] == ["9201", "", "", "", "9201"]
    assert not database.exists()


def test_route_reads_incidents_and_addresses(database, tmp_path):
    text = "lat,lon,incident,address\n7.5563,99.6114,sexual_abuse,\n,,assault,อ.นาโยง จ.ตรัง\n"
    rows = routed(tmp_path=tmp_path, text=text)
    assert [row["centre"] for row in rows] == ["SH-92", "PO-92"]


def test_route_needs_its_columns(database, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n")
    assert "needs the columns lat and lon; it has a, b" in ess("route", str(file), code=1)[1]
    assert "cannot be read" in ess("route", str(tmp_path / "none.csv"), code=1)[1]


def test_boundaries_are_imported_and_every_command_uses_them(database, tmp_path, boundaries):
    said, _ = ess("boundaries", "import", boundaries)
    assert "77 provinces, 928 districts, codes from ADM2_PCODE" in said
    assert [row["district"] for row in routed(tmp_path=tmp_path)] == ["9201", "", "", "", "9201"]
    shown, _ = ess("boundaries", "show", "7.5563", "99.6114")
    assert "district  9201" in shown
    assert "told      PO-92" in shown
    store = Store(f"sqlite:///{database}")
    assert load_places(store).atlas is not None
    store.close()


def test_a_bad_file_changes_nothing(database, tmp_path, boundaries):
    ess("boundaries", "import", boundaries)
    bad = write_geojson(tmp_path / "bad.geojson", {c: s for c, s in districts().items() if c[:2] != "92"})
    _, said = ess("boundaries", "import", str(bad), code=1)
    assert "1 provinces are missing: Trang" in said
    assert "Nothing was changed" in said
    assert routed(tmp_path=tmp_path)[0]["district"] == "9201"


def test_show_without_boundaries_explains_the_seats(database):
    shown, _ = ess("boundaries", "show", "7.5563", "99.6114")
    assert "No boundaries are loaded" in shown
    assert "asked     TH-92, TH-93" in shown


def test_a_dry_run_stores_nothing(database, tmp_path, boundaries):
    assert "Dry run" in ess("boundaries", "import", boundaries, "--dry-run")[0]
    centres = str(tmp_path / "centres.csv")
    ess("centre", "export", centres)
    assert "Dry run" in ess("centre", "import", centres, "--dry-run")[0]
    assert not database.exists()


def test_centres_go_out_and_come_back_and_a_new_list_replaces_the_old(database, tmp_path):
    file = tmp_path / "centres.csv"
    assert "230 centres" in ess("centre", "export", str(file))[0]
    assert "230 added, 0 changed, 0 removed" in ess("centre", "import", str(file))[0]
    kept = [line for line in file.read_text("utf-8-sig").splitlines() if not line.startswith("PC-92")]
    file.write_text("\n".join(kept).replace("PO-92,", "TRANG-1,"), encoding="utf-8")
    assert "1 added, 0 changed, 2 removed" in ess("centre", "import", str(file))[0]
    assert routed(tmp_path=tmp_path)[0]["centre"] == "TRANG-1"
    assert "TRANG-1" in ess("centre", "export")[0]


def test_mistakes_are_listed_and_nothing_is_changed(database, tmp_path):
    file = tmp_path / "centres.csv"
    ess("centre", "export", str(file))
    ess("centre", "import", str(file))
    file.write_text(file.read_text("utf-8-sig").replace("shelter", "palace", 2), encoding="utf-8")
    _, said = ess("centre", "import", str(file), code=1)
    assert "line 2: kind 'palace': no such kind" in said
    assert "2 mistakes. Nothing was changed" in said
    store = Store(f"sqlite:///{database}")
    assert len(load_centres(store)) == 230
    store.close()


def test_a_running_service_sees_that_another_process_has_changed_the_places(database, tmp_path, boundaries):
    file = str(tmp_path / "centres.csv")
    ess("centre", "export", file)
    ess("centre", "import", file)
    store = Store(f"sqlite:///{database}")
    known = load_places(store)
    assert newer_places(store, known) is None
    ess("boundaries", "import", boundaries)
    now = newer_places(store, known)
    assert now is not None
    assert now.atlas is not None
    assert newer_places(store, now) is None
    store.close()


def test_damaged_boundaries_are_shouted_about_and_cases_still_go_somewhere(database, boundaries, caplog):
    ess("boundaries", "import", boundaries)
    store = Store(f"sqlite:///{database}")
    save_boundaries(store, b"nonsense", 1, "test", "x")
    places = load_places(store)
    store.close()
    assert places.atlas is None
    assert "import them again" in caplog.text


def test_every_change_has_a_new_version(database, tmp_path, boundaries):
    file = str(tmp_path / "centres.csv")
    ess("centre", "export", file)
    versions = set()
    for words in (("centre", "import", file), ("boundaries", "import", boundaries), ("centre", "import", file)):
        ess(*words)
        store = Store(f"sqlite:///{database}")
        with store.read() as connection:
            versions.add(places_version(connection))
        store.close()
    assert len(versions) == 3
