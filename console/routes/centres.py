"""The help centres: found, read, edited, added and closed for a while, with the checks of the CSV."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot import centre_edits
from bot.centre_edits import Overtaken, fingerprint
from console import centre_form, centre_list
from console.centre_form import Form as CentreForm
from console.centre_list import may_edit
from console.parts import Here, NotHereError, Reader
from models.centre import Centre
from models.people import Role
from routing.province import provinces
from routing.reason import reason

router = APIRouter(prefix="/centres")
Field = Annotated[str, Form()]


@router.get("/")
def show(here: Here, q: str = "", province: str = "", after: str = "") -> Response:
    """The list. htmx gets its rows alone."""
    q, known = q[:100], province if province in provinces() else ""
    found = centre_list.page(centre_list.places(here.desk).directory, q, known, after)
    if here.part:
        return here.page("centre-rows.html", page=found, q=q, province=known)
    with here.desk.store.read() as connection:
        recent = centre_edits.recent(connection)
    return here.page(
        "centres.html", page=found, q=q, province=known, recent=recent, may_add=may_add(here), who=here.who
    )


def may_add(here: Reader) -> bool:
    return here.who.supervises or (here.who.role is Role.OFFICER and here.who.province is not None)


def unit(here: Reader, code: str) -> Centre:
    found = centre_list.centre(centre_list.places(here.desk).directory, code)
    if found is None:
        raise NotHereError
    return found


def editable(here: Reader, code: str) -> Centre:
    found = unit(here, code)
    if not may_edit(here.who, found.province):
        raise NotHereError
    return found


def page(here: Reader, centre: Centre, form: CentreForm, problem: str = "", *, done: str = "") -> Response:
    with here.desk.store.read() as connection:
        history = centre_edits.history(connection, centre.code)
    return here.page(
        "centre.html",
        422 if problem or form.wrong else 200,
        centre=centre,
        form=form,
        seen=fingerprint(centre),
        history=history,
        problem=problem,
        done=done,
        may_edit=may_edit(here.who, centre.province),
        tomorrow=centre_form.tomorrow(here.now),
        who=here.who,
    )


@router.get("/new")
def new(here: Here) -> Response:
    if not may_add(here):
        raise NotHereError
    return adding(here, centre_form.blank(here.who.province))


def adding(here: Reader, form: CentreForm) -> Response:
    return here.page("centre-new.html", 422 if form.wrong else 200, form=form, who=here.who)


@router.post("/new")
async def sent(request: Request) -> dict[str, str]:  # pragma: no cover - replaced below
    raise NotHereError
