"""What the system did not understand, for those who answer."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from console import oddities
from console.parts import Here, NotHereError, Reader
from models.people import Role

router = APIRouter(prefix="/oddities")


def staff(here: Here) -> Reader:
    """What came from anywhere in the country is not an office's business."""
    if here.who.role is Role.OFFICER:
        raise NotHereError
    return here


Staff = Annotated[Reader, Depends(staff)]


@router.get("/")
def show(here: Staff, seen: int = 0, after: str = "") -> Response:
    with here.desk.store.read() as connection:
        found = oddities.page(connection, seen=bool(seen), after=after)
    template = "oddity-rows.html" if here.part else "oddities.html"
    return here.page(template, page=found, seen=bool(seen), who=here.who)


@router.get("/{seq}")
def one(here: Staff, seq: int) -> Response:
    """Opened with its words: the look is recorded."""
    with here.desk.store.read() as connection:
        found = oddities.opened(connection, seq)
    if found is None:
        raise NotHereError
    here.desk.store.write(lambda c: oddities.look(c, here.who.name, seq, here.now))
    return here.page("oddity.html", it=found, who=here.who)


@router.post("/{seq}/{which}")
def see(here: Staff, seq: int, which: str) -> Response:
    if which not in {"seen", "earlier"}:
        raise NotHereError
    here.desk.store.write(lambda c: oddities.see(c, here.who.name, seq, here.now, earlier=which == "earlier"))
    return RedirectResponse("/console/oddities/", status_code=303)
