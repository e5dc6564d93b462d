"""The rows that the effects of a whole batch become, one list a statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.field import Field
from bot.notices import notice_row
from bot.outgoing import background_row, brief_row, page_row, say_row
from bot.phones import new_link
from bot.render import render
from bot.rows import inner_row
from handlers.effects import (
    Answered,
    AskProfile,
    Bind,
    Brief,
    Effect,
    Fetch,
    Forward,
    Hide,
    Keep,
    LeaveGroup,
    Note,
    Notify,
    OpenHeld,
    Page,
    Ready,
    Say,
    Set,
    ShowMenu,
    Stop,
    Unbind,
)
from handlers.screens import Duty, DutyList, Screen
from models.case import Stage
from models.changed import replace
from models.policy import Policy


@dataclass(slots=True)
class Rows:
    """Rows gathered from the effects of a whole batch, one list a statement."""

    now: int
    policy: Policy
    around: Field
    public_url: str
    contact: Mapping[str, int]
    outbox: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    contents: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    offices: list[dict[str, Any]] = field(default_factory=list)
    inbox: list[dict[str, Any]] = field(default_factory=list)
    timers: dict[tuple[str, str], dict[str, Any] | None] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    binds: list[Bind] = field(default_factory=list)
    unbinds: list[str] = field(default_factory=list)
    opens: list[OpenHeld] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    ready: list[str] = field(default_factory=list)

    def take(self, lane: str, effect: Effect) -> None:
        match effect:
            case Say():
                self.outbox.append(say_row(self.now, effect, self.contact.get(effect.to, 0)))
            case Brief():
                self.outbox.append(brief_row(self.now, self.linked(effect)))
            case Page():
                self.page(effect)
            case Notify():
                self.notify(effect)
            case Ready(to=to):
                self.ready.append(to)
            case Keep():
                self.keep(lane, effect)
            case Fetch() | AskProfile() | LeaveGroup() | ShowMenu():
                self.outbox.append(background_row(self.now, effect, self.policy.media_tries_for))
            case Note(number=number, kind=kind, actor=actor, data=data):
                self.note(number, kind, actor, data)
            case Set(kind=kind, subject=subject, due_at=due_at):
                self.timers[kind, subject] = {"kind": kind, "subject": subject, "lane": lane, "due_at": due_at}
            case Stop(kind=kind, subject=subject):
                self.timers[kind, subject] = None
            case Forward():
                self.forward(effect)
            case Hide(line_id=line_id):
                self.hidden.append(line_id)
            case OpenHeld():
                self.opens.append(effect)
            case Bind():
                self.binds.append(effect)
            case Unbind(to=to):
                self.unbinds.append(to)
            case Answered():
                pass

    def note(self, number: str, kind: str, actor: str, data: Mapping[str, str]) -> None:
        self.notes.append(
            {"case_number": number, "at": self.now, "kind": kind, "actor": actor, "data": orjson.dumps(dict(data))}
        )

    def page(self, page: Page) -> None:
        """One row for each destination of the offices; an office without one is said in the log, never passed over."""
        for office in page.offices:
            if page.kind in {"alert", "neighbour"}:
                self.offices.append({"number": page.number, "office": office})
            found = [d for d in self.around.reach(office).of(page.scope) if d.to not in page.besides]
            if not found and page.kind in {"alert", "remind"}:
                self.note(page.number, "no_destination", "", {"office": office})
            for to in found:
                made = page_row(self.now, to, render((page.screen,), to.lang), page)
                self.outbox.append(made)
                data = {
                    "office": office,
                    "to": to.name,
                    "group": str(to.group),
                    "row": made["id"],
                    "alert": made["alert"],
                }
                self.note(page.number, f"paged_{page.kind}", "", data)

    def notify(self, notify: Notify) -> None:
        """One row for each other path of an office or the supervisors."""
        for path in self.around.reach(notify.owner).paths:
            made = notice_row(self.now, notify, path)
            self.outbox.append(made)
            if notify.number is not None:
                data = {"office": path.owner, "to": path.name, "path": path.kind.value, "row": made["id"]}
                data["alert"] = made["alert"]
                self.note(notify.number, f"notified_{notify.kind}", "", data)

    def linked(self, brief: Brief) -> Brief:
        """The officer's own card opens the case page, by a link that is good once."""
        if not self.public_url or not any(isinstance(s, Duty | DutyList) for s in brief.screens):
            return brief
        screens: list[Screen] = []
        for screen in brief.screens:
            match screen:
                case Duty():
                    screens.append(self.opening(brief.to, screen))
                case DutyList(duties=duties):
                    screens.append(DutyList(tuple(self.opening(brief.to, each) for each in duties)))
                case _:
                    screens.append(screen)
        return replace(brief, screens=tuple(screens))

    def opening(self, officer: str, screen: Duty) -> Duty:
        if screen.stage is Stage.DONE:
            return screen
        token, link = new_link(self.now, self.policy, officer, screen.number)
        self.links.append(link)
        return replace(screen, link=f"{self.public_url}/console/phone/{token}")

    def keep(self, lane: str, kept: Keep) -> None:
        self.messages.append(
            {
                "id": kept.id,
                "lane": lane,
                "at": kept.at,
                "kind": kept.kind,
                "sender": kept.sender,
                "outgoing": kept.outgoing,
                "content": kept.content,
                "line_id": kept.line_id or None,
                "state": "pending" if kept.outgoing and kept.kind == "text" else "",
                "unsent": False,
            }
        )
        if kept.content is not None:
            file = kept.kind in {"image", "video", "audio", "file"}
            self.contents.append(
                {
                    "id": kept.content,
                    "body": kept.text.encode("utf-8", "replace"),
                    "media": kept.kind if file else None,
                    "name": kept.name or None,
                    "state": "external" if kept.external else "waiting" if file else "ready",
                }
            )

    def forward(self, effect: Forward) -> None:
        self.inbox.append(inner_row(effect.lane, effect.event))
