"""What happens to every request of the bot before and after its endpoint: token, faults, request id, record."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from uuid import uuid4

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from emulator.faults import Fault, FaultKind
from emulator.platform import Platform
from emulator.validate import check, parse
from emulator.values import Call, Json, Refused

_CONFIRM = "Confirm that the access token in the authorization header is valid."
_REFUSALS: dict[FaultKind, tuple[int, str]] = {
    FaultKind.RATE_LIMIT: (429, "The API rate limit has been exceeded. Try again later."),
    FaultKind.MONTHLY_LIMIT: (429, "You have reached your monthly limit."),
    FaultKind.INVALID_REPLY_TOKEN: (400, "Invalid reply token"),
    FaultKind.FORBIDDEN: (403, "Access to this API is not available for your account"),
    FaultKind.INVALID_TOKEN: (
        401,
        f"Authentication failed due to the following reason: invalid token. {_CONFIRM}",
    ),
    FaultKind.EXPIRED_TOKEN: (
        401,
        f"Authentication failed due to the following reason: expired token. {_CONFIRM}",
    ),
}


class Drop(Response):
    """No answer: the connection just ends; `reset` with a TCP reset. app.py puts the means into the scope."""

    def __init__(self, *, reset: bool) -> None:
        super().__init__(status_code=0)
        self.reset = reset

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        await scope["extensions"]["emulator.drop"](self.reset)


class _Instead(Exception):  # noqa: N818 - an answer, not a bug
    """A fault's answer takes the place of the endpoint's."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


@dataclass(frozen=True, slots=True)
class Ask:
    """One request as an endpoint sees it."""

    platform: Platform
    request_id: str
    retry_key: str
    body: bytes
    media_type: str
    path: dict[str, str]
    query: dict[str, str]
    faults: tuple[Fault, ...]

    def struck_by(self, kind: FaultKind) -> bool:
        return any(fault.kind is kind for fault in self.faults)

    def json(self, kind: str) -> Json:
        """The body, parsed and checked as this kind of request."""
        value = parse(self.body)
        check(kind, value)
        return value


Work = Callable[[Ask], Json | Response]
Handler = Callable[[Request], Awaitable[Response]]


def endpoint(platform: Platform, kind: str, work: Work) -> Handler:
    """`kind` is the name by which faults aim at this endpoint."""

    async def handle(request: Request) -> Response:
        ask = Ask(
            platform,
            str(uuid4()),
            request.headers.get("x-line-retry-key", ""),
            await request.body(),
            request.headers.get("content-type", "").partition(";")[0].strip().lower(),
            {name: str(value) for name, value in request.path_params.items()},
            dict(request.query_params),
            (),
        )
        response = await _answer(request, ask, kind, work)
        response.headers["x-line-request-id"] = ask.request_id
        _record(ask, request, kind, response.status_code)
        if platform.dispatch.waiting:
            response.background = BackgroundTask(platform.flush)
        return response

    return handle


async def _answer(request: Request, ask: Ask, kind: str, work: Work) -> Response:
    platform = ask.platform
    try:
        _authenticate(request, platform)
        with platform.changing():
            faults = platform.faults.take(kind)
        await _strike(request, (fault for fault in faults if fault.when == "before"))
        with platform.changing():
            answer = work(
                Ask(platform, ask.request_id, ask.retry_key, ask.body, ask.media_type, ask.path, ask.query, faults)
            )
        await _strike(request, (fault for fault in faults if fault.when == "after"))
    except Refused as refused:
        return JSONResponse(refused.body(), refused.status, refused.headers)
    except _Instead as instead:
        return instead.response
    return answer if isinstance(answer, Response) else JSONResponse(answer)


def _authenticate(request: Request, platform: Platform) -> None:
    if request.headers.get("authorization") != f"Bearer {platform.channel_token}":
        raise Refused(*_REFUSALS[FaultKind.INVALID_TOKEN])


async def _strike(request: Request, faults: Iterable[Fault]) -> None:
    for fault in faults:
        match fault.kind:
            case FaultKind.SLOW:
                await _pause(request, fault.seconds)
            case FaultKind.ERROR:
                raise Refused(500, "Internal server error")
            case FaultKind.GARBAGE:
                raise _Instead(Response("<html>Service temporarily overloaded", 200, media_type="text/html"))
            case FaultKind.TIMEOUT:
                await _silence(request, fault.seconds)
                raise _Instead(Drop(reset=False))
            case FaultKind.RESET:
                raise _Instead(Drop(reset=True))
            case refusal if refusal in _REFUSALS:
                raise Refused(*_REFUSALS[refusal])


async def _pause(request: Request, seconds: float) -> None:
    """A pause that ends early when the server stops."""
    try:
        await asyncio.wait_for(request.app.state.stopping.wait(), seconds)
    except TimeoutError:
        return


async def _silence(request: Request, seconds: float) -> None:
    """Waits until the caller hangs up, the server stops, or so many seconds have passed."""
    hung_up = asyncio.ensure_future(_hung_up(request))
    stopping = asyncio.ensure_future(request.app.state.stopping.wait())
    _, pending = await asyncio.wait({hung_up, stopping}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()


async def _hung_up(request: Request) -> None:
    try:
        while (await request.receive())["type"] != "http.disconnect":
            pass
    except ClientDisconnect:
        return


def _record(ask: Ask, request: Request, kind: str, status: int) -> None:
    with ask.platform.changing():
        ask.platform.calls.append(
            Call(
                kind,
                request.method,
                request.url.path,
                status,
                ask.request_id,
                ask.retry_key,
                ask.platform.clock(),
                ask.body,
            )
        )
