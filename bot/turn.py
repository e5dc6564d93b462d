"""One turn: load, decide, write, one commit. A lane that fails yields no effects and backs off in its own order."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection

from bot.clock import Clock
from bot.decided import Decided
from bot.directory import Places
from bot.load import Batch, load
from bot.parking import set_back
from bot.pending import ROWS_A_LANE, Pending, due_lanes, locked
from bot.rows import LANE
from bot.store import Store
from bot.tracing import Handled, Tracing
from bot.tries import Claimed
from bot.write import write
from handlers.effects import Answered, Effect, Forward, Keep, Note, Say, Set, Stop
from handlers.events import INNER, AnyEvent, Fired
from handlers.handle import handle
from handlers.lane import Lane, Turned, World
from handlers.screens import Numbers
from models.changed import replace
from models.policy import Policy

How = Callable[[Batch, str], Decided]
log = logging.getLogger("ess.turn")
BATCH = 64
MOST_TRIES = 5
# What is about the database, not about the rows: tried again whole, later.
AWAY = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError, OSError)


@dataclass(frozen=True, slots=True)
class Result:
    """What a turn did: how many events, which cases changed, which rows were born claimed for sending here, and whether
    there may be `more` for the next one: what it had no room for, or what follows at once in another lane.
    """

    handled: int = 0
    changed: frozenset[str] = frozenset()
    born: tuple[Claimed, ...] = ()
    more: bool = False
    traced: tuple[Handled, ...] = ()


@dataclass(slots=True)
class Turner:
    """Runs turns over a store. `places` and `policy` are replaced whole when an owner changes them.

    `room` says how many new rows this process can send at once; the others wait in the outbox for anybody.
    """

    store: Store
    clock: Clock
    places: Places
    policy: Policy = field(default_factory=Policy)
    claims: bool = True
    room: Callable[[], int] = lambda: BATCH * 4
    public_url: str = ""
    busy: Callable[[], bool] = lambda: False
    handler: Callable[[World, Lane, AnyEvent], Turned] = handle
    tracing: Tracing | None = None

    def turn(self, most: int = BATCH) -> Result:
        """One batch of due lanes. What cannot be written as a whole is tried lane by lane, then event by event."""
        try:
            return self._committed(lambda c: self._batch(c, self._due(c, most), most))
        except AWAY:
            raise
        except Exception:  # the house allows it here: whatever one lane brings must not cost the others
            log.warning("a batch cannot be written and is taken lane by lane", exc_info=True)
        with self.store.read() as connection:
            lanes = self._due(connection, most)
        return _joined(self._alone(lane) for lane in lanes)

    def _due(self, connection: Connection, most: int) -> list[str]:
        """More lanes than a turn takes where another replica may hold the first ones."""
        return due_lanes(connection, self.clock.now(), most if self.store.is_sqlite else most * 3)

    def run(self, lane: str) -> Result:
        """The turn of one lane, now: the console acts this way and hears its result at once."""
        return self._committed(lambda c: self._batch(c, [lane], 1, wait=True))

    def _committed(self, work: Callable[[Connection], Result]) -> Result:
        began = time.perf_counter_ns()
        result = self.store.write(work)
        if self.tracing is not None:
            self.tracing.turned(result.traced, began)
        return result

    def _alone(self, lane: str) -> Result:
        """All that the lane has waiting, else its first event, else that one is put off or, at last, parked. What not
        even that helps, because nothing of the lane can be read, waits as it is.
        """
        ways: tuple[How, ...] = (self._decide, self._decide_first, put_off)
        for how in ways:
            try:
                return self._committed(partial(self._batch, lanes=[lane], most=1, how=how))
            except AWAY:
                raise
            except Exception:  # the house allows it here
                log.exception("a lane cannot be written")
        return self.store.write(partial(self._set_back, lane=lane))

    def _set_back(self, connection: Connection, lane: str) -> Result:
        """Perhaps a newer replica has written what we do not know, and goes on with it; else the auditor says so."""
        tries = connection.scalar(sa.select(LANE.c.tries).where(LANE.c.id == lane)) or 0
        set_back(self.store, connection, lane, self.clock.now(), tries + 1)
        return Result()

    def _batch(
        self, connection: Connection, lanes: list[str], most: int, *, wait: bool = False, how: How | None = None
    ) -> Result:
        now = self.clock.now()
        tries = locked(self.store, connection, lanes, most, wait=wait)
        if not tries:
            return Result()
        batch = load(connection, now, self.policy, self.places, tries)
        decided = [(how or self._decide)(batch, name) for name in tries]
        room = max(0, self.room()) if self.claims else 0
        born = write(
            self.store, connection, now, self.policy, batch.around, decided, room=room, public_url=self.public_url
        )
        changed = frozenset(
            number for d in decided for number, case in d.after.cases.items() if d.before.cases.get(number) is not case
        )
        touched = frozenset(e.number for d in decided for e in d.effects if isinstance(e, Note))
        self.store.hint(connection, changed | touched, more=not room)
        crowded = len(lanes) >= most or any(len(waiting) >= ROWS_A_LANE for waiting in batch.pending.values())
        more = crowded or any(follows(e, now) for d in decided for e in d.effects)
        traced = () if self.tracing is None else tuple(handled(p, now) for d in decided for p in d.done)
        return Result(sum(len(d.done) for d in decided), changed | touched, born, more, traced)

    def _decide_first(self, batch: Batch, name: str) -> Decided:
        return self._decide(batch, name, 1)

    def _decide(self, batch: Batch, name: str, most: int | None = None) -> Decided:
        """Handles a lane's events in order up to the first that fails; the ones before it count."""
        lane = before = batch.lanes[name]
        contents = dict(batch.world.contents)
        decided = Decided(before, before, tries=batch.tries[name])
        world = replace(batch.world, salt=str(batch.tries[name] or ""), contents=contents, busy=self.busy())
        for pending in batch.pending.get(name, [])[:most]:
            try:
                lane, effects = self.handler(world, lane, pending.event)
            except Exception:  # the house allows it here: one poison event must not cost the others
                log.exception("event cannot be handled", extra={"event": type(pending.event).__name__})
                return failed(decided, pending)
            contents |= {e.line_id: e.content for e in effects if isinstance(e, Keep) and e.content}
            decided = follow(decided, lane, pending, effects)
        return decided


