"""Acts of people and groups, as the control API names them."""

from emulator.control_rules import GROUP_ACT, PERSON_ACT, Asked
from emulator.platform import Platform
from emulator.values import Button, Json, Refused


def person_act(platform: Platform, asked: Asked) -> Json:
    """The answer holds the webhook event that the act caused, if any."""
    user = str(asked.path["user"])
    platform.chats.person(user)
    act = asked.json(PERSON_ACT)
    return {"event": _done(platform, user, act.get("chat", user), act)}


def _done(platform: Platform, user: str, chat: str, act: Json) -> Json:
    acts = platform.acts
    match act["type"]:
        case "follow" | "unblock" | "block" as kind:
            return acts.block(user) if kind == "block" else acts.follow(user)
        case "say":
            return acts.say(user, chat, act["text"])
        case "tap":
            return acts.tap(user, chat, _button(platform, user, chat, act), act.get("value", ""))
        case "unsend":
            return acts.unsend(user, chat, act["message"])
        case _:
            return _sent(platform, user, chat, act)


def _sent(platform: Platform, user: str, chat: str, act: Json) -> Json:
    if act["type"] == "sticker":
        return platform.acts.stick(user, chat, act.get("packageId", "446"), act.get("stickerId", "1988"))
    return platform.acts.locate(
        user,
        chat,
        act["latitude"],
        act["longitude"],
        title=act.get("title") or None,
        address=act.get("address") or None,
    )


def _button(platform: Platform, user: str, chat: str, act: Json) -> Button:
    for button in platform.phone(user).in_chat(chat).buttons():
        if (button.source, button.path) == (act["source"], act["path"]):
            return button
    raise Refused(409, "this button is not on the screen any more")


def group_act(platform: Platform, asked: Asked) -> Json:
    group = str(asked.path["group"])
    platform.chats.group(group)
    act = asked.json(GROUP_ACT)
    match act["type"]:
        case "inviteBot":
            return {"event": platform.acts.invite_bot(group)}
        case "removeBot":
            return {"event": platform.acts.remove_bot(group)}
        case "join":
            return {"event": platform.acts.join(act["userId"], group)}
        case _:
            return {"event": platform.acts.leave(act["userId"], group)}
