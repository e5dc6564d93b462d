"""Presence of 1300: breaks, and what is passed on before somebody goes."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from bot.desk import Wish
from bot.staffing import BREAKS
from console import reads
from console.forms import LONGEST
from console.parts import Here, NotHereError, Reader
from console.routes.case import known_form
from console.routes.door import HOME, signed_out
from models.people import Role

router = APIRouter()
Field = Annotated[str, Form()]
Fields = Annotated[list[str] | None, Form()]


def staff(here: Reader) -> Reader:
    """An officer is never present at 1300, and has no break there."""
    if here.who.role is Role.OFFICER:
        raise NotHereError
    return here


def page(here: Reader, minutes: int, *, again: bool = False) -> Response:
    """What the reader still holds, the most urgent first, with to whom it may go."""
    held = here.desk.hand_over_list(here.who.name)
    with here.desk.store.read() as connection:
        rows = {row.number: row for row in reads.some(connection, here.audience, [c.number for c in held], here.moment)}
    return here.page(
        "leave.html",
        422 if again else 200,
        held=[(case, rows[case.number]) for case in held if case.number in rows],
        others=[each.name for each in here.desk.roll() if each.until is None and each.name != here.who.name],
        minutes=minutes,
        again=again,
        form_id=here.desk.new_form(),
        who=here.who,
    )


def go(here: Reader, minutes: int) -> Response:
    """The break begins, or the session ends."""
    if not minutes:
        return signed_out(here)
    here.desk.rest(here.who.name, minutes)
    here.parts.live.stir()
    return RedirectResponse(HOME, status_code=303)


def known_break(minutes: int) -> int:
    """One of the breaks there are; anything else is signing out."""
    return minutes if minutes in BREAKS else 0


@router.get("/leave")
def show(here: Here, minutes: int = 0) -> Response:
    return page(staff(here), known_break(minutes))


@router.post("/leave")
def leave(
    here: Here,
    *,
    minutes: Annotated[int, Form()] = 0,
    how: Field = "",
    number: Fields = None,
    to: Fields = None,
    note: Fields = None,
    form_id: Field = "",
) -> Response:
    """Passes everything on, as wished or (`how=queue`) all of it to the queue, and goes.

    What could not be passed on as wished keeps its owner here; who gives all back goes in any case, and the lease
    brings the rest back.
    """
    staff(here)
    wishes = wished(number or (), to or (), note or (), queue=how == "queue")
    left = here.desk.let_go(here.who.actor, wishes, known_form(here, form_id))
    if left and how != "queue":
        return page(here, known_break(minutes), again=True)
    return go(here, known_break(minutes))


def wished(numbers: Sequence[str], to: Sequence[str], notes: Sequence[str], *, queue: bool) -> dict[str, Wish]:
    """The three columns of the form as wishes by number; a form with lines missing wishes nothing."""
    if not len(numbers) == len(to) == len(notes):
        return {}
    return {
        number: Wish("" if queue else whom, words.strip()[:LONGEST])
        for number, whom, words in zip(numbers, to, notes, strict=True)
    }


@router.post("/rest")
def rest(here: Here, minutes: Annotated[int, Form()] = 0) -> Response:
    """A break. Who still holds conversations passes them on first: nobody on a break answers a reporter."""
    staff(here)
    if not known_break(minutes):
        return RedirectResponse(HOME, status_code=303)
    if here.desk.hand_over_list(here.who.name):
        return RedirectResponse(f"/console/leave?minutes={minutes}", status_code=303)
    return go(here, minutes)


@router.post("/back")
def back(here: Here) -> Response:
    staff(here)
    here.desk.back(here.who.name)
    here.parts.live.stir()
    return RedirectResponse(HOME, status_code=303)
