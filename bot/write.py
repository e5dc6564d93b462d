"""The last third of a turn: what the handlers decided becomes rows, in batch statements of one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.field import Field
from bot.load import Pending
from bot.notices import notice_row
from bot.outbox import claim_born, open_held, ride_spare
from bot.outgoing import background_row, brief_row, erase_row, page_row, say_row
from bot.phones import new_link, revoke
from bot.readiness import confirm
from bot.render import render
from bot.rows import (
    BINDING,
    CASE,
    CASE_EVENT,
    CASE_OFFICE,
    CODE,
    CONTENT,
    INBOX,
    LANE,
    MESSAGE,
    PERSON,
    PHONE_LINK,
    TIMER,
    case_row,
    encode,
    person_row,
)
from bot.store import Store
from bot.tries import Claimed
from handlers.commands import AnyResult
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
    Stop,
    Unbind,
)
from handlers.events import AnyEvent, Gestured, Located, Said, Sent
from handlers.lane import Lane
from handlers.screens import Duty, DutyList, Screen, line
from models.case import Stage
from models.changed import replace
from models.people import Person
from models.policy import Policy

BACK_OFF = 500
LONGEST_BACK_OFF = 10


class Decided(msgspec.Struct, frozen=True):
    """A lane before and after its events, and all that they want done."""

    before: Lane
    after: Lane
    effects: tuple[Effect, ...] = ()
    done: tuple[Pending, ...] = ()
    results: Mapping[str, AnyResult] = msgspec.field(default_factory=dict)
    tries: int = 0
    failed: Pending | None = None
    parked: bool = False


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
            case Fetch() | AskProfile() | LeaveGroup():
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
        self.inbox.append(
            {
                "id": effect.event.id,
                "lane": effect.lane,
                "kind": "inner",
                "rank": 0,
                "at": effect.event.at,
                "heard": effect.event.heard,
                "body": encode(effect.event),
                "parked": False,
            }
        )


def write(
    store: Store,
    connection: Connection,
    now: int,
    policy: Policy,
    around: Field,
    decided: list[Decided],
    *,
    room: int,
    public_url: str = "",
) -> tuple[Claimed, ...]:
    """Everything of a batch; returns the outbox rows, at most `room`, that this process has claimed for sending."""
    contact = {d.after.person.user: d.after.person.contact_version for d in decided if d.after.person}
    rows = Rows(now, policy, around, public_url, contact)
    for each in decided:
        for effect in each.effects:
            rows.take(each.after.id, effect)
    used, ridden = ride_spare(connection, now, _spare(decided), room=room)
    decided = [_without_token(d) if d.after.person and d.after.person.user in used else d for d in decided]
    _state(store, connection, decided)
    _gathered(store, connection, rows)
    _settle(store, connection, now, decided)
    opened = []
    for held in rows.opens:
        claimed = open_held(connection, now, held)
        if claimed is not None:
            opened.append(claimed)
        else:
            nothing = Say(held.to, held.lang, (line("neutral-nothing"),), held.reply, held.reply_until)
            rows.take(f"user:{held.to}", nothing)
    for each in decided:
        if each.failed is not None:
            park(store, connection, each, now)
    people = {d.after.person.user: d.after.person for d in decided if d.after.person}
    return (*claim_born(store, connection, now, rows.outbox, people, room=max(0, room - len(ridden))), *opened, *ridden)


def _spare(decided: list[Decided]) -> list[Person]:
    """Whose new reply token no answer of this turn has used."""
    return [
        d.after.person
        for d in decided
        if d.after.person
        and d.after.person.token
        and d.after.person.token != (d.before.person and d.before.person.token)
    ]


def _without_token(each: Decided) -> Decided:
    assert each.after.person is not None
    return replace(each, after=each.after.knowing(replace(each.after.person, token=None)))


def _state(store: Store, connection: Connection, decided: list[Decided]) -> None:
    people = [d.after.person for d in decided if d.after.person and d.after.person is not d.before.person]
    if people:
        statement = store.upsert(PERSON, "contact", "contact_version", "lang", "state")
        store.many(connection, statement, [person_row(p) for p in people])
    changed = [
        replace(case, version=case.version + 1)
        for d in decided
        for number, case in d.after.cases.items()
        if d.before.cases.get(number) is not case
    ]
    fresh = [c for c in changed if c.version == 1]
    if fresh:
        store.many(connection, _NEW_CASE, [case_row(c) for c in fresh])
    older = [c for c in changed if c.version > 1]
    if older:
        store.many(connection, _CASE_UPDATE, [{**case_row(c), "key": c.number} for c in older])


_NEW_CASE, _NEW_NOTE, _NEW_LINK = sa.insert(CASE), sa.insert(CASE_EVENT), sa.insert(PHONE_LINK)
_CASE_UPDATE = (
    sa.update(CASE)
    .where(CASE.c.number == sa.bindparam("key"))
    .values({c.name: sa.bindparam(c.name) for c in CASE.columns if c.name != "number"})
)


def _gathered(store: Store, connection: Connection, rows: Rows) -> None:
    ignore = {"messages": MESSAGE, "contents": CONTENT, "offices": CASE_OFFICE, "inbox": INBOX}
    for name, table in ignore.items():
        found = getattr(rows, name)
        if found:
            store.many(connection, store.insert_new(table), found)
    if rows.notes:
        store.many(connection, _NEW_NOTE, rows.notes)
    stopped = [{"k": kind, "s": subject} for (kind, subject), timer in rows.timers.items() if timer is None]
    if stopped:
        store.many(connection, _STOP, stopped)
    timers = [timer for timer in rows.timers.values() if timer is not None]
    if timers:
        store.many(connection, store.upsert(TIMER), timers)
    if rows.hidden:
        rows.outbox += [erase_row(rows.now, content) for content in hide(connection, rows.hidden)]
    for bind in rows.binds:
        bind_destination(store, connection, rows.now, bind)
    if rows.links:
        store.many(connection, _NEW_LINK, rows.links)
    if rows.ready:
        confirm(store, connection, rows.now, rows.ready)
    if rows.unbinds:
        connection.execute(sa.update(BINDING).where(BINDING.c.to.in_(rows.unbinds)).values(active=False))


_STOP = sa.delete(TIMER).where(TIMER.c.kind == sa.bindparam("k"), TIMER.c.subject == sa.bindparam("s"))


def hide(connection: Connection, line_ids: list[str]) -> list[str]:
    """Unsent: the words are gone in this commit; the fact, its time and a file's hash stay. Returns the files."""
    contents = sa.select(MESSAGE.c.content).where(MESSAGE.c.line_id.in_(line_ids))
    mine = CONTENT.c.id.in_(contents)
    files = connection.execute(sa.select(CONTENT.c.id).where(mine, CONTENT.c.media.is_not(None))).scalars().all()
    connection.execute(sa.update(CONTENT).where(mine).values(body=b"", name=None, state="erased"))
    connection.execute(sa.update(MESSAGE).where(MESSAGE.c.line_id.in_(line_ids)).values(unsent=True))
    # An event that could not be handled is kept whole, in its row of the inbox: few, and by an index of their own.
    asked = [b'"id":' + orjson.dumps(each) for each in line_ids]
    parked = connection.execute(sa.select(INBOX.c.seq, INBOX.c.body).where(INBOX.c.parked, INBOX.c.kind == "line"))
    taken_back = [row.seq for row in parked if any(each in row.body for each in asked)]
    if taken_back:
        connection.execute(sa.update(INBOX).where(INBOX.c.seq.in_(taken_back)).values(body=b""))
    return list(files)