def handled(pending: Pending, now: int) -> Handled:
    event = pending.event
    return Handled(event.id, type(event).__name__, event.heard, now - event.heard, ours=isinstance(event, INNER))


def follows(effect: Effect, now: int) -> bool:
    """Whether something is to be turned because of it, now."""
    return isinstance(effect, Forward) or (isinstance(effect, Set) and effect.due_at <= now)


def put_off(batch: Batch, name: str) -> Decided:
    """The lane's first event fails although its handler does not: what follows from it cannot be written."""
    before = batch.lanes[name]
    decided = Decided(before, before, tries=batch.tries[name])
    pending = batch.pending.get(name)
    return failed(decided, pending[0]) if pending else decided


def follow(decided: Decided, lane: Lane, pending: Pending, effects: tuple[Effect, ...]) -> Decided:
    """A timer that fired is stopped unless its handler set it again."""
    if isinstance(pending.event, Fired):
        effects = (Stop(pending.event.kind, pending.event.subject), *effects)
    results = [e for e in effects if isinstance(e, Answered)]
    return replace(
        decided,
        after=lane,
        effects=(*decided.effects, *effects),
        done=(*decided.done, pending),
        results={**decided.results, pending.event.id: results[-1].result} if results else decided.results,
    )


def failed(decided: Decided, pending: Pending) -> Decided:
    """After five tries the event is parked for an operator, and the person is told whom to call."""
    if decided.tries + 1 < MOST_TRIES:
        return replace(decided, failed=pending)
    person, event = decided.before.person, pending.event
    told: tuple[Effect, ...] = ()
    if person is not None and not event.group:
        told = (Say(person.user, person.lang, (Numbers(),), event.reply, event.reply_until, vital=True),)
    return replace(decided, failed=pending, parked=True, effects=(*decided.effects, *told))


def _joined(results: Iterable[Result]) -> Result:
    every = list(results)
    return Result(
        sum(r.handled for r in every),
        frozenset().union(*(r.changed for r in every)),
        tuple(row for r in every for row in r.born),
        more=True,
    )
