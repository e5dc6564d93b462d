"""The control API: how the phone page, and tests in other processes, move people and switch faults. JSON throughout.

It has no login, so it answers on this machine's own names only and to no other page's scripts.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

from anyio import to_thread
from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulator import view
from emulator.control_acts import group_act, person_act
from emulator.control_rules import FAULT, GROUP, PERSON, WEBHOOK, Asked
from emulator.faults import Fault, FaultKind
from emulator.platform import Platform
from emulator.values import File, Json, Refused

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_LARGEST_FILE = 50 * 1024 * 1024
_HARMLESS = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4", "video/webm"}
    | {"audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/webm", "audio/ogg", "audio/wav"}
)

Work = Callable[[Platform, Asked], Json | Response]
Handler = Callable[[Request], Awaitable[Response]]


def routes(platform: Platform) -> list[Route]:
    def read(path: str, work: Work) -> Route:
        return Route(f"/emulator/{path}", _reading(platform, work), methods=["GET"])

    def write(method: str, path: str, work: Work) -> Route:
        return Route(f"/emulator/{path}", _writing(platform, work), methods=[method])

    return [
        Route("/emulator/api/updates", _updates(platform), methods=["GET"]),
        read("api/state", lambda _platform, _asked: view.state(platform)),
        read("api/calls", _calls),
        read("api/people/{user}", _phone),
        read("files/{message}", _file),
        read("menus/{menu}", _menu_image),
        write("POST", "api/people", _add_person),
        write("POST", "api/people/{user}/acts", person_act),
        write("POST", "api/people/{user}/files", _send_file),
        write("POST", "api/groups", _add_group),
        write("POST", "api/groups/{group}/acts", group_act),
        write("POST", "api/faults", _add_fault),
        write("DELETE", "api/faults", _clear_faults),
        write("DELETE", "api/faults/{fault:int}", _remove_fault),
        write("PUT", "api/webhook", _set_webhook),
        Route("/emulator/api/redeliver", _outside(platform, _redeliver), methods=["POST"]),
        Route("/emulator/api/release", _outside(platform, _release), methods=["POST"]),
    ]


def _phone(platform: Platform, asked: Asked) -> Json:
    user = str(asked.path["user"])
    return view.phone(platform, user, asked.query.get("chat") or user)


def _calls(platform: Platform, asked: Asked) -> Json:
    """The bot's requests, newest last; ?since= leaves out so many of the oldest."""
    since = asked.query.get("since", "0")
    calls = platform.calls[int(since) if since.isdigit() else 0 :]
    return {
        "calls": [
            {
                "endpoint": call.endpoint,
                "method": call.method,
                "path": call.path,
                "status": call.status,
                "requestId": call.request_id,
                "retryKey": call.retry_key,
                "at": call.at,
            }
            for call in calls
        ]
    }


def _file(platform: Platform, asked: Asked) -> Response:
    file = platform.chats.files.get(str(asked.path["message"]))
    if file is None:
        raise Refused(404, "Not found")
    return _inert(file)


def _menu_image(platform: Platform, asked: Asked) -> Response:
    return _inert(platform.menus.image(str(asked.path["menu"])))


def _inert(file: File) -> Response:
    """Somebody's upload: shown only when it cannot run anything, else saved."""
    shown = file.media_type in _HARMLESS
    headers = {
        "content-type": file.media_type if shown else "application/octet-stream",
        "content-disposition": "inline" if shown else "attachment",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, max-age=3600",
    }
    return Response(file.data, headers=headers)


def _add_person(platform: Platform, asked: Asked) -> Json:
    """Creates somebody; `follows` (default) also adds the account as a friend, with a follow event."""
    wanted = asked.json(PERSON)
    person = platform.chats.add_person(wanted["name"], wanted.get("language", "th"), wanted.get("userId", ""))
    if wanted.get("follows", True):
        platform.acts.follow(person.user_id)
    return view.person(platform.chats.person(person.user_id))


def _send_file(platform: Platform, asked: Asked) -> Json:
    """The body is the file itself; ?kind=image|video|audio|file&name=&duration=(ms)&chat=."""
    user = str(asked.path["user"])
    if len(asked.body) > _LARGEST_FILE:
        raise Refused(413, "The file is larger than 50 MB")
    duration = asked.query.get("duration", "")
    file = File(
        asked.body,
        asked.media_type or "application/octet-stream",
        asked.query.get("name", ""),
        int(duration) if duration.isdigit() else 0,
    )
    kind = asked.query.get("kind", "file")
    return {"event": platform.acts.send_file(user, asked.query.get("chat") or user, kind, file)}


