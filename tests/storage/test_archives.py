"""A backup is the installation: taken while it runs, restored into either database, row by row the same."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from bot.__main__ import main
from bot.rows import CASE, INBOX
from bot.store import Store
from tests.cluster import Cluster
from tests.town import Town

PICTURE = b"\xff\xd8\xff" + b"p" * 200_000


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database to restore into."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/target.db"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    url = cluster.database(empty=True)
    yield url
    cluster.drop(url)


@pytest.fixture
def town(database: str, tmp_path: Path) -> Iterator[Town]:
    from bot.schema import migrate

    if database.startswith("sqlite"):
        migrate(database)
    else:
        # The template has the tables but not the word that says so.
        store = Store(database)
        store.write(lambda c: c.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
        store.close()
        migrate(database)
    made = Town(tmp_path, database=database)
    made.officer("TH-50")
    citizen = made.citizen()
    citizen.reports()
    citizen.sends_image(PICTURE)
    yield made
    made.closes()


def ess(town: Town, url: str, *words: str) -> Result:
    env = {
        "DATABASE_URL": url,
        "DATA_KEY_FILE": str(town.settings.data_key_file),
        "MEDIA_DIR": str(town.settings.media_dir),
    }
    return CliRunner().invoke(main, list(words), env=env)


def cases(town: Town, url: str) -> str:
    said = ess(town, url, "case", "list", "--json")
    assert said.exit_code == 0, said.output
    return said.stdout


def test_what_was_saved_comes_back_in_either_database(town: Town, database: str, target: str, tmp_path: Path):
    file = tmp_path / "saved.ess"
    saved = ess(town, database, "backup", str(file))
    assert saved.exit_code == 0, saved.output
    assert "lists 1 files" in saved.stdout
    assert "เชียงใหม่".encode() not in file.read_bytes()
    town.citizen("หลังสำรอง").says("แจ้งเหตุ")
    back = ess(town, target, "restore", str(file))
    assert back.exit_code == 0, back.output
    before, after = cases(town, database).splitlines(), cases(town, target).splitlines()
    assert len(after) == 1
    assert after[0] in before
    assert re.search(r"every count and hash as it was", back.stdout)


def test_the_copy_goes_on_counting_where_the_old_one_stopped(town: Town, database: str, target: str, tmp_path: Path):
    moved = ess(town, database, "copy", database, target)
    assert moved.exit_code == 0, moved.output
    assert cases(town, target) == cases(town, database)
    (tmp_path / "new").mkdir()
    other = Town(tmp_path / "new", database=target)
    other.citizen().reports()
    with other.service.store.read() as connection:
        assert len(connection.execute(sa.select(CASE.c.number)).all()) == 2
        seqs = connection.execute(sa.select(INBOX.c.seq).order_by(INBOX.c.seq)).scalars().all()
    assert len(seqs) == len(set(seqs))
    other.closes()


def test_nothing_is_restored_over_peoples_words(town: Town, database: str, tmp_path: Path):
    file = tmp_path / "saved.ess"
    ess(town, database, "backup", str(file))
    again = ess(town, database, "restore", str(file))
    assert again.exit_code == 1
    assert "holds rows already" in again.stderr
    assert ess(town, database, "backup", str(file)).exit_code == 1


@pytest.mark.parametrize("damage", ["cut", "flipped", "other key"])
def test_a_damaged_file_leaves_nothing_behind(town: Town, database: str, target: str, tmp_path: Path, damage: str):
    file = tmp_path / "saved.ess"
    ess(town, database, "backup", str(file))
    data = bytearray(file.read_bytes())
    if damage == "cut":
        del data[-2000:]
    elif damage == "flipped":
        data[len(data) // 2] ^= 1
    else:
        key = tmp_path / "key"
        key.write_bytes(base64.b64encode(b"x" * 32))
    file.write_bytes(data)
    back = ess(town, target, "restore", str(file))
    assert back.exit_code == 1
    assert "cannot be read" in back.stderr
    store = Store(target)
    with store.read() as connection:
        left = sa.inspect(connection).get_table_names()
        assert "inbox" not in left or connection.execute(sa.select(INBOX.c.seq)).all() == []
    store.close()


def test_files_that_did_not_come_back_are_named(town: Town, database: str, target: str, tmp_path: Path):
    file = tmp_path / "saved.ess"
    ess(town, database, "backup", str(file))
    (picture,) = town.settings.media_dir.glob("*/*")
    picture.unlink()
    back = ess(town, target, "restore", str(file))
    assert back.exit_code == 1
    assert picture.name in back.stderr
    assert len(cases(town, target).splitlines()) == 1
