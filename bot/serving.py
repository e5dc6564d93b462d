"""Run the application under uvicorn: one process, one loop, no access log (addresses are personal data)."""

import asyncio
import logging

import uvicorn

from bot.app import create_app
from bot.clock import SystemClock
from bot.service import Service, build
from bot.settings import Settings
from bot.store import Store

log = logging.getLogger("ess")
FINISH = 10


def server(service: Service) -> uvicorn.Server:
    config = uvicorn.Config(
        create_app(service),
        host=service.settings.host,
        port=service.settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=FINISH,
    )
    return uvicorn.Server(config)


def serve(settings: Settings, store: Store) -> None:
    """Until SIGTERM or Ctrl-C; what is in hand is finished within ten seconds."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    service = build(settings, SystemClock(), store)
    log.info("listening on %s:%d", settings.host, settings.port)
    asyncio.run(server(service).serve())
