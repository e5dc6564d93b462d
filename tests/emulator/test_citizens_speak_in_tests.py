"""The language in which stories are told, over HTTP in both directions."""

from threading import Thread

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from emulator.platform import Platform
from emulator.values import Refused
from tests.emulator.town import REPORT, Bot, bubble, button, serving, words


def test_expectations_consume_and_wait(platform: Platform, bot: Bot):
    citizen = platform.person("ก")
    token = citizen.says("x")["replyToken"]
    answering = Thread(target=bot.reply, args=(token, words("หนึ่ง"), bubble(button(REPORT), alt="ลับ")))
    answering.start()
    assert citizen.expects("แจ้ง").message["type"] == "flex"
    answering.join()
    assert citizen.expects("หนึ่ง", within=0).message["type"] == "text"
    citizen.nothing_else_arrived()
    with pytest.raises(AssertionError, match="no new message shows"):
        citizen.expects("หนึ่ง", within=0)
    bot.push(citizen.user_id, words("เกิน"))
    with pytest.raises(AssertionError, match="not expected: เกิน"):
        citizen.nothing_else_arrived()


def test_the_lock_screen_shows_what_anybody_can_read(platform: Platform, bot: Bot):
    citizen = platform.person("ก")
    secret = bubble({"type": "text", "text": "คดี 1234"}, alt="ข้อความใหม่")
    bot.push(citizen.user_id, secret, words("คำตอบ", sender={"name": "น้องใจ"}), notificationDisabled=True)
    seen = [(one.title, one.line, one.silent) for one in citizen.notifications()]
    assert seen == [("ESS Help Me", "ข้อความใหม่", True), ("น้องใจ", "คำตอบ", True)]


def test_a_bot_over_http_hears_and_answers(platform: Platform, bot: Bot):
    """The webhook leaves over HTTP to a bot on a port of its own, which answers over HTTP."""

    async def webhook(request: Request) -> Response:
        for event in (await request.json())["events"]:
            bot.reply(event["replyToken"], words("ได้ยิน: " + event["message"]["text"]))
        return Response(status_code=200)

    with serving(Starlette(routes=[Route("/webhook", webhook, methods=["POST"])])) as url:
        set_to = {"endpoint": f"{url}/webhook"}
        assert bot.http.put("/v2/bot/channel/webhook/endpoint", json=set_to).status_code == 200
        assert bot.http.get("/v2/bot/channel/webhook/endpoint").json() == {**set_to, "active": True}
        assert bot.http.post("/v2/bot/channel/webhook/test").json()["statusCode"] == 200
        platform.connect_http(f"{url}/webhook")
        people = [platform.person(str(number)) for number in range(5)]
        for number in range(3):
            for citizen in people:
                citizen.says(str(number))
        platform.settle()
    for citizen in people:
        assert [entry.message["text"] for entry in citizen.received()] == [f"ได้ยิน: {number}" for number in range(3)]
    assert {one.status for one in platform.deliveries} == {200}


def test_a_bot_that_is_away_gets_it_later(platform: Platform, bot: Bot):
    platform.connect_http("http://127.0.0.1:9/webhook")
    platform.person("ก").says("x")
    platform.settle()
    assert [one.status for one in platform.deliveries] == [0]
    platform.connect(lambda _body, _signature: 200)
    assert platform.redeliver() == 1
    assert bot.http.put("/v2/bot/channel/webhook/endpoint", json={"endpoint": "http://x.th/"}).status_code == 400


def test_nobody_writes_to_an_account_they_blocked(platform: Platform):
    citizen = platform.person("ก")
    citizen.blocks()
    with pytest.raises(Refused, match="has blocked"):
        citizen.says("x")
