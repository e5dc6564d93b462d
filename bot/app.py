"""The ASGI application: the webhook on the hot path, health, and the console."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.acknowledge import Door
from bot.health import Health
from bot.service import Service
from bot.webhook import Webhook

WEBHOOK = "/webhook"


class App(FastAPI):
    """LINE's webhooks go straight to their own room: the console's layers are not on the hot path."""

    webhook: Webhook

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == WEBHOOK and scope["method"] == "POST":
            await self.webhook(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(service: Service, *, console: bool = True) -> App:
    """The application over a built service; starting it starts the service's loops, stopping it stops them."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await asyncio.to_thread(health.close)
            await service.stop()

    health = Health(service)
    app = App(title="ESS Help Me", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.webhook = Webhook(service.settings.channel_secrets, service.accepter)
    app.router.routes += [
        Route(WEBHOOK, app.webhook, methods=["POST"]),
        *Door(service.desk, service.settings.data_key()).routes(),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.metrics),
    ]
    if console:
        from console.app import mount  # noqa: PLC0415 - the one door upwards: the console is put on top here

        mount(app, service.desk)
    return app
