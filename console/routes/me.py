"""One's own account: the password and the second step."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from console import own_account
from console.accounts import WeakPasswordError, second_step
from console.parts import Here, NotHereError, Reader

router = APIRouter(prefix="/me")
Field = Annotated[str, Form()]


def page(
    here: Reader, said: str = "", *, wrong: bool = False, secret: str = "", codes: tuple[str, ...] = ()
) -> Response:
    with here.desk.store.read() as connection:
        on = own_account.has_second_step(connection, here.who.name)
    offer = None if on else own_account.offer(here.who.name, secret)
    status = 422 if wrong else 200
    return here.page("me.html", status, who=here.who, said=said, wrong=wrong, on=on, offer=offer, codes=codes)


@router.get("/")
def show(here: Here) -> Response:
    return page(here)


@router.post("/{what}")
def change(
    here: Here, what: str, *, password: Field = "", fresh: Field = "", secret: Field = "", code: Field = ""
) -> Response:
    """Every change asks for the password again: a console left open must not lose its owner the account."""
    store, who, now = here.desk.store, here.who, here.now
    if not here.parts.throttle.allows(who.name, "", f"me:{who.session}"):
        return page(here, "login-slow", wrong=True, secret=secret)
    user = own_account.knows_password(store, who, password)
    if user is None:
        return page(here, "me-wrong-password", wrong=True, secret=secret)
    match what:
        case "password":
            try:
                own_account.change_password(store, who, fresh, now)
            except WeakPasswordError:
                return page(here, "people-password", wrong=True)
            return page(here, "me-password-changed")
        case "second-step" if not user.totp:
            codes = own_account.turn_on(store, who, own_account.offer(who.name, secret).secret, code, now)
            return page(here, "me-step-on" if codes else "me-wrong-code", wrong=not codes, secret=secret, codes=codes)
        case "one-step":
            step = second_step(user, code, now)
            off = step is not None and own_account.turn_off(store, who, step, now)
            return page(here, "me-step-off" if off else "me-wrong-code", wrong=not off)
        case "second-step":
            return page(here)  # it is on already, from another tab
        case _:
            raise NotHereError
