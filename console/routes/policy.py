"""The policy for administrators: what holds, what it means, who changed it when, and changing one value."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from bot.drills import cost_a_month
from bot.policy import BadPolicyError, policy_of, policy_version, save_policy
from console import policy_form
from console.parts import Admin, NotHereError, Reader
from console.policy_form import DRILLS, NAMES, Entry
from models.policy import Policy

router = APIRouter(prefix="/policy")
Field = Annotated[str, Form()]


@router.get("/")
def show(here: Admin, done: str = "") -> Response:
    with here.desk.store.read() as connection:
        policy, versions = policy_of(connection), policy_form.versions(connection)
    return here.page(
        "policy.html",
        policy=policy,
        default=Policy(),
        names=NAMES,
        versions=versions,
        say=policy_form.shown,
        done=done if done in NAMES else "",
        who=here.who,
    )


@router.get("/{name}")
def one(here: Admin, name: str) -> Response:
    if name not in NAMES:
        raise NotHereError
    policy, version = now_holding(here)
    return page(here, policy, version, policy_form.entry(policy, name))


def now_holding(here: Reader) -> tuple[Policy, int]:
    with here.desk.store.read() as connection:
        return policy_of(connection), policy_version(connection)


def page(
    here: Reader,
    policy: Policy,
    version: int,
    entry: Entry,
    problem: str = "",
    *,
    why: str = "",
    cost: int | None = None,
) -> Response:
    return here.page(
        "policy-value.html",
        422 if problem else 200,
        entry=entry,
        policy=policy,
        default=Policy(),
        version=version,
        problem=problem,
        why=why,
        cost=cost,
        cost_now=cost_a_month(here.desk.store, policy) if entry.name in DRILLS else None,
        spans=tuple(policy_form.SPANS),
        say=policy_form.shown,
        who=here.who,
    )


@router.post("/{name}")
def change(
    here: Admin, name: str, text: Field = "", unit: Field = "", version: Field = "", agreed: Field = ""
) -> Response:
    """Checked as a whole, saved as a new version. What drills would cost is shown before it is saved."""
    if name not in NAMES:
        raise NotHereError
    policy, holding = now_holding(here)
    entry = policy_form.entry(policy, name)
    typed = Entry(name, entry.kind, text[:20_000], unit if unit in policy_form.SPANS else entry.unit)
    made = policy_form.changed(here.speech, policy, name, typed.text, typed.unit)
    if isinstance(made, str):
        return page(here, policy, holding, typed, "policy-wrong", why=made)
    if version != str(holding):
        return page(here, policy, holding, typed, "policy-overtaken")
    cost = cost_a_month(here.desk.store, made) if name in DRILLS else None
    if cost is not None and agreed != str(cost):
        return page(here, policy, holding, typed, cost=cost)
    if made != policy:
        try:
            save_policy(here.desk.store, made, here.who.name, here.now)
        except BadPolicyError as wrong:
            why = wrong.said(here.speech.lang) if entry.kind == "table" else ""
            return page(here, policy, holding, typed, "policy-wrong", why=why)
    return RedirectResponse(f"/console/policy/?done={name}", status_code=303)
