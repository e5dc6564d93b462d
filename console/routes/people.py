"""The administrator's page: who may sign in, and one-time codes for offices come with the command line."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.engine import Connection
from starlette.responses import RedirectResponse, Response

from console import accounts
from console.accounts import WeakPasswordError
from console.parts import Admin, Reader
from models.people import Role
from routing.province import provinces

router = APIRouter(prefix="/people")
Field = Annotated[str, Form()]


BLANK = {"name": "", "role": "", "province": ""}


def page(here: Reader, problem: str = "", filled: Mapping[str, str] = BLANK) -> Response:
    with here.desk.store.read() as connection:
        found = accounts.accounts(connection, here.now)
    status = 422 if problem else 200
    return here.page("people.html", status, accounts=found, problem=problem, filled=filled, who=here.who)


@router.get("/")
def show(here: Admin) -> Response:
    return page(here)


@router.post("/")
def add(here: Admin, name: Field = "", role: Field = "", province: Field = "", password: Field = "") -> Response:
    """Adds a user, or gives an existing one a new role and password."""
    name = " ".join(name.split())
    filled = {"name": name, "role": role, "province": province}
    if not 1 <= len(name) <= 60 or role not in set(Role):
        return page(here, "people-name", filled)
    if role == Role.OFFICER and province not in provinces():
        return page(here, "people-province", filled)
    office = province if role == Role.OFFICER else None
    try:
        accounts.add_user(here.desk.store, name, Role(role), password, here.now, province=office, by=here.who.name)
    except WeakPasswordError:
        return page(here, "people-password", filled)
    return RedirectResponse("/console/people/", status_code=303)


@router.post("/{what}")
def change(here: Admin, what: str, name: Field = "") -> Response:
    """Shuts a user out, lets them in again, or ends their sessions. Nobody shuts out themselves."""
    by, now = here.who.name, here.now
    if name == by and what == "deactivate":
        return page(here, "people-yourself")

    def work(connection: Connection) -> None:
        match what:
            case "deactivate" | "activate":
                accounts.set_active(connection, name, active=what == "activate", by=by, now=now)
            case "sign-out":
                accounts.sign_out_everywhere(connection, name, by=by, now=now)

    here.desk.store.write(work)
    return RedirectResponse("/console/people/", status_code=303)
