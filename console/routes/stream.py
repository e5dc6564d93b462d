"""The live stream of rows, and the heartbeat that says who is here."""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.engine import Connection
from sse_starlette import EventSourceResponse
from starlette.responses import Response

from console import presence
from console.live import Viewer
from console.parts import Here
from models.case import read_case_number

router = APIRouter()


@router.get("/live")
async def live(here: Here) -> Response:
    """Rows as they change, until the session ends. The first frame is the strip of this moment."""
    viewer = Viewer(here.audience, here.speech.lang)
    return EventSourceResponse(here.parts.live.stream(viewer, here.who.session), ping=30)


@router.post("/here")
def heartbeat(here: Here, number: Annotated[str, Form()] = "") -> Response:
    """Every 15 seconds: this user is here, and looks at that case. Keeps the session from going idle."""
    store, who = here.desk.store, here.who

    def work(connection: Connection) -> presence.Beat:
        return presence.beat(store, connection, here.audience, who.name, number=read_case_number(number), now=here.now)

    beat = store.write(work)
    here.parts.live.touch(beat.changed)
    if beat.arrived:
        here.parts.live.stir()
    return Response(status_code=204)
