"""An officer's link from LINE: one tap on its page binds this phone to a session of twelve hours, once."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy.engine import Connection
from starlette.responses import RedirectResponse, Response

from bot import ledger, phones
from bot.phones import Bound
from bot.rows import USER
from bot.store import Store
from console import sessions
from console.accounts import decoy
from console.parts import Anyone
from models.people import Role

router = APIRouter()


@router.get("/phone/{token}")
def look(asked: Anyone, token: str) -> Response:
    """A button: link scanners and previews only look, and looking spends nothing."""
    with asked.desk.store.read() as connection:
        good = phones.alive(connection, token, asked.now)
    return asked.page("phone.html", 200 if good else 404, good=good, token=token)


@router.post("/phone/{token}")
def enter(asked: Anyone, token: str) -> Response:
    password, lasts = decoy(), asked.desk.turner.policy.phone_session
    store = asked.desk.store
    opened = store.write(lambda c: let_in(store, c, token, password, asked.now, asked.now + lasts))
    if opened is None:
        return asked.page("phone.html", 404, good=False, token=token)
    bound, session = opened
    response = RedirectResponse(f"/console/cases/{bound.number}", status_code=303)
    sessions.give_cookie(response, asked.request.url, session)
    return response


def let_in(
    store: Store, connection: Connection, token: str, password: str, now: int, until: int
) -> tuple[Bound, str] | None:
    """The link is spent and the session begun in one commit; a session on another phone ends."""
    bound = phones.spend(connection, token, now)
    if bound is None:
        return None
    name = phones.user_of(bound.officer)
    # Nobody signs in by this name: the password is a decoy that nobody has seen.
    fresh: dict[str, Any] = {"province": bound.office, "password": password, "locked_until": 0}
    fresh |= {"role": Role.OFFICER.value, "totp": None, "totp_step": 0, "recovery": "", "active": True, "failures": 0}
    new = store.insert(USER).values(name=name, **fresh)
    where = {"role": Role.OFFICER.value, "province": bound.office}
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=where))
    sessions.end_all(connection, name)
    ledger.enter(connection, now, name, f"phone bound: {bound.name or name}")
    return bound, sessions.begin(connection, name, now, until)
