"""LINE's endpoints for messages, people, groups, content and the webhook address.

Source: LINE Messaging API reference. One base URL serves api.line.me and api-data.line.me.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulator.carrier import send
from emulator.faults import FaultKind
from emulator.gate import Ask, Handler, Work, endpoint
from emulator.menu_rules import image_size
from emulator.platform import Platform
from emulator.sending import Sending
from emulator.validate import parse
from emulator.values import Json, Refused

# A grey point: what a preview of a video or an unreadable picture shows.
_GREY_POINT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6b00000082008156c8a6c10000000049454e44ae426082"
)
_GROUP_MEMBERS_PAGE = 100


def routes(platform: Platform) -> list[Route]:
    def route(method: str, path: str, kind: str, work: Work) -> Route:
        return Route(path, endpoint(platform, kind, work), methods=[method])

    return [
        route("POST", "/v2/bot/message/reply", "reply", _by(Sending.reply)),
        route("POST", "/v2/bot/message/push", "push", _by(Sending.push)),
        route("POST", "/v2/bot/message/multicast", "multicast", _by(Sending.multicast)),
        route("POST", "/v2/bot/message/broadcast", "broadcast", _by(Sending.broadcast)),
        *(
            route("POST", f"/v2/bot/message/validate/{via}", "validate", _validate)
            for via in ("reply", "push", "multicast", "narrowcast", "broadcast")
        ),
        route("GET", "/v2/bot/message/quota", "quota", _quota),
        route("GET", "/v2/bot/message/quota/consumption", "quota", _consumption),
        route("GET", "/v2/bot/info", "info", _info),
        route("GET", "/v2/bot/profile/{user}", "profile", _profile),
        route("GET", "/v2/bot/followers/ids", "followers", _followers),
        route("GET", "/v2/bot/group/{group}/summary", "group", _group_summary),
        route("GET", "/v2/bot/group/{group}/members/ids", "group", _group_members),
        route("GET", "/v2/bot/group/{group}/members/count", "group", _group_count),
        route("GET", "/v2/bot/group/{group}/member/{user}", "group", _group_member),
        route("POST", "/v2/bot/group/{group}/leave", "group", _group_leave),
        route("GET", "/v2/bot/message/{message}/content", "content", _content),
        route("GET", "/v2/bot/message/{message}/content/preview", "content", _preview),
        route("GET", "/v2/bot/message/{message}/content/transcoding", "transcoding", _transcoding),
        route("POST", "/v2/bot/chat/loading/start", "loading", _loading),
        route("POST", "/v2/bot/chat/markAsRead", "mark_as_read", _mark_as_read),
        route("GET", "/v2/bot/channel/webhook/endpoint", "webhook", _webhook),
        route("PUT", "/v2/bot/channel/webhook/endpoint", "webhook", _set_webhook),
        Route("/v2/bot/channel/webhook/test", _webhook_test(platform), methods=["POST"]),
    ]


def _by(send: Callable[..., Json]) -> Work:
    """A way to send as an endpoint."""

    def work(ask: Ask) -> Json:
        body = parse(ask.body)
        unreached = ask.struck_by(FaultKind.UNREACHED)
        return send(ask.platform.sending, body, request_id=ask.request_id, retry_key=ask.retry_key, unreached=unreached)

    return work


def _validate(ask: Ask) -> Json:
    return ask.platform.sending.validate(parse(ask.body))


def _quota(ask: Ask) -> Json:
    limit = ask.platform.quota.limit
    return {"type": "none"} if limit is None else {"type": "limited", "value": limit}


def _consumption(ask: Ask) -> Json:
    return {"totalUsage": ask.platform.quota.used(ask.platform.clock())}


def _info(ask: Ask) -> Json:
    return {
        "userId": ask.platform.bot_user_id,
        "basicId": "@emulator",
        "displayName": ask.platform.bot_name,
        "chatMode": "bot",
        "markAsReadMode": "auto",
    }


def _profile(ask: Ask) -> Json:
    person = ask.platform.chats.person(ask.path["user"])
    if not ask.platform.chats.reaches(person.user_id):
        raise Refused(404, "Not found")
    return {"userId": person.user_id, "displayName": person.name, "language": person.language}


def _followers(ask: Ask) -> Json:
    return {"userIds": [person.user_id for person in ask.platform.people() if person.following]}


def _members(ask: Ask) -> tuple[str, ...]:
    group = ask.platform.chats.group(ask.path["group"])
    if not group.bot_inside:
        raise Refused(404, "Not found")
    return group.members


def _group_summary(ask: Ask) -> Json:
    _members(ask)
    group = ask.platform.chats.group(ask.path["group"])
    return {"groupId": group.group_id, "groupName": group.name}


def _group_members(ask: Ask) -> Json:
    members = _members(ask)
    start = ask.query.get("start", "0")
    first = int(start) if start.isdigit() else 0
    answer: Json = {"memberIds": list(members[first : first + _GROUP_MEMBERS_PAGE])}
    if len(members) > first + _GROUP_MEMBERS_PAGE:
        answer["next"] = str(first + _GROUP_MEMBERS_PAGE)
    return answer


def _group_count(ask: Ask) -> Json:
    return {"count": len(_members(ask))}


def _group_member(ask: Ask) -> Json:
    if ask.path["user"] not in _members(ask):
        raise Refused(404, "Not found")
    person = ask.platform.chats.person(ask.path["user"])
    return {"userId": person.user_id, "displayName": person.name}


def _group_leave(ask: Ask) -> Json:
    _members(ask)
    ask.platform.acts.remove_bot(ask.path["group"])
    return {}


def _content(ask: Ask) -> Response:
    file = ask.platform.chats.files.get(ask.path["message"])
    if file is None:
        raise Refused(404, "Not found")
    if ask.struck_by(FaultKind.PREPARING):
        return Response(status_code=202)
    return Response(file.data, headers={"content-type": file.media_type})


def _preview(ask: Ask) -> Response:
    file = ask.platform.chats.files.get(ask.path["message"])
    if file is None:
        raise Refused(404, "Not found")
    if image_size(file.data):
        return Response(file.data, headers={"content-type": file.media_type})
    return Response(_GREY_POINT, headers={"content-type": "image/png"})


def _transcoding(ask: Ask) -> Json:
    if ask.path["message"] not in ask.platform.chats.files:
        raise Refused(404, "Not found")
    return {"status": "processing" if ask.struck_by(FaultKind.PREPARING) else "succeeded"}


def _loading(ask: Ask) -> Response:
    body = ask.json("loading")
    chat = body["chatId"]
    if chat not in ask.platform.chats.people:
        raise Refused(400, "The property, 'chatId', in the request body is invalid (line: -, column: -)")
    ask.platform.chats.loading_until[chat] = ask.platform.clock() + body.get("loadingSeconds", 20)
    return JSONResponse({}, 202)


def _mark_as_read(ask: Ask) -> Json:
    ask.platform.chats.mark_read(ask.json("mark_as_read")["markAsReadToken"])
    return {}


def _webhook(ask: Ask) -> Json:
    if not ask.platform.webhook_url:
        raise Refused(404, "Not found")
    return {"endpoint": ask.platform.webhook_url, "active": ask.platform.webhook_active}


def _set_webhook(ask: Ask) -> Json:
    ask.platform.webhook_url = _webhook_address(ask.json("endpoint")["endpoint"])
    return {}


def _webhook_address(url: str) -> str:
    """LINE wants https; here http to this machine is the point."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise Refused(400, "Invalid webhook endpoint URL")
    return url


