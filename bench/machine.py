"""The machine under the measurement: its cores, its disk, and what a process has used of it."""

import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = _CORES[0], _CORES[-1]
TICK = os.sysconf("SC_CLK_TCK")
SECRET, TOKEN = "a bench has no secrets", "a bench has no tokens"


def pin(core: int) -> None:
    os.sched_setaffinity(0, {core})


def processor_seconds(pid: int) -> float:
    """User and system time of a process with all its threads, in s; it counts in steps of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(pid: int) -> float:
    """The process's own share of memory (PSS), in MiB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no Pss in smaps_rollup")


def flush_ms(folder: Path) -> float:
    """The median of fifty flushes of four kilobytes to the disk that the databases use."""
    took = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(50):
            file.write(os.urandom(4096))
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1000


def commit() -> str:
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%h"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "no git"


def kind() -> str:
    """The kind of machine in one line; nothing that names this one."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    python = platform.python_version()
    flush = flush_ms(Path(tempfile.gettempdir()))
    return (
        f"{os.cpu_count()} cores ({model}), Linux {platform.release().split('-')[0]}, Python {python}, "
        f"SQLite {sqlite3.sqlite_version}, a flush takes {flush:.2f} ms, load {os.getloadavg()[0]:.1f} before"
    )


def python() -> str:
    return sys.executable
