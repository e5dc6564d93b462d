"""The environment, read once. What an owner tunes at run time is policy (models/policy.py), not here."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

LINE_API = "https://api.line.me"
LINE_DATA = "https://api-data.line.me"


class MissingSettingError(Exception):
    """A setting is missing or unusable; the message is the one clear line to print."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every name of the environment; each is described in docs/settings.md. Its repr holds no secret."""

    channel_secrets: tuple[str, ...] = field(default=(), repr=False)
    access_token: str = field(default="", repr=False)
    api_base: str = LINE_API
    data_base: str = LINE_DATA
    database_url: str = field(default="sqlite:///var/ess.db", repr=False)  # it may hold a password
    media_dir: Path = Path("var/media")
    spool_dir: Path = Path("/var/spool/ess")
    data_key_file: Path | None = None
    metrics_token: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    tiles_url: str = ""
    deadman_url: str = field(default="", repr=False)  # who knows it can say that all is well
    traces: bool = False
    traces_share: float = 1.0
    listen_fd: int | None = None

    def data_key(self) -> bytes:
        """The 32 bytes that encrypt media; MissingSettingError says what to do when they are not there."""
        if self.data_key_file is None:
            raise MissingSettingError("DATA_KEY_FILE is not set: make a key with `ess key new FILE` and name the file.")
        return read_key(self.data_key_file)

    def require_line(self) -> None:
        if not self.channel_secrets:
            raise MissingSettingError("LINE_CHANNEL_SECRET is not set: copy it from the LINE Developers console.")
        if not self.access_token:
            raise MissingSettingError("LINE_CHANNEL_ACCESS_TOKEN is not set: issue one in the LINE Developers console.")


def read_settings(env: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; MissingSettingError names the first value that cannot be read."""
    default = Settings()
    base = env.get("LINE_API_BASE", "").rstrip("/")
    port = env.get("PORT", str(default.port))
    if not port.isdecimal() or not 0 <= int(port) < 65536:
        raise MissingSettingError(f"PORT must be a number from 0 to 65535, not {port!r}.")
    key_file = env.get("DATA_KEY_FILE", "")
    return Settings(
        channel_secrets=tuple(s.strip() for s in env.get("LINE_CHANNEL_SECRET", "").split(",") if s.strip()),
        access_token=env.get("LINE_CHANNEL_ACCESS_TOKEN", "").strip(),
        api_base=base or LINE_API,
        data_base=base or LINE_DATA,
        database_url=env.get("DATABASE_URL", default.database_url),
        media_dir=Path(env.get("MEDIA_DIR", str(default.media_dir))),
        spool_dir=Path(env.get("SPOOL_DIR", str(default.spool_dir))),
        data_key_file=Path(key_file) if key_file else None,
        metrics_token=env.get("METRICS_TOKEN", ""),
        host=env.get("HOST", default.host),
        port=int(port),
        public_url=env.get("PUBLIC_URL", "").rstrip("/"),
        tiles_url=env.get("TILES_URL", ""),
        deadman_url=env.get("DEADMAN_URL", ""),
        traces=bool(env.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")),
        traces_share=_share(env.get("OTEL_TRACES_SAMPLER_ARG", "") or "1"),
        listen_fd=_activated(env.get("LISTEN_FDS", ""), env.get("LISTEN_PID", "")),
    )


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise MissingSettingError(f"OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, not {text!r}.")
    return share


def _activated(count: str, process: str) -> int | None:
    """The socket that systemd holds for us (sd_listen_fds(3): the first is number 3), when it is for this process."""
    return 3 if count == "1" and process == str(os.getpid()) else None


def read_key(path: Path) -> bytes:
    """32 bytes from a file that holds them in base64."""
    try:
        key = base64.b64decode(path.read_text().strip(), validate=True)
    except (OSError, ValueError) as e:
        raise MissingSettingError(f"DATA_KEY_FILE {path} cannot be read: {e}") from e
    if len(key) != 32:
        raise MissingSettingError(f"DATA_KEY_FILE {path} must hold 32 bytes in base64, not {len(key)}.")
    return key


def make_key(path: Path) -> None:
    """Writes a new key; never over an existing file. Readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(os.urandom(32)) + b"\n")
