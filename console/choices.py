"""What this reader can do to this case now: the buttons are drawn from the table of transitions."""

from dataclasses import dataclass

from console.sessions import SignedIn
from handlers.climbing import climbing, field_open, offices
from models.case import Case, CaseAction, advance
from models.people import Role


@dataclass(frozen=True, slots=True)
class Choices:
    """One flag for each thing on the page; the case's own lane has the last word."""

    claim: bool = False
    read: bool = False
    write: bool = False
    release: bool = False
    hand_over: bool = False
    note: bool = False
    correct: bool = False
    page_again: bool = False
    renew: bool = False
    no_field: bool = False
    unreachable: bool = False
    set_aside: bool = False
    close: bool = False
    field_open: bool = False
    confirm_close: bool = False
    reopen: bool = False


def choices(case: Case, who: SignedIn, *, has_line: bool) -> Choices:
    """An officer reads. A supervisor may also pass on or release what another holds."""
    if who.role is Role.OFFICER:
        return Choices()
    holder = case.answerer.operator if case.answerer else None
    mine = holder == who.name
    live = case.live

    def step(action: CaseAction) -> bool:
        return advance(case.status, action) is not None

    return Choices(
        claim=live and holder is None,
        read=mine and case.unread > 0,
        write=mine and live and has_line,
        release=live and holder is not None and (mine or who.supervises),
        hand_over=live and holder is not None and (mine or who.supervises),
        note=True,
        correct=live,
        page_again=live and bool(offices(case)) and case.responder is None,
        renew=live and case.at_scene,
        no_field=climbing(case),
        unreachable=step(CaseAction.LOSE),
        set_aside=step(CaseAction.SET_ASIDE),
        close=step(CaseAction.CLOSE),
        field_open=field_open(case),
        confirm_close=step(CaseAction.CONFIRM) and case.closed_by != who.name,
        reopen=step(CaseAction.REOPEN),
    )
