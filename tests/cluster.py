"""A PostgreSQL of the tests' own: a real server in a folder of its own, on a Unix socket, one database a test."""

import contextlib
import getpass
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from bot.schema import create_tables
from bot.store import Store

TEMPLATE = "ess_template"
# Nobody needs the tests' data after a power cut; a killed server is another matter and loses nothing by these.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "max_connections": "80",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}

USES = 50
_OURS = "FROM pg_class WHERE relnamespace = 'public'::regnamespace"
SHAPE = f"SELECT relname, relkind, relnatts, relhastriggers {_OURS} ORDER BY 1"
EMPTYING = f"""
SELECT CASE relkind
    WHEN 'S' THEN format('ALTER SEQUENCE %I RESTART', relname) ELSE format('DELETE FROM %I', relname) END
{_OURS} AND relkind IN ('r', 'S') AND relname <> 'alembic_version'"""


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: on the path, told by pg_config, or where Debian puts them."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    if config := shutil.which("pg_config"):
        told = Path(subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
        if (told / "initdb").exists():
            return told
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    return debian[-1].parent if debian else None


def lives(pid: int) -> bool:
    """Whether it runs: somebody who has ended and whom nobody has buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Cluster:
    """`start`, `stop`, `kill` it, and ask for fresh databases. PostgreSQL refuses to be root; then it is `postgres`."""

    def __init__(self, **settings: str) -> None:
        found = binaries()
        assert found is not None
        self._bin = found
        self._settings = {**FAST, **settings}
        self._user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        self.folder = Path(tempfile.mkdtemp(prefix="ess-pg-"))
        if os.geteuid() == 0:
            owner = pwd.getpwnam(self._user)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._data = self.folder / "data"
        self._number = itertools.count()
        self._emptied: list[str] = []
        self._uses: Counter[str] = Counter()
        self._run(
            "initdb",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-U",
            "ess",
            "-D",
            str(self._data),
        )
        self.start()
        self._admin(f"CREATE DATABASE {TEMPLATE}")
        store = Store(self.url(TEMPLATE))
        create_tables(store)
        store.close()
        self._new = self._shape(TEMPLATE)

    def url(self, name: str) -> str:
        return f"postgresql://ess@/{name}?host={self.folder}"

    def database(self, *, empty: bool = False) -> str:
        """The URL of a database with every table and not one row, or without a table."""
        if self._emptied and not empty:
            return self.url(self._emptied.pop())
        name = f"t{next(self._number)}"
        self._admin(f"CREATE DATABASE {name}" + ("" if empty else f" TEMPLATE {TEMPLATE} STRATEGY file_copy"))
        return self.url(name)

    def drop(self, url: str) -> None:
        """Nobody needs it any more. Emptying one is many times faster than making one: the next test has it, if it is
        still what it was. Not for ever, because what is deleted is never swept up here.
        """
        name = url.partition("@/")[2].partition("?")[0]
        self._admin(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
        self._uses[name] += 1
        if self._uses[name] < USES and self._shape(name) == self._new:
            self._empty(name)
            self._emptied.append(name)
        else:
            self._admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _shape(self, name: str) -> str:
        with self._connect(name) as connection:
            return str(connection.execute(SHAPE).fetchall())

    def _empty(self, name: str) -> None:
        with self._connect(name) as connection:
            said = [row[0] for row in connection.execute(EMPTYING)]
            connection.execute(";".join(said))

    def start(self) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in self._settings.items())
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-D", str(self._data), "-l", log, "-o", f"-k {self.folder} {options}")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "-w", "-D", str(self._data), "-m", mode)

    def kill(self) -> None:
        """SIGKILL to the server's first process and to the others, which would notice. Ready to `start` again."""
        lock = self._data / "postmaster.pid"
        pid = int(lock.read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ended = [pid, *map(int, children)]
        for each in ended:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        for _ in range(1000):
            if not any(map(lives, ended)):
                break
            threading.Event().wait(0.01)
        for held in (lock, self.folder / ".s.PGSQL.5432.lock"):
            held.unlink(missing_ok=True)

    def close(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _admin(self, statement: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _connect(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(f"host={self.folder} user=ess dbname={name}", autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        self._ran([str(self._bin / program), *arguments])

    def _ran(self, command: Sequence[str]) -> None:
        as_user = {"user": self._user} if os.geteuid() == 0 else {}
        # The server keeps what it inherits: a pipe here would never end.
        with (self.folder / "commands").open("ab") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=self.folder, **as_user)  # type: ignore[call-overload]
