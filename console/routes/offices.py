"""The offices: whether they would hear an alert, who is bound, who is on call, and their other paths."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse, Response

from bot import paths
from bot.codes import new_code
from bot.drills import Light, board
from bot.ledger import enter
from bot.paths import BadAddress
from bot.settings import MissingSettingError
from console import offices, rota_form
from console.centre_form import Form as Filled
from console.parts import Here, NotHereError, Reader
from console.routes.centres import Sent
from models.field import SUPERVISOR, DutyLine, PathKind
from models.people import Role
from routing.duty import ranks
from routing.province import provinces

router = APIRouter(prefix="/offices")
Field = Annotated[str, Form()]
KINDS = tuple(PathKind)


@router.get("/")
def show(here: Here, light: str = "") -> Response:
    """The board of 77 provinces; an officer goes to their own office."""
    if here.who.role is Role.OFFICER:
        return to(here.who.province or "-")
    with here.desk.store.read() as connection:
        found = board(connection, here.desk.turner.policy, here.now)
    lights = {each: sum(o.light is each for o in found) for each in (*Light, None)}
    if light in {*Light, "none"}:
        found = tuple(o for o in found if (o.light or "none") == light)
    return here.page("offices.html", offices=found, lights=lights, chosen=light, who=here.who)


def readable(here: Here, office: str) -> Reader:
    """An office that this reader may see: an officer their own, and nobody else's paths."""
    known = office in provinces() or (office == SUPERVISOR and here.who.supervises)
    if not known or (here.who.role is Role.OFFICER and here.who.province != office):
        raise NotHereError
    return here


def supervised(here: Annotated[Reader, Depends(readable)]) -> Reader:
    if not here.who.supervises:
        raise NotHereError
    return here


def scheduled(here: Annotated[Reader, Depends(readable)], office: str) -> Reader:
    """A rota belongs to its office: its officers change it too."""
    if office == SUPERVISOR or not (here.who.supervises or here.who.role is Role.OFFICER):
        raise NotHereError
    return here


Readable = Annotated[Reader, Depends(readable)]
Supervised = Annotated[Reader, Depends(supervised)]
Scheduled = Annotated[Reader, Depends(scheduled)]


@router.get("/{office}")
def one(here: Readable, office: str, test: str = "") -> Response:
    return page(here, office, test=test)


def page(
    here: Reader,
    office: str,
    *,
    problem: str = "",
    code: str = "",
    group: bool = False,
    test: str = "",
    form: Filled = rota_form.BLANK,
) -> Response:
    policy, now = here.desk.turner.policy, here.now
    with here.desk.store.read() as connection:
        bound = offices.bound(connection, office, policy, now)
        rota = offices.rota(connection, office)
        values: dict[str, Any] = {
            "codes": offices.codes(connection, office, now),
            "paths": paths.paths(connection, office),
            "outcome": offices.outcome(connection, test[:64]) if test else None,
            "recent": offices.recent(connection, office),
        }
    officers = [b.to for b in bound if not b.state.group]
    lines = [each.line for each in rota]
    return here.page(
        "office.html",
        422 if problem or form.wrong else 200,
        office=office,
        bound=bound,
        rota=rota,
        on_call=ranks(lines, officers, now),
        gaps=rota_form.gaps(lines, officers, now),
        code=code,
        code_group=group,
        code_until=now + policy.code_lives,
        problem=problem,
        form=form,
        kinds=KINDS,
        duty_kinds=rota_form.KINDS,
        may_supervise=here.who.supervises,
        may_schedule=office != SUPERVISOR and (here.who.supervises or here.who.role is Role.OFFICER),
        who=here.who,
        **values,
    )


def to(office: str, more: str = "") -> Response:
    return RedirectResponse(f"/console/offices/{office}{more}", status_code=303)


@router.post("/{office}/code")
def make_code(here: Supervised, office: str, group: Field = "") -> Response:
    """A one-time code, shown on this answer and never again."""
    if office == SUPERVISOR:
        raise NotHereError
    store, by = here.desk.store, here.who.name
    code = new_code(store, here.desk.clock, here.desk.turner.policy, office, group=group == "yes")
    store.write(lambda c: enter(c, here.now, by, f"code made: {office}", group=group == "yes"))
    return page(here, office, code=code, group=group == "yes")


@router.post("/{office}/unbind")
def unbind(here: Supervised, office: str, which: Field = "") -> Response:
    here.desk.store.write(lambda c: offices.unbind(c, office, which, here.now, here.who.name))
    return to(office)


@router.post("/{office}/duty")
def add_duty(here: Scheduled, office: str, given: Sent) -> Response:
    with here.desk.store.read() as connection:
        bound = offices.bound(connection, office, here.desk.turner.policy, here.now)
    made = rota_form.duty(given, office, bound)
    if not isinstance(made, DutyLine):
        return page(here, office, form=made)
    here.desk.store.write(lambda c: offices.add_duty(c, made, here.now, here.who.name))
    return to(office, "#rota")


@router.post("/{office}/duty/remove")
def remove_duty(here: Scheduled, office: str, seq: Annotated[int, Form()]) -> Response:
    here.desk.store.write(lambda c: offices.remove_duty(c, office, seq, here.now, here.who.name))
    return to(office, "#rota")


@router.post("/{office}/path")
def add_path(here: Supervised, office: str, kind: Field = "", name: Field = "", address: Field = "") -> Response:
    """The address is sealed at once; no page shows it again."""
    address, name = address.strip(), " ".join(name.split())[:60]
    if kind not in set(PathKind):
        return page(here, office, problem="way-kind")
    if isinstance(paths.check(PathKind(kind), address), BadAddress) or not address:
        return page(here, office, problem="way-webhook" if kind == PathKind.WEBHOOK else "way-address")
    try:
        key = here.desk.settings.data_key()
    except MissingSettingError:
        return page(here, office, problem="way-no-key")
    path = paths.new_path(office, PathKind(kind), name)
    paths.add_path(here.desk.store, key, path, address, here.now, here.who.name)
    return to(office, "#paths")


@router.post("/{office}/path/{what}")
def change_path(here: Supervised, office: str, what: str, ident: Field = "") -> Response:
    """Tests a path, or switches it on or off."""
    with here.desk.store.read() as connection:
        known = {path.id for path, _ in paths.paths(connection, office)}
    if ident not in known or what not in {"test", "on", "off"}:
        raise NotHereError
    if what == "test":
        row = paths.test_path(here.desk.store, ident, here.now)
        return to(office, f"?test={row}#paths" if row else "")
    paths.set_active(here.desk.store, ident, here.now, here.who.name, active=what == "on")
    return to(office, "#paths")