def _add_group(platform: Platform, asked: Asked) -> Json:
    """Creates a group; `botInside` (default) also invites the account, with a join event."""
    wanted = asked.json(GROUP)
    group = platform.chats.add_group(wanted["name"], tuple(wanted.get("members", [])), wanted.get("groupId", ""))
    if wanted.get("botInside", True):
        platform.acts.invite_bot(group.group_id)
    return view.group(platform.chats.group(group.group_id))


def _add_fault(platform: Platform, asked: Asked) -> Json:
    wanted = asked.json(FAULT)
    fault = Fault(
        FaultKind(wanted["kind"]),
        at=frozenset(wanted.get("at", [])),
        times=None if wanted.get("always") else wanted.get("times", 1),
        when=wanted.get("when", "before"),
        seconds=wanted.get("seconds", 60.0),
        size=wanted.get("size", 2),
    )
    return view.fault(platform.faults.add(fault))


def _clear_faults(platform: Platform, _asked: Asked) -> Json:
    platform.faults.clear()
    return {}


def _remove_fault(platform: Platform, asked: Asked) -> Json:
    platform.faults.remove(asked.path["fault"])
    return {}


def _set_webhook(platform: Platform, asked: Asked) -> Json:
    wanted = asked.json(WEBHOOK)
    platform.webhook_url = wanted.get("url", platform.webhook_url)
    platform.webhook_active = wanted.get("active", platform.webhook_active)
    if "standby" in wanted:
        platform.acts.mode = "standby" if wanted["standby"] else "active"
    return view.state(platform)


def _redeliver(platform: Platform) -> Json:
    return {"posts": platform.redeliver()}


def _release(platform: Platform) -> Json:
    platform.release()
    return {}


# --- the way in


def _reading(platform: Platform, work: Work) -> Handler:
    async def handle(request: Request) -> Response:
        with platform.looking():
            return _answer(platform, work, request, b"")

    return handle


def _writing(platform: Platform, work: Work) -> Handler:
    """What it causes leaves for the bot from a thread: a bot may call back before it answers."""

    async def handle(request: Request) -> Response:
        body = await request.body()
        with platform.changing():
            response = _answer(platform, work, request, body)
        await to_thread.run_sync(platform.flush)
        return response

    return handle


def _outside(platform: Platform, work: Callable[[Platform], Json]) -> Handler:
    async def handle(request: Request) -> Response:
        if not is_local(request):
            return _stranger()
        return JSONResponse(await to_thread.run_sync(work, platform))

    return handle


def _answer(platform: Platform, work: Work, request: Request, body: bytes) -> Response:
    if not is_local(request):
        return _stranger()
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        answer = work(platform, Asked(body, media_type, request.path_params, request.query_params))
    except Refused as refused:
        return JSONResponse(refused.body(), refused.status)
    return answer if isinstance(answer, Response) else JSONResponse(answer)


def is_local(request: Request) -> bool:
    """Asked under a name of this machine, and not by the script of some other page."""
    origin = request.headers.get("origin")
    own = request.headers.get("host", "")
    return request.url.hostname in _LOOPBACK and (origin is None or urlsplit(origin).netloc == own)


def _stranger() -> Response:
    return JSONResponse({"message": "The control API answers to this machine only"}, 403)


def _updates(platform: Platform) -> Handler:
    """A stream of version numbers: whoever reads one looks again. Changes that come together are told once."""

    async def handle(request: Request) -> Response:
        if not is_local(request):
            return _stranger()
        return EventSourceResponse(_versions(platform, request.app.state.stopping), ping=15)

    return handle


async def _versions(platform: Platform, stopping: asyncio.Event) -> AsyncIterator[dict[str, str]]:
    loop = asyncio.get_running_loop()
    changed = asyncio.Event()
    stop_listening = platform.listen(lambda: loop.call_soon_threadsafe(changed.set))
    ending = asyncio.ensure_future(stopping.wait())
    try:
        while not stopping.is_set():
            yield {"data": str(platform.version)}
            waiting = asyncio.ensure_future(changed.wait())
            await asyncio.wait({waiting, ending}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            changed.clear()
    finally:
        stop_listening()
        ending.cancel()
