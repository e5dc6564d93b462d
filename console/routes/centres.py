"""The help centres: found, read, edited, added and closed for a while, with the checks of the CSV."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot import centre_edits
from bot.centre_edits import Overtaken, fingerprint
from console import centre_form, centre_list, centre_view
from console.centre_form import Form as CentreForm
from console.centre_list import may_edit
from console.parts import Here, NotHereError, Reader
from models.centre import Centre
from models.changed import replace
from models.people import Role
from routing.province import provinces
from routing.reason import reason

router = APIRouter(prefix="/centres")
Field = Annotated[str, Form()]
DONE = ("saved", "closed", "reopened")


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
        kinds=centre_form.KINDS,
        say=centre_view.said,
        tomorrow=centre_form.tomorrow(here.now),
        who=here.who,
    )


@router.get("/new")
def new(here: Here) -> Response:
    if not may_add(here):
        raise NotHereError
    return adding(here, centre_form.blank(here.who.province))


def adding(here: Reader, form: CentreForm) -> Response:
    return here.page("centre-new.html", 422 if form.wrong else 200, form=form, kinds=centre_form.KINDS, who=here.who)


async def sent(request: Request) -> dict[str, str]:
    """The words of a form; boxes of one name that are ticked stand beside each other."""
    form = await request.form()
    return {name: " ".join(each for each in form.getlist(name) if isinstance(each, str)) for name in form}


Sent = Annotated[dict[str, str], Depends(sent)]


@router.post("/new")
def add(here: Here, given: Sent) -> Response:
    if not may_add(here):
        raise NotHereError
    form = centre_form.filled(given, centre_form.blank(here.who.province))
    places = centre_list.places(here.desk)
    made = centre_form.checked(form, here.who, None, places.atlas)
    if isinstance(made, CentreForm):
        return adding(here, made)
    saved = centre_edits.save_centre(here.desk.store, made, "", here.now, here.who.name)
    if isinstance(saved, Overtaken):
        return adding(here, replace(form, wrong={"code": reason("centre-code-taken")}))
    return to_unit(made.code, "saved")


@router.get("/units/{code}")
def one(here: Here, code: str, done: str = "") -> Response:
    centre = unit(here, code)
    known = done if done in DONE else ""
    return page(here, centre, centre_form.form_of(centre, here.who), done=known)


@router.post("/units/{code}")
def edit(here: Here, code: str, given: Sent) -> Response:
    centre = editable(here, code)
    form = centre_form.filled(given, centre_form.form_of(centre, here.who))
    made = centre_form.checked(form, here.who, centre, centre_list.places(here.desk).atlas)
    if isinstance(made, CentreForm):
        return page(here, centre, made)
    return saved(here, made, given.get("seen", ""), form, "saved")


@router.post("/units/{code}/close")
def close(here: Here, code: str, until: Field = "", seen: Field = "") -> Response:
    """Closed until the beginning of a day; cases go to others meanwhile."""
    centre = editable(here, code)
    form = centre_form.form_of(centre, here.who)
    moment = centre_form.closing(until, here.now)
    if moment is None:
        return page(here, centre, form, "centre-bad-until")
    return saved(here, replace(centre, closed_until=moment), seen, form, "closed")


@router.post("/units/{code}/reopen")
def reopen(here: Here, code: str, seen: Field = "") -> Response:
    centre = editable(here, code)
    return saved(here, replace(centre, closed_until=None), seen, centre_form.form_of(centre, here.who), "reopened")


def saved(here: Reader, made: Centre, seen: str, form: CentreForm, done: str) -> Response:
    """What was typed stays on the page when somebody else was quicker; sending it again then goes over theirs."""
    result = centre_edits.save_centre(here.desk.store, made, seen or "-", here.now, here.who.name)
    if isinstance(result, Overtaken):
        return page(here, unit(here, made.code), form, "centre-overtaken")
    return to_unit(made.code, done)


def to_unit(code: str, done: str) -> Response:
    return RedirectResponse(f"/console/centres/units/{code}?done={done}", status_code=303)
