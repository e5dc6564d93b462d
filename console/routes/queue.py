"""The queue: its lists, their pages, and the way to a case by its number."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from console import reads
from console.parts import Here, Reader
from console.reads import Listing
from models.case import read_case_number

router = APIRouter()


def queue(here: Reader, listing: Listing, after: str = "") -> dict[str, Any]:
    """What the left side and the strip show, read in one go."""
    with here.desk.store.read() as connection:
        found = reads.page(connection, here.audience, listing, user=here.who.name, moment=here.moment, after=after)
        strip = reads.strip(connection, here.audience, here.moment)
    return {"page": found, "strip": strip, "listing": listing, "who": here.who}


@router.get("/")
def show(here: Here, listing: Listing = Listing.WAITING, after: str = "") -> Response:
    """A list; with `after` and htmx only the rows that follow."""
    values = queue(here, listing, after)
    if here.part:
        return here.page("more.html" if after else "queue.html", selected="", **values)
    return here.page("desk.html", selected="", shown=None, **values)


@router.get("/go")
def go(here: Here, number: str = "") -> Response:
    """From a number as somebody reads it aloud to its page."""
    known = read_case_number(number)
    if known:
        return RedirectResponse(f"/console/cases/{known}", status_code=303)
    return here.page(
        "desk.html", 404, selected="", shown=None, notice=("bad-number", {}), **queue(here, Listing.WAITING)
    )