def _webhook_test(platform: Platform) -> Handler:
    """Posts an empty batch to the bot. It may call the bot while the bot calls us, so it runs beside the gate."""

    def ask_address(ask: Ask) -> Json:
        body = ask.json("endpoint_test") if ask.body else {}
        return {"endpoint": _webhook_address(body.get("endpoint") or platform.webhook_url)}

    checked = endpoint(platform, "webhook", ask_address)

    async def handle(request: Request) -> Response:
        response = await checked(request)
        if response.status_code != 200:
            return response
        url = httpx.Response(200, content=bytes(response.body)).json()["endpoint"]
        status, reason = await _probe(platform, url)
        return JSONResponse(
            {
                "success": 200 <= status < 300,
                "timestamp": datetime.fromtimestamp(platform.clock(), UTC).isoformat(timespec="milliseconds"),
                "statusCode": status,
                "reason": reason,
                "detail": str(status or "no answer"),
            },
            headers={"x-line-request-id": response.headers["x-line-request-id"]},
        )

    return handle


async def _probe(platform: Platform, url: str) -> tuple[int, str]:
    def probe() -> int:
        with httpx.Client(trust_env=False, timeout=2.0) as client:
            return send(client, url, platform.dispatch.post([]))

    status = await to_thread.run_sync(probe)
    return status, "OK" if 200 <= status < 300 else "ERROR_STATUS_CODE" if status else "COULD_NOT_CONNECT"
