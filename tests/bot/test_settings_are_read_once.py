"""The environment: defaults, several secrets for rotation, and one clear line for what is missing or wrong."""

import base64
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import main
from bot.settings import MissingSettingError, Settings, make_key, read_key, read_settings


def test_nothing_set_is_the_default():
    assert read_settings({}) == Settings()


def test_several_secrets_and_one_base():
    settings = read_settings({"LINE_CHANNEL_SECRET": " new ,old,, ", "LINE_API_BASE": "http://127.0.0.1:9/"})
    assert settings.channel_secrets == ("new", "old")
    assert settings.api_base == settings.data_base == "http://127.0.0.1:9"


@pytest.mark.parametrize("port", ["", "x", "-1", "65536", "80.5"])
def test_a_port_that_is_none(port: str):
    with pytest.raises(MissingSettingError, match="PORT"):
        read_settings({"PORT": port})


def test_a_key_is_made_once_and_for_its_owner(tmp_path: Path):
    path = tmp_path / "folder" / "data.key"
    make_key(path)
    assert len(read_key(path)) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_key(path)


@pytest.mark.parametrize("text", [None, "", "not base64!", base64.b64encode(b"short").decode()])
def test_a_key_file_that_is_none(tmp_path: Path, text: str | None):
    path = tmp_path / "key"
    if text is not None:
        path.write_text(text)
    with pytest.raises(MissingSettingError, match="DATA_KEY_FILE"):
        read_key(path)


@pytest.mark.parametrize("missing", ["LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "DATA_KEY_FILE"])
def test_serve_stops_with_one_clear_line(tmp_path: Path, missing: str, monkeypatch: pytest.MonkeyPatch):
    make_key(tmp_path / "key")
    given = {
        "LINE_CHANNEL_SECRET": "s",
        "LINE_CHANNEL_ACCESS_TOKEN": "t",
        "DATA_KEY_FILE": str(tmp_path / "key"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/ess.db",
        "SPOOL_DIR": str(tmp_path / "spool"),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value) if name != missing else monkeypatch.delenv(name, raising=False)
    done = CliRunner().invoke(main, ["serve"])
    assert done.exit_code != 0
    lines = [line for line in done.output.splitlines() if line.strip()]
    assert len(lines) == 1
    assert missing in lines[0]
    assert not (tmp_path / "ess.db").exists()
