"""Files of a conversation, streamed as they are decrypted; every look is recorded."""

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from console import case_reads, looks
from console.files import Span, media_headers, span
from console.parts import Here, NotHereError

router = APIRouter()


@router.get("/cases/{number}/files/{content}")
def show(here: Here, number: str, content: str) -> Response:
    store, who, now = here.desk.store, here.who, here.now
    with store.read() as connection:
        found = case_reads.case_page(connection, here.audience, number)
        file = case_reads.attachment(connection, here.audience, found.case, content) if found else None
        if found is None or file is None or not file.ready:
            raise NotHereError
        new = looks.is_new(connection, who.name, number, f"file:{content}", now)
    body = here.desk.media(content)
    if body is None:
        raise NotHereError
    if new:
        store.write(lambda c: looks.record(c, who.name, number, f"file:{content}", now))
    headers = media_headers(file)
    part = span(here.request.headers.get("range"), file.size)
    if part is None:
        if file.size:
            headers["Content-Length"] = str(file.size)
        return StreamingResponse(body, headers=headers)
    headers |= {"Content-Length": str(part.length), "Content-Range": f"bytes {part.first}-{part.last}/{part.size}"}
    return StreamingResponse(cut(body, part), status_code=206, headers=headers)


def cut(chunks: Iterator[bytes], part: Span) -> Iterator[bytes]:
    """The bytes of one range; what lies before it is read and dropped, because the file is decrypted in order."""
    at = 0
    for chunk in chunks:
        piece = chunk[max(part.first - at, 0) : max(part.last + 1 - at, 0)]
        if piece:
            yield piece
        at += len(chunk)
        if at > part.last:
            return
