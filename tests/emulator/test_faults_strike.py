"""Each switch, as the bot's HTTP client meets it."""

import httpx
import pytest

from emulator.faults import Fault, FaultKind, Faults
from emulator.platform import Platform
from tests.emulator.town import Bot, Clock, words


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        (FaultKind.ERROR, 500, "Internal server error"),
        (FaultKind.RATE_LIMIT, 429, "The API rate limit"),
        (FaultKind.MONTHLY_LIMIT, 429, "You have reached your monthly limit."),
        (FaultKind.FORBIDDEN, 403, "Access to this API"),
        (FaultKind.INVALID_TOKEN, 401, "Authentication failed"),
        (FaultKind.EXPIRED_TOKEN, 401, "Authentication failed"),
        (FaultKind.GARBAGE, 200, "<html>"),
    ],
)
def test_refusals_before_acceptance(platform: Platform, bot: Bot, kind: FaultKind, status: int, said: str):
    citizen = platform.person("ก")
    platform.faults.add(Fault(kind, at=frozenset({"push"})))
    answer = bot.push(citizen.user_id, words("x"))
    assert answer.status_code == status
    assert said in answer.text
    assert answer.headers["x-line-request-id"]
    assert citizen.received() == ()
    assert bot.push(citizen.user_id, words("x")).status_code == 200


def test_a_reply_token_that_is_refused_for_no_reason(platform: Platform, bot: Bot):
    platform.faults.add(Fault(FaultKind.INVALID_REPLY_TOKEN))
    token = platform.person("ก").says("x")["replyToken"]
    assert bot.reply(token, words("x")).json() == {"message": "Invalid reply token"}
    assert bot.reply(token, words("x")).status_code == 200


def test_after_acceptance_the_message_is_there_and_the_key_tells_it(platform: Platform, bot: Bot):
    citizen, key = platform.person("ก"), "0" * 32
    platform.faults.add(Fault(FaultKind.ERROR, when="after"))
    assert bot.push(citizen.user_id, words("x"), key=key).status_code == 500
    assert len(citizen.received()) == 1
    assert bot.push(citizen.user_id, words("x"), key=key).status_code == 409
    assert len(citizen.received()) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_line_breaks(platform: Platform, bot: Bot, when: str):
    citizen = platform.person("ก")
    platform.faults.add(Fault(FaultKind.RESET, when=when))
    with pytest.raises(httpx.ReadError):
        bot.push(citizen.user_id, words("x"))
    assert len(citizen.received()) == (1 if when == "after" else 0)
    assert [call.status for call in platform.calls] == [0]
    assert bot.push(citizen.user_id, words("x")).status_code == 200


@pytest.mark.parametrize("when", ["before", "after"])
def test_no_answer_at_all(platform: Platform, bot: Bot, when: str):
    citizen = platform.person("ก")
    platform.faults.add(Fault(FaultKind.TIMEOUT, when=when))
    bot.http.timeout = httpx.Timeout(0.1)
    with pytest.raises(httpx.ReadTimeout):
        bot.push(citizen.user_id, words("x"))
    assert len(citizen.received()) == (1 if when == "after" else 0)


def test_a_silent_server_hangs_up_in_the_end(platform: Platform, bot: Bot):
    platform.faults.add(Fault(FaultKind.TIMEOUT, seconds=0.01))
    with pytest.raises(httpx.RemoteProtocolError):
        bot.push(platform.person("ก").user_id, words("x"))


def test_slowness_adds_to_another_fault(platform: Platform, bot: Bot):
    platform.faults.add(Fault(FaultKind.SLOW, seconds=0.05))
    platform.faults.add(Fault(FaultKind.ERROR))
    answer = bot.push(platform.person("ก").user_id, words("x"))
    assert answer.status_code == 500
    assert answer.elapsed.total_seconds() >= 0.05
    assert platform.faults.all() == ()


def test_content_that_is_not_ready(platform: Platform, bot: Bot):
    message = platform.person("ก").sends_video(b"film")["message"]["id"]
    platform.faults.add(Fault(FaultKind.PREPARING, times=2))
    url = f"/v2/bot/message/{message}/content"
    assert bot.push(platform.person("ข").user_id, words("x")).status_code == 200
    assert bot.http.get(url).status_code == 202
    assert bot.http.get(f"{url}/transcoding").json() == {"status": "processing"}
    assert bot.http.get(f"{url}/transcoding").json() == {"status": "succeeded"}
    assert bot.http.get(url).content == b"film"
    assert bot.http.get(f"{url}/preview").headers["content-type"] == "image/png"
    assert bot.http.get("/v2/bot/message/1/content").status_code == 404


def test_an_accepted_message_that_reaches_nobody(platform: Platform, bot: Bot):
    citizen = platform.person("ก")
    platform.faults.add(Fault(FaultKind.UNREACHED))
    assert bot.push(citizen.user_id, words("x")).status_code == 200
    assert citizen.received() == ()


def test_loading_dots_and_reading(platform: Platform, bot: Bot, clock: Clock):
    citizen = platform.person("ก")
    said = citizen.says("x")
    start = "/v2/bot/chat/loading/start"
    assert bot.http.post(start, json={"chatId": citizen.user_id, "loadingSeconds": 5}).status_code == 202
    assert citizen.sees_loading
    clock.advance(5)
    assert not citizen.sees_loading
    bot.http.post(start, json={"chatId": citizen.user_id})
    bot.push(citizen.user_id, words("x"))
    assert not citizen.sees_loading
    for wrong in ({"loadingSeconds": 7}, {"loadingSeconds": 65}, {"chatId": "C1"}):
        assert bot.http.post(start, json={"chatId": citizen.user_id, **wrong}).status_code == 400
    token = {"markAsReadToken": said["message"]["markAsReadToken"]}
    assert bot.http.post("/v2/bot/chat/markAsRead", json=token).status_code == 200
    assert citizen.timeline()[0].read
    assert bot.http.post("/v2/bot/chat/markAsRead", json={"markAsReadToken": "x"}).status_code == 400


def test_faults_end_as_switched():
    faults = Faults()
    always = faults.add(Fault(FaultKind.ERROR, times=None))
    assert faults.take("push") == faults.take("reply") == (always,)
    faults.remove(always.id)
    faults.add(Fault(FaultKind.ERROR, times=2))
    assert [len(faults.take("push")) for _ in range(3)] == [1, 1, 0]
    faults.add(Fault(FaultKind.BATCH))
    assert faults.take("push") == ()
    faults.clear()
    assert faults.all() == ()
