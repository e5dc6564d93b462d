"""Replies, pushes, retry keys, quota: each refusal as LINE words it."""

from uuid import uuid4

import pytest

from emulator.platform import Platform
from tests.emulator.town import CALL, REPORT, Bot, Clock, bubble, button, quick, words


def test_a_reply_reaches_the_person_and_names_the_message(platform: Platform, bot: Bot):
    citizen = platform.person("สมใจ")
    token = citizen.says("ช่วยด้วย")["replyToken"]
    answer = bot.reply(token, words("ขอที่อยู่ด้วย"), bubble(button(REPORT)), notificationDisabled=True)
    assert answer.status_code == 200
    assert answer.headers["x-line-request-id"]
    sent = citizen.received()
    assert [one["id"] for one in answer.json()["sentMessages"]] == [entry.id for entry in sent]
    assert [(entry.via, entry.silent) for entry in sent] == [("reply", True), ("reply", True)]
    assert sent[0].request_id == answer.headers["x-line-request-id"]


def test_a_reply_token_works_once(platform: Platform, bot: Bot):
    token = platform.person("ก").says("x")["replyToken"]
    assert bot.reply(token, words("1")).status_code == 200
    again = bot.reply(token, words("2"))
    assert (again.status_code, again.json()) == (400, {"message": "Invalid reply token"})


@pytest.mark.parametrize(("seconds", "status"), [(60, 200), (61, 400)])
def test_a_reply_token_lives_for_a_minute(platform: Platform, bot: Bot, clock: Clock, seconds: int, status: int):
    token = platform.person("ก").says("x")["replyToken"]
    clock.advance(seconds)
    assert bot.reply(token, words("1")).status_code == status


def test_a_redelivery_renews_the_token_but_not_beyond_twenty_minutes(platform: Platform, bot: Bot, clock: Clock):
    citizen = platform.person("ก")
    platform.connect(lambda _body, _signature: 500)
    first, second = citizen.says("1")["replyToken"], citizen.says("2")["replyToken"]
    clock.advance(600)
    platform.redeliver()
    assert bot.reply(first, words("1")).status_code == 200
    clock.advance(601)
    platform.redeliver()
    assert bot.reply(second, words("2")).status_code == 400


def test_a_refused_reply_keeps_its_token(platform: Platform, bot: Bot):
    token = platform.person("ก").says("x")["replyToken"]
    assert bot.reply(token, words("")).status_code == 400
    assert bot.reply(token, words("1")).status_code == 200


def test_a_reply_takes_no_retry_key(platform: Platform, bot: Bot):
    token = platform.person("ก").says("x")["replyToken"]
    assert bot.reply(token, words("1"), headers={"X-Line-Retry-Key": str(uuid4())}).status_code == 400
    assert bot.reply(token, words("1")).status_code == 200


def test_a_used_retry_key_is_409_with_the_first_request(platform: Platform, bot: Bot, clock: Clock):
    citizen, key = platform.person("ก"), str(uuid4())
    first = bot.push(citizen.user_id, words("1"), key=key)
    clock.advance(24 * 3600 - 1)
    again = bot.push(citizen.user_id, words("another body"), key=key)
    assert again.status_code == 409
    assert again.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert again.json() == {"message": "The retry key is already accepted", **first.json()}
    assert len(citizen.received()) == 1
    clock.advance(1)
    assert bot.push(citizen.user_id, words("1"), key=key).status_code == 200


def test_a_refused_push_leaves_its_retry_key_free(platform: Platform, bot: Bot):
    citizen, key = platform.person("ก"), str(uuid4())
    assert bot.push(citizen.user_id, words("a" * 5001), key=key).status_code == 400
    assert bot.push(citizen.user_id, words("a" * 5000), key=key).status_code == 200
    assert bot.push(citizen.user_id, words("1"), key="not-a-uuid").status_code == 400