def bind_destination(store: Store, connection: Connection, now: int, bind: Bind) -> None:
    """The code is spent in the same commit. A name comes from the profile once it is known."""
    b = bind.binding
    name = b.name or connection.execute(sa.select(PERSON.c.name).where(PERSON.c.user == b.to)).scalar() or ""
    values = {"to": b.to, "office": b.office, "group": b.group, "name": name, "lang": b.lang, "active": True}
    connection.execute(store.upsert(BINDING), [{**values, "bound_at": now}])
    connection.execute(sa.update(CODE).where(CODE.c.hash == bind.code).values(used_by=b.to))
    revoke(connection, b.to)  # who moves to another office leaves the first one's cases behind


def _settle(store: Store, connection: Connection, now: int, decided: list[Decided]) -> None:
    """Done rows keep their id and lose their body: words live in one place."""
    done = [
        {"s": p.seq, "now": now, "r": encode(d.results[p.event.id]).decode() if p.event.id in d.results else None}
        for d in decided
        for p in d.done
        if p.seq is not None
    ]
    if done:
        store.many(connection, _DONE, done)
    cured = [d.after.id for d in decided if d.tries and d.failed is None]
    if cured:
        connection.execute(sa.update(LANE).where(LANE.c.id.in_(cured)).values(tries=0, not_before=0))


_DONE = (
    sa.update(INBOX)
    .where(INBOX.c.seq == sa.bindparam("s"))
    .values(done_at=sa.bindparam("now"), body=b"", result=sa.bindparam("r"))
)


def was_taken_back(person: Person | None, event: AnyEvent) -> bool:
    """Unsent before it came: it is kept nowhere, not even for an operator who looks why it failed."""
    line_id = event.line_id if isinstance(event, Said | Sent | Located | Gestured) else ""
    return person is not None and person.taken_back(line_id) is not None


def park(store: Store, connection: Connection, decided: Decided, now: int) -> None:
    """Back off, or after the last try keep the event whole for an operator and let the lane go on."""
    lane, failed = decided.after.id, decided.failed
    tries = 0 if decided.parked else decided.tries + 1
    wait = now + BACK_OFF * 2 ** min(tries, LONGEST_BACK_OFF) if tries else 0
    connection.execute(store.upsert(LANE), [{"id": lane, "tries": tries, "not_before": wait}])
    if not decided.parked or failed is None:
        return
    if failed.seq is not None:
        values: dict[str, Any] = {"done_at": now, "parked": True}
        if was_taken_back(decided.after.person, failed.event):
            values["body"] = b""
        connection.execute(sa.update(INBOX).where(INBOX.c.seq == failed.seq).values(**values))
    else:
        # A timer is never given up: "every open case has a future step". It comes again in a minute.
        late = sa.and_(TIMER.c.lane == lane, TIMER.c.due_at <= failed.event.at)
        connection.execute(sa.update(TIMER).where(late).values(due_at=now + 60_000))
