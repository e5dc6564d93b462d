"""LINE's own Python library reads our webhooks and speaks to our API."""

import pytest

pytest.importorskip("linebot")

from linebot.v3 import WebhookParser
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    PushMessageRequest,
    ReplyMessageRequest,
    RichMenuRequest,
    TextMessage,
)

from emulator.platform import Platform
from tests.emulator.town import CALL, REPORT, Bot, bubble, button, menu, png, quick, words


def test_every_webhook_parses(platform: Platform, bot: Bot):
    parser = WebhookParser("secret")
    parsed = []

    def receive(body: bytes, signature: str) -> int:
        parsed.extend(parser.parse(body.decode(), signature))
        return 200

    platform.connect(receive)
    citizen, other = platform.person("ก"), platform.person("ข")
    citizen.follows()
    said = citizen.says("x")
    citizen.sends_location(13.0, 100.0, title="บ้าน", address="กรุงเทพมหานคร")
    citizen.sends_images([b"1", b"2"])
    citizen.sends_video(b"x")
    citizen.sends_audio(b"x")
    citizen.sends_file(b"x", "a.txt")
    citizen.sends_sticker()
    bot.push(citizen.user_id, bubble(button(REPORT)))
    citizen.taps("แจ้งเหตุ")
    citizen.unsends(said)
    citizen.blocks()
    group = platform.group("เวร", citizen, bot_inside=False)
    acts = platform.acts
    acts.invite_bot(group.group_id)
    acts.join(other.user_id, group.group_id)
    other.in_group(group).says("x")
    acts.leave(other.user_id, group.group_id)
    acts.remove_bot(group.group_id)
    platform.flush()
    kinds = "follow message message message message message message message message postback unsend unfollow"
    assert [event.type for event in parsed] == [
        *kinds.split(),
        "join",
        "memberJoined",
        "message",
        "memberLeft",
        "leave",
    ]
    assert "UnknownEvent" not in {type(event).__name__ for event in parsed}
    assert parsed[3].message.image_set.total == 2


def test_its_client_does_its_work(platform: Platform, bot: Bot):
    citizen = platform.person("ก")
    configuration = Configuration(host=str(bot.http.base_url).rstrip("/"), access_token=platform.channel_token)
    with ApiClient(configuration) as client:
        api, blob = MessagingApi(client), MessagingApiBlob(client)
        text = TextMessage(text="x")
        event = citizen.sends_image(b"picture")
        api.reply_message(ReplyMessageRequest(reply_token=event["replyToken"], messages=[text]))
        sent = api.push_message(PushMessageRequest(to=citizen.user_id, messages=[text]), x_line_retry_key="0" * 32)
        assert sent.sent_messages[0].id == citizen.received()[-1].id
        with pytest.raises(ApiException) as again:
            api.push_message(PushMessageRequest(to=citizen.user_id, messages=[text]), x_line_retry_key="0" * 32)
        assert again.value.status == 409
        assert api.get_profile(citizen.user_id).display_name == "ก"
        assert api.get_bot_info().user_id == platform.bot_user_id
        assert api.get_message_quota_consumption().total_usage == 1
        assert blob.get_message_content(event["message"]["id"]) == b"picture"
        menu_id = api.create_rich_menu(RichMenuRequest.from_dict(menu(CALL))).rich_menu_id
        blob.set_rich_menu_image(menu_id, png(800, 400), _headers={"Content-Type": "image/png"})
        api.set_default_rich_menu(menu_id)
        assert api.get_default_rich_menu_id().rich_menu_id == menu_id
        assert [one.name for one in api.get_rich_menu_list().richmenus] == ["menu"]


def test_what_we_accept_its_models_accept():
    from linebot.v3.messaging import FlexMessage

    from emulator.validate import check

    one = bubble(button(CALL), button(REPORT), alt="x")
    check("validate", {"messages": [one, words("x", quickReply=quick(CALL))]})
    assert FlexMessage.from_dict(one).to_dict()["contents"]["body"] == one["contents"]["body"]
