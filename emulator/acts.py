"""From people to the bot: what a person does becomes an entry in the chat and a webhook event."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from emulator.chats import Chats, own_message
from emulator.menus import Menus
from emulator.tokens import ReplyTokens
from emulator.values import Button, Entry, File, Json, Opened, Refused
from emulator.webhook import Dispatch, ulid

_QUOTED_KINDS = {"text", "image", "video", "sticker"}
_STICKY_KINDS = {"location", "camera", "cameraRoll", "datetimepicker"}


class Acts:
    """Each act returns the event it caused, as it leaves for the bot; {} when it caused none."""

    def __init__(
        self, chats: Chats, menus: Menus, tokens: ReplyTokens, dispatch: Dispatch, clock: Callable[[], float]
    ) -> None:
        self.mode = "active"
        self._chats = chats
        self._menus = menus
        self._tokens = tokens
        self._dispatch = dispatch
        self._clock = clock

    def build_event(self, kind: str, source: Json, *, answerable: bool = True, **body: Any) -> Json:
        """A real event that nobody has sent yet. In standby no event carries a reply token."""
        now = self._clock()
        chat = source.get("groupId") or source.get("userId") or ""
        event: Json = {"type": kind, **body}
        if answerable and self.mode == "active":
            event["replyToken"] = self._tokens.issue(chat, now)
        return {
            **event,
            "webhookEventId": ulid(now),
            "deliveryContext": {"isRedelivery": False},
            "timestamp": int(now * 1000),
            "source": source,
            "mode": self.mode,
        }

    def follow(self, user_id: str) -> Json:
        """Adds the account as a friend, or unblocks it."""
        person = self._chats.person(user_id)
        self._chats.change_person(user_id, following=True, blocked=False)
        return self._send("follow", {"type": "user", "userId": user_id}, follow={"isUnblocked": person.blocked})

    def block(self, user_id: str) -> Json:
        self._chats.change_person(user_id, following=False, blocked=True)
        return self._send("unfollow", {"type": "user", "userId": user_id}, answerable=False)

    def say(self, user_id: str, chat: str, text: str) -> Json:
        return self._message(user_id, chat, own_message("text", text=text))

    def locate(
        self, user_id: str, chat: str, latitude: float, longitude: float, *, title: str | None, address: str | None
    ) -> Json:
        shown = own_message("location", title=title, address=address, latitude=latitude, longitude=longitude)
        return self._message(user_id, chat, shown)

    def stick(self, user_id: str, chat: str, package_id: str, sticker_id: str) -> Json:
        shown = own_message(
            "sticker", packageId=package_id, stickerId=sticker_id, stickerResourceType="STATIC", keywords=[]
        )
        return self._message(user_id, chat, shown)

    def send_file(self, user_id: str, chat: str, kind: str, file: File, image_set: Json | None = None) -> Json:
        """`kind`: image, video, audio or file."""
        provider = {"type": "line"}
        match kind:
            case "image":
                shown = own_message("image", contentProvider=provider, imageSet=image_set)
            case "video" | "audio":
                shown = own_message(kind, contentProvider=provider, duration=file.duration_ms or None)
            case "file":
                shown = own_message("file", fileName=file.name or "file", fileSize=len(file.data))
            case _:
                raise Refused(400, f"unknown kind of file: {kind}")
        event = self._message(user_id, chat, shown)
        self._chats.keep_file(event["message"]["id"], file)
        return event

    def unsend(self, user_id: str, chat: str, message_id: str) -> Json:
        entry = self._chats.entry(chat, message_id)
        if entry.author != user_id or entry.unsent:
            raise Refused(400, "only an own message can be unsent")
        self._chats.unsend(chat, message_id)
        return self._send("unsend", self._source(user_id, chat), answerable=False, unsend={"messageId": message_id})

    def tap(self, user_id: str, chat: str, button: Button, value: str = "") -> Json:
        """`value` is what a date and time picker chose."""
        self._may_write(user_id, chat)
        action = button.action
        if button.where == "quick_reply" and action["type"] not in _STICKY_KINDS:
            self._chats.close_quick_replies(chat)
        match action["type"]:
            case "message":
                return self.say(user_id, chat, action["text"])
            case "postback":
                return self._postback(user_id, chat, action)
            case "datetimepicker":
                return self._postback(user_id, chat, action, {action["mode"]: value})
            case "richmenuswitch":
                alias = action["richMenuAliasId"]
                status = self._menus.switch(user_id, alias)
                return self._postback(user_id, chat, action, {"newRichMenuAliasId": alias, "status": status})
            case "uri":
                self._chats.opened.append(Opened(user_id, action["uri"], self._clock()))
            case "clipboard":
                self._chats.opened.append(Opened(user_id, action["clipboardText"], self._clock()))
        return {}

    def invite_bot(self, group_id: str) -> Json:
        group = self._chats.group(group_id)
        self._chats.change_group(group_id, members=group.members, bot_inside=True)
        return self._send("join", {"type": "group", "groupId": group_id})

    def remove_bot(self, group_id: str) -> Json:
        group = self._chats.group(group_id)
        if not group.bot_inside:
            raise Refused(404, "Not found")
        event = self._send("leave", {"type": "group", "groupId": group_id}, answerable=False)
        self._chats.change_group(group_id, members=group.members, bot_inside=False)
        return event

    def join(self, user_id: str, group_id: str) -> Json:
        group = self._chats.group(group_id)
        members = (*(one for one in group.members if one != user_id), self._chats.person(user_id).user_id)
        self._chats.change_group(group_id, members=members, bot_inside=group.bot_inside)
        source, user = {"type": "group", "groupId": group_id}, {"type": "user", "userId": user_id}
        return self._send("memberJoined", source, joined={"members": [user]})

    def leave(self, user_id: str, group_id: str) -> Json:
        group = self._chats.group(group_id)
        members = tuple(one for one in group.members if one != user_id)
        self._chats.change_group(group_id, members=members, bot_inside=group.bot_inside)
        source, user = {"type": "group", "groupId": group_id}, {"type": "user", "userId": user_id}
        return self._send("memberLeft", source, answerable=False, left={"members": [user]})

    def _message(self, user_id: str, chat: str, shown: Mapping[str, Any]) -> Json:
        self._may_write(user_id, chat)
        now = self._clock()
        entry = self._chats.write(Entry(self._chats.new_id(), chat, user_id, now, shown, "person"))
        sent = {**shown, "id": entry.id, "markAsReadToken": self._chats.read_token(chat, entry.id)}
        if shown["type"] in _QUOTED_KINDS:
            sent["quoteToken"] = uuid4().hex
        return self._send("message", self._source(user_id, chat), message=sent)

    def _postback(self, user_id: str, chat: str, action: Mapping[str, Any], params: Json | None = None) -> Json:
        words = action.get("displayText") or action.get("text")
        if words:
            shown = own_message("text", text=words)
            self._chats.write(Entry(self._chats.new_id(), chat, user_id, self._clock(), shown, "person"))
        postback = {"data": action["data"], **({"params": params} if params else {})}
        return self._send("postback", self._source(user_id, chat), postback=postback)

    def _may_write(self, user_id: str, chat: str) -> None:
        person = self._chats.person(user_id)
        if chat == user_id and person.blocked:
            raise Refused(409, f"{person.name} has blocked the account")
        if chat != user_id and user_id not in self._chats.group(chat).members:
            raise Refused(409, f"{person.name} is not in this group")

    def _source(self, user_id: str, chat: str) -> Json:
        if chat == user_id:
            return {"type": "user", "userId": user_id}
        return {"type": "group", "groupId": chat, "userId": user_id}

    def _send(self, kind: str, source: Json, *, answerable: bool = True, **body: Any) -> Json:
        event = self.build_event(kind, source, answerable=answerable, **body)
        group = self._chats.groups.get(source.get("groupId", ""))
        if group is None or group.bot_inside:
            self._dispatch.add(event)
        return event
