"""The page of a case, what can be done there, and opening one for somebody on the telephone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse, Response

from bot.staffing import roll
from console import accounts, case_reads, looks, reads
from console.case_reads import CasePage
from console.choices import choices
from console.forms import Filled, Unusable, command, too_long
from console.parts import Here, NotHereError, Reader
from console.reads import Listing
from console.routes.queue import queue
from handlers.commands import Answer, AnyResult, Done, HandOver, NotAllowed, Stale, Taken, Write
from models.people import Role

router = APIRouter()
Field = Annotated[str, Form()]
FORM_ID = re.compile(r"[0-9a-f-]{32,40}(:[a-z_:]{1,40})?")


def filled(
    text: Field = "", to: Field = "", outcome: Field = "", slot: Field = "", value: Field = "", province: Field = ""
) -> Filled:
    return Filled(text, to, outcome, slot, value, province)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form knows of its page: its own id, the case's version, the newest line of the log, the list beside it."""

    form_id: str
    version: int
    seen: int
    listing: Listing


def sheet(
    form_id: Field = "",
    version: Annotated[int, Form()] = 0,
    seen: Annotated[int, Form()] = 0,
    listing: Annotated[Listing, Form()] = Listing.WAITING,
) -> Sheet:
    return Sheet(form_id, version, seen, listing)


def shown(here: Reader, number: str) -> dict[str, Any]:
    """What the page of a case shows; NotHereError when there is none for this reader. The look is recorded."""
    store, who, now = here.desk.store, here.who, here.now
    with store.read() as connection:
        found = case_reads.case_page(connection, here.audience, number)
        if found is None:
            raise NotHereError
        values = {
            "it": found,
            "row": reads.some(connection, here.audience, [number], here.moment)[0],
            "can": choices(found.case, who, has_line=found.reporter is not None),
            "colleagues": [name for name in accounts.colleagues(connection) if name != holder(found)],
            "here_now": {c.name for c in roll(connection, now, here.desk.turner.policy) if c.until is None},
            "looks": looks.looks(connection, number) if who.supervises else (),
            "form_id": here.desk.new_form(),
            "who": who,
            "draft": Filled(),
            "drafted": "",
            "notice": None,
        }
        new = looks.is_new(connection, who.name, number, "case", now)
    if new:
        store.write(lambda c: looks.record(c, who.name, number, "case", now))
    return values


def holder(found: CasePage) -> str | None:
    return found.case.answerer.operator if found.case.answerer else None


def page(here: Reader, values: Mapping[str, Any], listing: Listing, status: int = 200, *, done: str = "") -> Response:
    """The case alone for htmx, else with the queue beside it."""
    number = values["it"].case.number
    headers = {"HX-Trigger": done} if done else {}
    if here.part:
        return here.page("case-part.html", status, headers=headers, selected=number, listing=listing, **values)
    beside = queue(here, listing)
    return here.page("desk.html", status, shown=number, selected=number, **{**beside, **values})


@router.get("/cases/{number}")
def show(here: Here, number: str, listing: Listing = Listing.WAITING) -> Response:
    return page(here, shown(here, number), listing)


@router.get("/cases/{number}/earlier")
def earlier(here: Here, number: str, before: str) -> Response:
    """What was said before the oldest message on the page."""
    with here.desk.store.read() as connection:
        found = case_reads.case_page(connection, here.audience, number)
        if found is None:
            raise NotHereError
        talk = case_reads.talk(connection, here.audience, found.case, before)
    return here.page("earlier.html", talk=talk, number=number, it=found)


@router.post("/cases/{number}/{what}")
def act(
    here: Here,
    number: str,
    what: str,
    given: Annotated[Filled, Depends(filled)],
    drawn: Annotated[Sheet, Depends(sheet)],
) -> Response:
    """One command. What went wrong is said on the page, and what was typed stays in its box."""
    with here.desk.store.read() as connection:
        if not reads.some(connection, here.audience, [number], here.moment):
            raise NotHereError
        known = accounts.colleagues(connection)
    wanted = command(what, given)
    if isinstance(wanted, HandOver) and wanted.to not in known:
        wanted = Unusable("form-whom")
    if isinstance(wanted, Unusable):
        result: AnyResult | Unusable = wanted
    else:
        result = here.desk.act(number, here.who.actor, wanted, known_form(here, drawn.form_id), drawn.version)
    if isinstance(result, Done) and isinstance(wanted, Answer | Write):
        # Who claims or writes is at work again, whatever the clock of their break says.
        here.desk.back(here.who.name)
    if isinstance(result, Done) and not here.part:
        return RedirectResponse(f"/console/cases/{number}?listing={drawn.listing}", status_code=303)
    values = shown(here, number)
    if isinstance(result, Done):
        return page(here, values, drawn.listing, done=f"done-{what.replace('_', '-')}")
    values |= {"draft": given, "drafted": what, "notice": notice(here, number, result, drawn.seen)}
    return page(here, values, drawn.listing)


def known_form(here: Reader, form_id: str) -> str:
    """The id that the page was drawn with; a new one for anything that we would not have drawn."""
    return form_id if FORM_ID.fullmatch(form_id) else here.desk.new_form()


def notice(here: Reader, number: str, result: AnyResult | Unusable, seen: int) -> tuple[str, dict[str, Any]]:
    """A key of the catalogue and what it needs, for a command that did not happen."""
    match result:
        case Taken(by=by):
            return "taken", {"by": by}
        case Stale():
            with here.desk.store.read() as connection:
                return "stale", {"changes": case_reads.changes_since(connection, number, seen)}
        case NotAllowed(why=why):
            return "refused", {"why": why}
        case Unusable(why=why):
            return why, {}
        case Done():
            return "done", {}


@router.get("/new")
def ask(here: Here) -> Response:
    if here.who.role is Role.OFFICER:
        raise NotHereError
    return here.page("new.html", who=here.who, form_id=here.desk.new_form(), text="", problem="")


@router.post("/new")
def open_case(here: Here, text: Field = "", form_id: Field = "") -> Response:
    """A case for somebody on the telephone; the same form opens one case however often it is sent."""
    if here.who.role is Role.OFFICER:
        raise NotHereError
    note = text.strip()
    if not note or too_long(note):
        problem = "form-too-long" if note else "form-empty"
        return here.page("new.html", 422, who=here.who, form_id=here.desk.new_form(), text=text, problem=problem)
    number = here.desk.open_case(here.who.actor, note, known_form(here, form_id))
    return RedirectResponse(f"/console/cases/{number}", status_code=303)
