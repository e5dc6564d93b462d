"""What the phone page and other processes see of the platform, as JSON."""

from emulator.faults import Fault, FaultKind
from emulator.platform import Platform
from emulator.screen import lock_screen
from emulator.values import BOT, Entry, Group, Json, Person


def state(platform: Platform) -> Json:
    return {
        "botName": platform.bot_name,
        "webhook": {
            "url": platform.webhook_url,
            "active": platform.webhook_active,
            "waiting": len(platform.dispatch.waiting),
            "undelivered": len(platform.failed) + len(platform.dispatch.lost),
        },
        "quota": {"limit": platform.quota.limit, "used": platform.quota.used(platform.clock())},
        "people": [person(one) for one in platform.people()],
        "groups": [group(one) for one in platform.chats.groups.values()],
        "faults": [fault(one) for one in platform.faults.all()],
        "faultKinds": [kind.value for kind in FaultKind],
    }


def person(one: Person) -> Json:
    return {
        "userId": one.user_id,
        "name": one.name,
        "language": one.language,
        "following": one.following,
        "blocked": one.blocked,
    }


def group(one: Group) -> Json:
    return {
        "groupId": one.group_id,
        "name": one.name,
        "members": list(one.members),
        "botInside": one.bot_inside,
    }


def fault(one: Fault) -> Json:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "at": sorted(one.at),
        "times": one.times,
        "when": one.when,
        "seconds": one.seconds,
        "size": one.size,
    }


def phone(platform: Platform, user_id: str, chat: str) -> Json:
    """One person's screen of one chat. `quickReplies` names the message whose quick replies still show."""
    owner = platform.chats.person(user_id)
    in_group = chat != user_id
    if in_group:
        platform.chats.group(chat)
    groups = [one for one in platform.chats.groups.values() if user_id in one.members]
    menu = None if in_group else platform.menus.shown_to(user_id)
    quick = platform.chats.quick_replies(chat)
    return {
        "person": person(owner),
        "botName": platform.bot_name,
        "chat": chat,
        "chats": [
            {"id": user_id, "name": platform.bot_name, "group": False},
            *({"id": one.group_id, "name": one.name, "group": True, "botInside": one.bot_inside} for one in groups),
        ],
        "members": list(platform.chats.group(chat).members) if in_group else [],
        "entries": [_entry(platform, one, user_id) for one in platform.chats.timeline(chat)],
        "quickReplies": quick[0].source if quick else None,
        "menu": {**menu, "image": f"/emulator/menus/{menu['richMenuId']}"} if menu else None,
        "loadingUntil": platform.chats.loading_until.get(chat, 0.0),
        "now": platform.clock(),
    }


def _entry(platform: Platform, entry: Entry, user_id: str) -> Json:
    author = "" if entry.author == BOT else platform.chats.person(entry.author).name
    title, line = lock_screen(platform.bot_name if entry.from_bot else author, entry.message)
    has_file = entry.id in platform.chats.files
    return {
        "id": entry.id,
        "fromBot": entry.from_bot,
        "mine": entry.author == user_id,
        "author": author or platform.bot_name,
        "at": entry.at,
        "message": entry.message,
        "via": entry.via,
        "silent": entry.silent,
        "unsent": entry.unsent,
        "read": entry.read,
        "file": f"/emulator/files/{entry.id}" if has_file else None,
        "lockScreen": {"title": title, "line": line},
    }