def test_a_push_to_somebody_who_blocked_is_200_and_reaches_nobody(platform: Platform, bot: Bot):
    citizen = platform.person("ก")
    citizen.blocks()
    assert bot.push(citizen.user_id, words("1")).status_code == 200
    assert citizen.received() == ()
    assert [entry.message["text"] for entry in platform.chats.unreached] == ["1"]
    assert bot.http.get("/v2/bot/message/quota/consumption").json() == {"totalUsage": 0}
    assert bot.http.get(f"/v2/bot/profile/{citizen.user_id}").status_code == 404


def test_a_push_to_a_group_counts_each_member(clock: Clock, platform: Platform, bot: Bot):
    group = platform.group("เวร", platform.person("ก"), platform.person("ข"), platform.person("ค"))
    platform.quota.limit = 5
    assert bot.push(group.group_id, words("1")).status_code == 200
    assert bot.http.get("/v2/bot/message/quota").json() == {"type": "limited", "value": 5}
    assert bot.http.get("/v2/bot/message/quota/consumption").json() == {"totalUsage": 3}
    full = bot.push(group.group_id, words("2"))
    assert (full.status_code, full.json()) == (429, {"message": "You have reached your monthly limit."})
    clock.advance(31 * 24 * 3600)
    assert bot.push(group.group_id, words("3")).status_code == 200


def test_many_at_once(platform: Platform, bot: Bot):
    friends = [platform.person(str(number)) for number in range(3)]
    friends[0].blocks()
    body = {"to": [friends[0].user_id, friends[1].user_id, friends[1].user_id], "messages": [words("1")]}
    assert bot.http.post("/v2/bot/message/multicast", json=body).json() == {}
    assert bot.http.post("/v2/bot/message/broadcast", json={"messages": [words("2")]}).json() == {}
    assert [len(friend.received()) for friend in friends] == [0, 2, 1]


def test_only_the_channels_token_opens(platform: Platform, bot: Bot):
    refused = bot.http.get("/v2/bot/info", headers={"authorization": "Bearer other"})
    assert refused.status_code == 401
    assert refused.json()["message"].startswith("Authentication failed")
    assert bot.http.get("/v2/bot/info").json()["userId"] == platform.bot_user_id
    assert bot.http.get("/v2/bot/nothing").json() == {"message": "Not found"}


def test_mistakes_are_told_in_lines_shape(platform: Platform, bot: Bot):
    citizen = platform.person("ก")
    wrong = bot.push(citizen.user_id, words("", quickReplies={}), {"type": "flex", "contents": {}})
    assert wrong.json() == {
        "message": "The request body has 3 error(s)",
        "details": [
            {"message": "May not be empty", "property": "messages[0].text"},
            {"message": "unknown field", "property": "messages[0].quickReplies"},
            {"message": "must be specified", "property": "messages[1].altText"},
        ],
    }
    wrong = bot.push(citizen.user_id, bubble({"type": "text", "text": "x", "wrp": True}))
    assert wrong.json() == {
        "message": "A message (messages[0]) in the request body is invalid",
        "details": [{"message": "unknown field", "property": "/body/contents/0/wrp"}],
    }
    broken = bot.http.post("/v2/bot/message/push", content=b"{")
    assert broken.json()["message"].startswith("The request body could not be parsed as JSON (line: 1")
    assert bot.http.post("/v2/bot/message/validate/push", json={"messages": [words("x")]}).json() == {}


def test_a_push_goes_to_known_people_only(bot: Bot):
    assert "'to'" in bot.push("U" + "0" * 32, words("x")).json()["message"]


def test_each_call_is_on_record(platform: Platform, bot: Bot):
    bot.push(platform.person("ก").user_id, words("x", quickReply=quick(CALL)), key="0" * 32)
    (call,) = platform.calls
    assert (call.endpoint, call.method, call.status, call.retry_key, call.writes) == (
        "push",
        "POST",
        200,
        "0" * 32,
        True,
    )
