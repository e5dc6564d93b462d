"""The recipe of docs/operations.md: a base backup and PostgreSQL's own log, back to a moment between two reports."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cluster import Cluster
from tests.faults.fleet import until
from tests.town import Town

pytestmark = [pytest.mark.postgres, pytest.mark.soak]


@pytest.fixture
def archived() -> Iterator[Cluster]:
    """A server that keeps its log elsewhere, set up as the page says."""
    cluster = Cluster(fsync="on", full_page_writes="on")
    wal = cluster.folder / "wal"
    wal.mkdir()
    belongs(cluster, wal)
    for name, value in (("archive_mode", "on"), ("archive_command", f"test ! -f {wal}/%f && cp %p {wal}/%f")):
        cluster._admin(f"ALTER SYSTEM SET {name} = '{value}'")
    cluster.stop()
    cluster.start()
    yield cluster
    cluster.close()


def belongs(cluster: Cluster, path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, cluster._user)


def asks(cluster: Cluster, statement: str) -> str:
    with psycopg.connect(f"host={cluster.folder} user=ess dbname=postgres", autocommit=True) as connection:
        row = connection.execute(statement).fetchone()  # type: ignore[call-overload]
        return str(row[0])


def goes_back(cluster: Cluster, base: Path, moment: str) -> None:
    """The server's folder is lost; the base backup takes its place and reads the log up to the moment."""
    cluster.kill()
    shutil.rmtree(cluster._data)
    shutil.copytree(base, cluster._data)
    with (cluster._data / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {cluster.folder}/wal/%f %p'\n")
        settings.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n")
    (cluster._data / "recovery.signal").touch()
    for each in (cluster._data, *cluster._data.rglob("*")):
        belongs(cluster, each)
    cluster._data.chmod(0o700)
    cluster.start()
    until(lambda: asks(cluster, "SELECT pg_is_in_recovery()") == "False", 60)


def test_back_to_a_moment_between_two_reports(archived: Cluster, tmp_path: Path):
    url = archived.database()
    town = Town(tmp_path, database=url)
    first = town.citizen("หนึ่ง").reports()
    base = archived.folder / "base"
    archived._run("pg_basebackup", "-h", str(archived.folder), "-U", "ess", "-D", str(base), "-X", "none", "-c", "fast")
    second = town.citizen("สอง").reports()
    moment = asks(archived, "SELECT clock_timestamp()")
    third = town.citizen("สาม").reports()
    assert {case["number"] for case in town.cases()} == {first, second, third}
    asks(archived, "SELECT pg_switch_wal()")
    last = asks(archived, "SELECT pg_walfile_name(pg_current_wal_lsn() - 1)")
    until(lambda: asks(archived, "SELECT last_archived_wal FROM pg_stat_archiver") >= last, 60)
    town.closes()
    goes_back(archived, base, moment)
    folder = tmp_path / "later"
    folder.mkdir()
    (folder / "key").write_bytes((tmp_path / "key").read_bytes())
    town = Town(folder, database=url)
    assert {case["number"] for case in town.cases()} == {first, second}
    fourth = town.citizen("สี่").reports()
    assert {case["number"] for case in town.cases()} == {first, second, fourth}
    town.closes()
