"""FastAPI with `@app.post`, HMAC and json: what a tutorial does before it does anything. It stores nothing."""

import base64
import hashlib
import hmac
import json
import os

from fastapi import FastAPI, HTTPException, Request

SECRET = os.environ["LINE_CHANNEL_SECRET"]
app = FastAPI()


@app.post("/webhook")
async def webhook(request: Request) -> str:
    body = await request.body()
    made = base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()
    if not hmac.compare_digest(made, request.headers.get("x-line-signature", "")):
        raise HTTPException(401)
    for event in json.loads(body)["events"]:
        assert event["webhookEventId"]
    return "OK"
