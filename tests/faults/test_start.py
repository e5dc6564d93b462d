"""A server starts while the database is away, stores what comes, and brings it in later; without a spool it refuses."""

import base64
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.rows import INBOX
from bot.store import Store
from emulator.webhook import sign
from tests.cluster import Cluster
from tests.faults.desk import body
from tests.faults.fleet import ROOT, until
from tests.town import SECRET, TOKEN


def env(folder: Path, database: str) -> dict[str, str]:
    key = folder / "key"
    key.write_bytes(base64.b64encode(b"k" * 32))
    return {
        **os.environ,
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "LINE_API_BASE": "http://127.0.0.1:9",
        "DATABASE_URL": database,
        "DATA_KEY_FILE": str(key),
        "SPOOL_DIR": str(folder / "spool"),
        "MEDIA_DIR": str(folder / "media"),
    }


@pytest.fixture
def mortal() -> Iterator[Cluster]:
    cluster = Cluster()
    yield cluster
    cluster.close()


@pytest.mark.postgres
def test_a_server_starts_without_its_database(mortal: Cluster, tmp_path: Path):
    import http.client

    cluster = mortal
    url = cluster.database()
    cluster.stop()
    listener = socket.create_server(("127.0.0.1", 0))
    command = [sys.executable, "-m", "bot", "serve", "--fd", str(listener.fileno())]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env(tmp_path, url), pass_fds=[listener.fileno()], stdout=log, stderr=log
        )

        def ask(method: str, path: str, data: bytes = b"", **headers: str) -> int:
            connection = http.client.HTTPConnection(*listener.getsockname(), timeout=20)
            connection.request(method, path, data, {k.replace("_", "-"): v for k, v in headers.items()})
            status = connection.getresponse().status
            connection.close()
            return status

        event = body("kept")
        assert ask("POST", "/webhook", event, x_line_signature=sign(SECRET, event)) == 200
        assert ask("GET", "/readyz") == 200, "it can store"
        cluster.start()
        store = Store(url)

        def there() -> bool:
            with store.read() as connection:
                return connection.execute(sa.select(INBOX.c.id)).scalars().all() == ["kept"]

        until(there, 30)
        process.terminate()
        assert process.wait(15) in {0, -15}, "ended in order; uvicorn then hands the signal on"
    store.close()
    listener.close()
    said = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if line.startswith("{")]
    assert "the database is back" in {line["message"] for line in said}


def test_no_start_without_a_spool(tmp_path: Path):
    (tmp_path / "spool").write_bytes(b"a file where the folder should be")
    command = [sys.executable, "-m", "bot", "serve"]
    ended = subprocess.run(
        command, cwd=ROOT, env=env(tmp_path, f"sqlite:///{tmp_path}/x.db"), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "SPOOL_DIR" in ended.stderr


def test_a_spool_beside_the_database_is_said(tmp_path: Path):
    told = tmp_path / "log"
    with socket.create_server(("127.0.0.1", 0)) as listener, told.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--fd", str(listener.fileno())],
            cwd=ROOT,
            env=env(tmp_path, f"sqlite:///{tmp_path}/x.db"),
            pass_fds=[listener.fileno()],
            stderr=log,
        )
        until(lambda: "started" in told.read_text(), 30)
        process.terminate()
        process.wait(15)
    assert "SPOOL_DIR is on the database's disk" in told.read_text()


def test_no_start_on_an_address_that_is_taken(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "serve"],
            cwd=ROOT,
            env=env(tmp_path, f"sqlite:///{tmp_path}/x.db") | {"PORT": port},
            capture_output=True,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert port in ended.stderr
    assert (tmp_path / "x.db").stat().st_mode & 0o077 == 0, "the database is its owner's alone"
