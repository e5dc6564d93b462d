"""The obvious implementation: FastAPI, one AsyncSession an event, the library's models, the reply before the answer.

It does what our step does (event, person, case, log, conversation, alert, reply), each with the tools of its tutorial.
WAL and synchronous=FULL are given to it.
"""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import time_ns
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    PostbackAction,
    PushMessageRequest,
    QuickReply,
    QuickReplyItem,
    ReplyMessageRequest,
    TextMessage,
)
from sqlalchemy import event as listen
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

QUESTIONS = (
    ("incident", "เกิดอะไรขึ้น", ("assault", "confinement", "sexual_abuse", "violent_disturbance", "gathering", "unsure")),
    ("place", "เกิดที่ไหน", ("skip",)),
    ("in_danger", "ตอนนี้มีใครอยู่ในอันตรายไหม", ("yes", "no", "skip")),
    ("story", "มีอะไรอยากบอกเพิ่มไหม", ("skip",)),
)


class Event(SQLModel, table=True):
    id: str = Field(primary_key=True)
    at: int
    body: str
    done: bool = False


class Person(SQLModel, table=True):
    user: str = Field(primary_key=True)
    case_number: str | None = None


class Case(SQLModel, table=True):
    number: str = Field(primary_key=True)
    user: str = Field(index=True)
    status: str = "started"
    incident: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    in_danger: str | None = None
    story: str | None = None
    alerted: bool = False
    updated: int = 0


class CaseEvent(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(index=True)
    at: int
    kind: str


class Message(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    user: str = Field(index=True)
    at: int
    text: str
    outgoing: bool = False
    sent: bool = False


engine = create_async_engine(os.environ["DATABASE_URL"].replace("sqlite://", "sqlite+aiosqlite://"))
parser = WebhookParser(os.environ["LINE_CHANNEL_SECRET"])


@listen.listens_for(engine.sync_engine, "connect")
def on_connect(connection: Any, _: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    configuration = Configuration(
        access_token=os.environ["LINE_CHANNEL_ACCESS_TOKEN"], host=os.environ.get("LINE_API_BASE")
    )
    client = AsyncApiClient(configuration)
    app.state.line = AsyncMessagingApi(client)
    yield
    await client.close()


app = FastAPI(lifespan=lifespan)


@app.post("/webhook")
async def webhook(request: Request) -> str:
    body = (await request.body()).decode()
    try:
        events = parser.parse(body, request.headers["X-Line-Signature"])
    except InvalidSignatureError:
        raise HTTPException(status_code=400) from None
    for event in events:
        await handle(event)
    return "OK"


async def handle(event: Any) -> None:
    now = time_ns() // 1_000_000
    async with AsyncSession(engine, expire_on_commit=False) as session:
        if await session.get(Event, event.webhook_event_id):
            return
        stored = Event(id=event.webhook_event_id, at=event.timestamp, body=event.to_json())
        session.add(stored)
        person = await session.get(Person, event.source.user_id)
        if person is None:
            person = Person(user=event.source.user_id)
            session.add(person)
        answer, alert = await take(session, person, event, now)
        said = Message(user=person.user, at=now, text=answer.text, outgoing=True)
        session.add(said)
        stored.done = True
        await session.commit()
        await app.state.line.reply_message(ReplyMessageRequest(reply_token=event.reply_token, messages=[answer]))
        if alert:
            await app.state.line.push_message(
                PushMessageRequest(to="Uf" + "0" * 31, messages=[TextMessage(text=f"เรื่องใหม่ {alert}")]),
                x_line_retry_key=f"{secrets.token_hex(4)}-0000-4000-8000-{secrets.token_hex(6)}",
            )
        said.sent = True
        session.add(said)
        await session.commit()


async def take(session: AsyncSession, person: Person, event: Any, now: int) -> tuple[TextMessage, str | None]:
    """The person's answer goes into the case; the next question comes back, and the case to be alerted, if any."""
    message = getattr(event, "message", None)
    data = event.postback.data if event.type == "postback" else ""
    text = getattr(message, "text", None) or data or event.type
    session.add(Message(user=person.user, at=event.timestamp, text=text))
    case = None
    if person.case_number:
        case = (await session.exec(select(Case).where(Case.number == person.case_number))).one()
    elif data == "begin":
        case = Case(number=secrets.token_hex(4).upper(), user=person.user)
        person.case_number = case.number
        session.add(CaseEvent(case_number=case.number, at=now, kind="started"))
    if case is None:
        return TextMessage(text="สวัสดีค่ะ กด แจ้งเหตุ เพื่อเริ่ม"), None
    if message is not None and message.type == "location":
        case.latitude, case.longitude = message.latitude, message.longitude
    elif message is not None and message.type == "text":
        case.story = text
    elif data.startswith("choose:"):
        _, slot, value = data.split(":")
        setattr(case, slot, value)
    alert = None
    if case.incident and case.latitude and not case.alerted:
        case.alerted, case.status, alert = True, "open", case.number
        session.add(CaseEvent(case_number=case.number, at=now, kind="alerted"))
    case.updated = now
    session.add(case)
    return question(case), alert


def question(case: Case) -> TextMessage:
    for slot, words, choices in QUESTIONS:
        empty = case.latitude is None if slot == "place" else getattr(case, slot) is None
        if empty:
            items = [
                QuickReplyItem(action=PostbackAction(label=c, data=f"choose:{slot}:{c}", display_text=c))
                for c in choices
            ]
            return TextMessage(text=words, quick_reply=QuickReply(items=items))
    return TextMessage(text=f"รับเรื่องเลขที่ {case.number} แล้วค่ะ")
