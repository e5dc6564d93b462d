"""The echo of LINE's own library with FastAPI, in the spirit of its published example: parse, reply, answer "OK".

It answers every event that can be answered, so that each contestant says as much as we do. TUNED=1: one client with a
pool of 200 that does not read the environment on every call; otherwise the library's defaults. It stores nothing.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Request
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    ReplyMessageRequest,
    TextMessage,
)

TUNED = os.environ.get("TUNED") == "1"
parser = WebhookParser(os.environ["LINE_CHANNEL_SECRET"])


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    configuration = Configuration(
        access_token=os.environ["LINE_CHANNEL_ACCESS_TOKEN"], host=os.environ.get("LINE_API_BASE")
    )
    if TUNED:
        configuration.connection_pool_maxsize = 200
    client = AsyncApiClient(configuration)
    if TUNED:
        client.rest_client.pool_manager._trust_env = False  # noqa: SLF001 - the library has no setting for it
    app.state.line = AsyncMessagingApi(client)
    yield
    await client.close()


app = FastAPI(lifespan=lifespan)


@app.post("/webhook")
async def webhook(request: Request) -> str:
    signature = request.headers["X-Line-Signature"]
    body = (await request.body()).decode()
    try:
        events = parser.parse(body, signature)
    except InvalidSignatureError:
        raise HTTPException(status_code=400, detail="Invalid signature") from None
    for event in events:
        message = getattr(event, "message", None)
        text = getattr(message, "text", None) or event.type
        await app.state.line.reply_message(
            ReplyMessageRequest(reply_token=event.reply_token, messages=[TextMessage(text=text)])
        )
    return "OK"
