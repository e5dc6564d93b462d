"""What the console may ask of the service: act on a case, open one, look, and hear what changed."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec
import sqlalchemy as sa

from bot.clock import Clock
from bot.drills import OfficeState, board
from bot.outgoing import uuid7
from bot.rows import CASE, INBOX, NOT_CLOSED, REST, inner_row, read_case
from bot.settings import Settings
from bot.staffing import Colleague, roll
from bot.store import Store
from bot.turn import Result, Turner
from bot.vault import Vault
from handlers.commands import Actor, AnyCommand, AnyResult, HandOver, NotAllowed, Release
from handlers.events import Commanded, Opened
from models.case import Case, case_number
from models.times import MINUTE

log = logging.getLogger("ess.desk")
_result: msgspec.json.Decoder[AnyResult] = msgspec.json.Decoder(AnyResult)
WAITING = 1000


class Changes:
    """Hints of changed case numbers, in process: who hears one re-reads the case; nobody replays."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[frozenset[str]]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    async def subscribe(self) -> AsyncIterator[frozenset[str]]:
        """Changed numbers as they come; an empty set means "refresh everything"."""
        listener: asyncio.Queue[frozenset[str]] = asyncio.Queue(WAITING)
        self._listeners.add(listener)
        try:
            while True:
                yield await listener.get()
        finally:
            self._listeners.discard(listener)

    def tell(self, numbers: frozenset[str]) -> None:
        """From any thread, after the commit."""
        if numbers and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._spread, numbers)

    def refresh(self) -> None:
        """Something may have changed that nobody named: everybody looks at everything again. From any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._spread, frozenset())

    def _spread(self, numbers: frozenset[str]) -> None:
        for listener in self._listeners:
            if listener.full():
                # A reader that cannot keep up loses the details, never the fact.
                while not listener.empty():
                    listener.get_nowait()
                listener.put_nowait(frozenset())
            else:
                listener.put_nowait(numbers)


@dataclass(frozen=True, slots=True)
class Wish:
    """To whom an operator who goes gives a conversation (empty: to the queue), and their words for the next one."""

    to: str = ""
    note: str = ""


@dataclass(slots=True)
class Desk:
    """The console's door into the service. Every method blocks: call it from a plain `def` route."""

    store: Store
    clock: Clock
    settings: Settings
    turner: Turner
    vault: Vault
    changes: Changes = field(default_factory=Changes)
    after: Callable[[Result], None] = lambda _: None
    demo_login: tuple[str, str] | None = None

    def act(self, number: str, actor: Actor, command: AnyCommand, form_id: str, version: int = 0) -> AnyResult:
        """One action under its form id: done once, and a double click hears the first result."""
        lane = self._lane(number)
        if lane is None:
            return NotAllowed("refused-no-such-case")
        now = self.clock.now()
        event = Commanded(
            id=f"form:{form_id}", at=now, heard=now, number=number, actor=actor, command=command, version=version
        )
        return self._run(lane, event)

    def open_case(self, actor: Actor, note: str, form_id: str) -> str:
        """A case for somebody on the telephone; its number."""
        now = self.clock.now()
        number = case_number(f"form:{form_id}")
        self._run(
            f"case:{number}", Opened(id=f"form:{form_id}", at=now, heard=now, number=number, actor=actor, note=note)
        )
        return number

    def hand_over_list(self, operator: str) -> tuple[Case, ...]:
        """The open conversations of an operator, the most urgent first: what to hand over before leaving."""
        query = sa.select(CASE.c.state).where(CASE.c.answered_by == operator, NOT_CLOSED)
        with self.store.read() as connection:
            states = connection.scalars(query.order_by(CASE.c.priority, CASE.c.raised_at).limit(WAITING)).all()
        return tuple(read_case(state) for state in states)

    def let_go(self, actor: Actor, wishes: Mapping[str, Wish], form_id: str) -> tuple[Case, ...]:
        """Passes on every open conversation of an operator who goes; what could not be passed on comes back.

        A wish is followed while its colleague is present; everything else goes back to the queue. Whatever came to the
        operator in the meantime goes with the second round.
        """
        for again in range(2):
            here = {each.name for each in self.roll() if each.until is None} - {actor.name}
            for case in self.hand_over_list(actor.name):
                wish = wishes.get(case.number, Wish())
                command = HandOver(wish.to, wish.note) if wish.to in here else Release(wish.note)
                self.act(case.number, actor, command, f"{form_id}:{case.number}:{again}")
        return self.hand_over_list(actor.name)

    def roll(self) -> tuple[Colleague, ...]:
        """Who of 1300 is present, and who is on a break until when."""
        with self.store.read() as connection:
            return roll(connection, self.clock.now(), self.turner.policy)

    def rest(self, operator: str, minutes: int) -> None:
        """A break: not counted as present until its end, and no heartbeat renews what they hold meanwhile."""
        now = self.clock.now()
        row = {"user": operator, "since": now, "until": now + minutes * MINUTE}
        self.store.write(lambda c: c.execute(self.store.upsert(REST), [row]))

    def back(self, operator: str) -> None:
        self.store.write(lambda c: c.execute(sa.delete(REST).where(REST.c.user == operator)))

    def readiness(self) -> tuple[OfficeState, ...]:
        """The readiness board: all 77 provinces with their destinations."""
        with self.store.read() as connection:
            return board(connection, self.turner.policy, self.clock.now())

    def new_form(self) -> str:
        """An id for a form that is about to be drawn."""
        return uuid7(self.clock.now())

    def media(self, content_id: str) -> Iterator[bytes] | None:
        """The plain bytes of a stored file, None when there is no such file."""
        return self.vault.read(content_id) if self.vault.path(content_id).exists() else None

    def _lane(self, number: str) -> str | None:
        with self.store.read() as connection:
            return connection.execute(sa.select(CASE.c.lane).where(CASE.c.number == number)).scalar()

    def _run(self, lane: str, event: Commanded | Opened) -> AnyResult:
        row = inner_row(lane, event)
        self.store.write(lambda c: c.execute(self.store.insert(INBOX).on_conflict_do_nothing(), [row]))
        for _ in range(MOST_ROUNDS):
            self.after(self.turner.run(lane))
            with self.store.read() as connection:
                found = connection.execute(
                    sa.select(INBOX.c.result, INBOX.c.done_at).where(INBOX.c.id == event.id)
                ).one()
            if found.result is not None:
                return _result.decode(found.result)
            if found.done_at is not None:
                break
        return NotAllowed("refused-try-again")


# A lane takes twenty rows a turn: this many rounds pass a flood of one person's messages.
MOST_ROUNDS = 20
