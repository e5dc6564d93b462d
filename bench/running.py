"""Contestants as processes: started on the server's core, asked when they are ready, ended by their own id."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.machine import ROOT, SECRET, SERVER_CORE, TOKEN, memory, pin, processor_seconds, python
from bench.people import request

VERIFY = request(b'{"destination":"U","events":[]}')
STARTS_WITHIN = 60.0
ENDS_WITHIN = 20.0


@dataclass(frozen=True, slots=True)
class Contestant:
    """How to start one: `-m` arguments, and what its environment has beside LINE's settings."""

    name: str
    module: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ours: bool = False


def peer(name: str, module: str, **env: str) -> Contestant:
    return Contestant(name, ("bench.peers", module), env)


OURS = Contestant("ESS", ("bot", "serve"), ours=True)
ACCEPT_ONLY = Contestant("ESS, accept alone", ("bench.ours", "accept"), ours=True)
ONE_BY_ONE = Contestant("ESS, one commit an event", ("bench.ours", "one-by-one"), ours=True)
BARE = peer("bare ASGI", "bare")
CHECKS = peer("FastAPI + HMAC, stores nothing", "checks")
ECHO = peer("SDK echo, as published", "sdk_echo")
TUNED = peer("SDK echo, tuned", "sdk_echo", TUNED="1")
OBVIOUS = peer("the obvious implementation", "obvious")


@dataclass(slots=True)
class Running:
    """A started contestant and its folder."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path
    started: float

    def spent(self) -> float:
        return processor_seconds(self.process.pid)

    def memory(self) -> float:
        return memory(self.process.pid)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                self.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(who: Contestant, folder: Path, port: int, line: str) -> dict[str, str]:
    """Only what it needs: nothing of the caller's own settings leaks in."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env |= {
        "PYTHONPATH": str(ROOT),
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "LINE_API_BASE": line,
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "MEDIA_DIR": str(folder / "media"),
        "SPOOL_DIR": str(folder / "spool"),
        "DATA_KEY_FILE": str(folder / "key"),
    }
    return env | dict(who.env)


def start(who: Contestant, folder: Path, line: str, preload: str = "", port: int = 0) -> Running:
    """Spawned and answering. `line` is the fake LINE's address, `preload` a library (bench/slow_flush.py)."""
    port = port or free_port()
    env = environment(who, folder, port, line)
    if preload:
        env["LD_PRELOAD"] = preload
    log = (folder / "log").open("ab")
    begun = time.perf_counter()
    process = subprocess.Popen(
        [python(), "-m", *who.module],
        cwd=folder,
        env=env,
        stdout=log,
        stderr=log,
        preexec_fn=lambda: pin(SERVER_CORE),  # noqa: PLW1509 - no threads here before the load begins
    )
    running = Running(process, port, folder, begun)
    while not answers(port):
        if process.poll() is not None or time.perf_counter() - begun > STARTS_WITHIN:
            running.end()
            raise RuntimeError(f"{who.name} does not start:\n{(folder / 'log').read_text()[-2000:]}")
        time.sleep(0.002)
    return running


def answers(port: int) -> bool:
    """Whether a signed webhook without events, LINE's verify button, gets its 200."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as to:
            to.sendall(VERIFY)
            return to.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


@contextmanager
def running(
    who: Contestant, line: str, preload: str = "", prepared: Callable[[Path], object] = lambda _: None
) -> Iterator[Running]:
    """A contestant in a folder of its own, over an empty database, or over what `prepared` has put into it."""
    with tempfile.TemporaryDirectory(prefix="ess-bench-") as name:
        folder = Path(name)
        if who.ours:
            from bench.town import found  # noqa: PLC0415 - peers need nothing of ours

            found(folder)
            prepared(folder)
        started = start(who, folder, line, preload)
        try:
            yield started
        finally:
            started.end()
