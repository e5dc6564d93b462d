"""Run the application under uvicorn: one process, one loop, no access log (addresses are personal data)."""

import asyncio
import gc
import logging
import sys
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from bot.app import create_app
from bot.clock import Clock, SharedClock, SystemClock
from bot.logs import write_logs
from bot.net.listen import Listener, Server
from bot.rows import INBOX
from bot.service import Service, build
from bot.settings import MissingSettingError, Settings
from bot.spool import on_one_disk
from bot.store import NOW, Store
from bot.tracing import Tracing

log = logging.getLogger("ess")
# Of the ten seconds that a stop may take: for answers that are being given; the rest is for messages on their way.
FINISH = 3
YOUNG = 20_000


def server(service: Service, listener: Listener | None = None) -> Server:
    config = uvicorn.Config(
        create_app(service),
        host=service.settings.host,
        port=service.settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=FINISH,
    )
    return Server(config, listener)


def serve(settings: Settings, store: Store, listener: Listener) -> None:
    """Until SIGTERM or Ctrl-C: then what has arrived is stored and what is in hand is finished, within ten seconds."""
    write_logs(sys.stderr)
    if store.is_sqlite and on_one_disk(settings.spool_dir, Path(store.url.database or "").parent):
        log.warning("SPOOL_DIR is on the database's disk: when that is full, neither can store")
    clock = clock_of(store)
    service = build(settings, clock, store)
    if settings.traces:
        service.trace(exported(settings, clock))
    log.info("listening")
    run(service, listener)


def exported(settings: Settings, clock: Clock) -> Tracing:
    try:
        from bot.net.traces import exporting  # noqa: PLC0415 - loaded only where a collector is named
    except ImportError as e:
        raise MissingSettingError(
            "OTEL_EXPORTER_OTLP_ENDPOINT needs the extra `traces`, which is not installed."
        ) from e
    return exporting(clock, settings.traces_share)


def run(service: Service, listener: Listener | None = None) -> None:
    """Until the server ends, on the fastest loop there is."""
    ready = server(service, listener)
    # What has been loaded until here stays for good: it is not looked through for rubbish again, and neither is every
    # handful of new values.
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()
    with asyncio.Runner(loop_factory=fastest_loop()) as runner:
        runner.run(ready.run_to_the_end())


def fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        from uvloop import new_event_loop  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return None
    made: Callable[[], asyncio.AbstractEventLoop] = new_event_loop
    return made


def clock_of(store: Store) -> SystemClock | SharedClock:
    """The clock of this installation."""
    return set_right(store, SystemClock() if store.is_sqlite else SharedClock())


def set_right(store: Store, clock: SystemClock | SharedClock) -> SystemClock | SharedClock:
    """Never before the newest event that the database holds; on PostgreSQL the database's own time."""
    newest = sa.select(INBOX.c.heard).order_by(INBOX.c.seq.desc()).limit(1)
    try:
        with store.read() as connection:
            if isinstance(clock, SharedClock):
                clock.agree(lambda: int(connection.execute(sa.text(NOW)).scalar_one()))
            clock.not_before(connection.execute(newest).scalar() or 0)
    except SQLAlchemyError as e:
        log.warning("the database cannot be asked for the time yet", extra={"error": type(e).__name__})
    return clock
