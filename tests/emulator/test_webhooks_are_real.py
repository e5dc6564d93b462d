"""What leaves for the bot: bytes, signatures, ids, and the tricks that networks play."""

import re
from typing import Any

import orjson
import pytest

from emulator.faults import Fault, FaultKind
from emulator.platform import Platform
from emulator.webhook import sign, ulid
from tests.emulator.town import CALL, REPORT, START, Bot, Clock, bubble, button, menu, png, quick, words

Events = list[list[dict[str, Any]]]


@pytest.fixture
def arrived(platform: Platform) -> Events:
    """The events of each body that the bot got."""
    bodies: Events = []

    def receive(body: bytes, signature: str) -> int:
        assert signature == sign("secret", body)
        bodies.append(orjson.loads(body)["events"])
        return 200

    platform.connect(receive)
    return bodies


def kinds(arrived: Events) -> list[list[str]]:
    return [[event["type"] for event in body] for body in arrived]


def texts(arrived: Events) -> list[list[str]]:
    return [[event["message"]["text"] for event in body] for body in arrived]


def test_the_published_signature():
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert sign("8c570fa6dd201bb328f1c1eac23a96d8", body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_event_ids_are_ulids_of_their_time():
    assert re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", ulid(START))
    assert ulid(0)[:10] == "0000000000"
    assert ulid(START)[:10] < ulid(START + 1)[:10]


def test_a_text_as_line_sends_it(platform: Platform, arrived: Events, clock: Clock):
    citizen = platform.person("สมใจ")
    event = citizen.says("ช่วยด้วย 😢")
    (((sent),),) = arrived
    assert sent == event
    assert sent["source"] == {"type": "user", "userId": citizen.user_id}
    assert sent["timestamp"] == int(clock.now * 1000)
    assert (sent["mode"], sent["deliveryContext"]) == ("active", {"isRedelivery": False})
    assert sent["message"].keys() == {"type", "id", "text", "quoteToken", "markAsReadToken"}
    body = platform.deliveries[0].post.body
    assert "😢".encode() in body
    assert orjson.loads(body)["destination"] == platform.bot_user_id


def test_every_kind_of_message(platform: Platform, arrived: Events, bot: Bot):
    citizen = platform.person("ก")
    citizen.sends_location(13.75, 100.5, address="เขตพระนคร กรุงเทพมหานคร")
    citizen.sends_image(b"\xff\xd8picture")
    citizen.sends_video(b"film", duration_ms=2500)
    citizen.sends_audio(b"voice", duration_ms=1200)
    citizen.sends_file(b"text", "หลักฐาน.pdf", "application/pdf")
    citizen.sends_sticker()
    sent = [event["message"] for (event,) in arrived]
    assert [message["type"] for message in sent] == ["location", "image", "video", "audio", "file", "sticker"]
    assert (sent[0]["latitude"], sent[0]["address"]) == (13.75, "เขตพระนคร กรุงเทพมหานคร")
    assert sent[1]["contentProvider"] == {"type": "line"}
    assert (sent[2]["duration"], sent[3]["duration"]) == (2500, 1200)
    assert (sent[4]["fileName"], sent[4]["fileSize"]) == ("หลักฐาน.pdf", 4)
    content = bot.http.get(f"/v2/bot/message/{sent[4]['id']}/content")
    assert (content.content, content.headers["content-type"]) == (b"text", "application/pdf")


def test_friendship_blocking_and_unsending(platform: Platform, arrived: Events):
    citizen = platform.person("ก", follows=False)
    citizen.follows()
    said = citizen.says("ลบ")
    citizen.unsends(said)
    citizen.blocks()
    citizen.unblocks()
    assert kinds(arrived) == [["follow"], ["message"], ["unsend"], ["unfollow"], ["follow"]]
    assert [body[0]["follow"]["isUnblocked"] for body in (arrived[0], arrived[4])] == [False, True]
    assert arrived[2][0]["unsend"] == {"messageId": said["message"]["id"]}
    assert ["replyToken" in body[0] for body in arrived] == [True, True, False, False, True]
    assert citizen.timeline()[0].unsent


def test_taps(platform: Platform, arrived: Events, bot: Bot):
    citizen = platform.person("ก")
    when = {"type": "datetimepicker", "label": "เมื่อไร", "data": "when", "mode": "datetime"}
    say = {"type": "message", "label": "พูด", "text": "สวัสดี"}
    bot.push(citizen.user_id, bubble(button(REPORT), button(CALL), button(say), button(when)))
    assert citizen.taps("แจ้งเหตุ")["postback"] == {"data": "report"}
    assert citizen.timeline()[-1].message["text"] == "แจ้งเหตุ"
    assert citizen.taps("พูด")["message"]["text"] == "สวัสดี"
    assert citizen.taps("เมื่อ", "2026-08-01T10:00")["postback"]["params"] == {"datetime": "2026-08-01T10:00"}
    assert citizen.taps("โทร 1300") == {}
    assert [one.target for one in citizen.opened()] == ["tel:1300"]
    with pytest.raises(AssertionError, match="no button 'ยกเลิก'; on the screen: 'แจ้งเหตุ'"):
        citizen.taps("ยกเลิก")


def test_quick_replies_live_until_the_next_message(platform: Platform, bot: Bot):
    citizen = platform.person("ก")
    here = {"type": "location", "label": "ส่งตำแหน่ง"}
    bot.push(citizen.user_id, words("ที่ไหน", quickReply=quick(here)))
    citizen.taps("ส่งตำแหน่ง")
    assert [one.label for one in citizen.buttons()] == ["ส่งตำแหน่ง"]
    citizen.sends_location(13.7, 100.5)
    assert citizen.buttons() == ()
    bot.push(
        citizen.user_id,
        words("x", quickReply={"items": [{"type": "action", "action": {**REPORT, "displayText": "x"}}]}),
    )
    citizen.taps("แจ้งเหตุ")
    assert citizen.buttons() == ()


def test_groups(platform: Platform, arrived: Events, bot: Bot):
    officer, other = platform.person("เจ้าหน้าที่"), platform.person("ใหม่")
    group = platform.group("เวร", officer, bot_inside=False)
    officer.in_group(group).says("ยังไม่มีบอท")
    platform.acts.invite_bot(group.group_id)
    platform.acts.join(other.user_id, group.group_id)
    officer.in_group(group).says("รหัส")
    platform.acts.leave(other.user_id, group.group_id)
    platform.flush()
    assert kinds(arrived) == [["join"], ["memberJoined"], ["message"], ["memberLeft"]]
    assert arrived[2][0]["source"] == {"type": "group", "groupId": group.group_id, "userId": officer.user_id}
    base = f"/v2/bot/group/{group.group_id}"
    assert bot.http.get(f"{base}/summary").json() == {"groupId": group.group_id, "groupName": "เวร"}
    assert bot.http.get(f"{base}/members/count").json() == {"count": 1}
    assert bot.http.get(f"{base}/members/ids").json() == {"memberIds": [officer.user_id]}
    assert bot.http.get(f"{base}/member/{officer.user_id}").json()["displayName"] == "เจ้าหน้าที่"
    assert bot.http.post(f"{base}/leave").json() == {}
    assert bot.http.get(f"{base}/summary").status_code == 404
    assert bot.push(group.group_id, words("x")).status_code == 400
    platform.settle()  # the server's own thread may be carrying the last one
    assert kinds(arrived)[-1] == ["leave"]


def test_duplicates_and_redeliveries(platform: Platform, arrived: Events):
    citizen = platform.person("ก")
    platform.faults.add(Fault(FaultKind.DUPLICATE))
    platform.faults.add(Fault(FaultKind.REDELIVERY))
    citizen.says("1")
    citizen.says("2")
    citizen.says("3")
    assert texts(arrived) == [["1"], ["1"], ["2"], ["2"], ["3"]]
    assert arrived[0] == arrived[1]
    first, second = arrived[2][0], arrived[3][0]
    assert first["deliveryContext"] == {"isRedelivery": False}
    assert second == {**first, "deliveryContext": {"isRedelivery": True}}


def test_reordering_and_batches(platform: Platform, arrived: Events):
    citizen, other = platform.person("ก"), platform.person("ข")
    platform.faults.add(Fault(FaultKind.REORDER))
    platform.faults.add(Fault(FaultKind.BATCH, size=3))
    citizen.says("1")
    assert arrived == []
    for person in (other, citizen, other):
        person.says("2")
    assert texts(arrived) == [["2", "2", "2"], ["1"]]
    platform.faults.add(Fault(FaultKind.BATCH, size=9))
    citizen.says("4")
    platform.release()
    assert texts(arrived)[-1] == ["4"]


def test_what_was_lost_or_refused_comes_again_when_asked(platform: Platform):
    answers = iter([500, 200, 200])
    bodies: list[bytes] = []

    def receive(body: bytes, _signature: str) -> int:
        bodies.append(body)
        return next(answers)

    platform.connect(receive)
    citizen = platform.person("ก")
    platform.faults.add(Fault(FaultKind.LOST))
    citizen.says("lost")
    citizen.says("refused")
    assert len(bodies) == 1
    assert platform.redeliver() == 2
    assert [b'isRedelivery":true' in body for body in bodies] == [False, True, True]
    assert [one.status for one in platform.deliveries] == [500, 200, 200]


def test_in_standby_nothing_can_be_answered(platform: Platform, arrived: Events):
    platform.acts.mode = "standby"
    platform.person("ก").says("x")
    ((event,),) = arrived
    assert event["mode"] == "standby"
    assert "replyToken" not in event


def test_the_exact_bytes_without_sending(platform: Platform):
    citizen = platform.person("ก")
    source = {"type": "user", "userId": citizen.user_id}
    event = platform.acts.build_event("message", source, message={"type": "hologram", "id": "1"})
    post = platform.dispatch.post([event])
    assert post.signature == sign("secret", post.body)
    assert citizen.timeline() == ()
    assert list(platform.dispatch.waiting) == []


def test_people_see_their_menu_and_switch_its_tabs(platform: Platform, arrived: Events):
    citizen = platform.person("ก")
    tab = {"type": "richmenuswitch", "label": "ติดตาม", "richMenuAliasId": "tab-b", "data": "tab=b"}
    menus = platform.menus
    first, second = menus.create(menu(REPORT, tab)), menus.create(menu(CALL))
    for one in (first, second):
        menus.put_image(one, png(800, 400), "image/png")
    menus.add_alias("tab-b", second)
    menus.set_default(first)
    assert [one.label for one in citizen.buttons()] == ["แจ้งเหตุ", "ติดตาม"]
    switched = citizen.taps("ติดตาม")
    assert switched["postback"] == {
        "data": "tab=b",
        "params": {"newRichMenuAliasId": "tab-b", "status": "SUCCESS"},
    }
    assert [one.label for one in citizen.buttons()] == ["โทร 1300"]
    menus.delete_alias("tab-b")
    menus.set_default(first)
    assert citizen.taps("ติดตาม")["postback"]["params"]["status"] == "RICHMENU_ALIAS_ID_NOTFOUND"
