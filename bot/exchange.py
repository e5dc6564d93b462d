"""Between the post and the database: what has ended is written down and what is due is claimed, in one transaction."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.apart import Apart
from bot.asking import ask
from bot.clock import Clock
from bot.outbox import PENDING, claim_due
from bot.outgoing import FETCH, RANKS, URGENT
from bot.rows import BINDING, OUTBOX, PERSON
from bot.settling import settle
from bot.store import Store
from bot.tries import Claimed, Outcome
from texts.catalogue import spoken

T = TypeVar("T")
V = TypeVar("V")
Ended = list[tuple[Claimed, Outcome]]
# What does not stand in the line of words.
ALONE = (*URGENT, FETCH)


class Named(Protocol):
    """A person's name and language as LINE knows them (bot/net/line.py, Profile)."""

    @property
    def name(self) -> str: ...

    @property
    def lang(self) -> str | None: ...


@dataclass(slots=True)
class Exchange:
    """One round after the other, in a thread that nobody else's work can hold up. `behind`: older words wait in the
    outbox than those that were claimed last.
    """

    store: Store
    clock: Clock
    ended: Ended = field(default_factory=list)
    profiles: list[tuple[str, Named]] = field(default_factory=list)
    behind: bool = False
    _thread: Apart = field(default_factory=lambda: Apart(1, "post"))

    async def once(self, push_tries: int, most: int, alerts: int, files: int) -> tuple[tuple[Claimed, ...], Ended]:
        """At most so many words, alerts and files that are due, and what was written down. When it raises, whatever has
        ended is kept for the next time.
        """
        ended, self.ended = self.ended, []
        profiles, self.profiles = self.profiles, []
        now, wanted = self.clock.now(), most + alerts + files

        def work(connection: sa.Connection) -> tuple[Claimed, ...]:
            if ended:
                settle(self.store, connection, now, ended, push_tries)
                note_profiles(connection, profiles)
            return claim_due(self.store, connection, now, most, alerts, files) if wanted else ()

        try:
            if not ended and not wanted:
                return (), ended
            if not ended and not await self._apart(self._anything_due, now):
                self.behind = False
                return (), ended
            claimed = await self._apart(self.store.write, work)
        except Exception as e:
            # The leases run out and the rows go again under the same keys; settling once more is harmless. A name that
            # the database refuses is given up.
            kept = profiles if isinstance(e, OperationalError | InterfaceError) else []
            self.ended, self.profiles = [*ended, *self.ended], [*kept, *self.profiles]
            raise
        if most:
            self.behind = sum(row.kind not in ALONE for row in claimed) >= most
        return claimed, ended

    def close(self) -> None:
        self._thread.shutdown()

    async def _apart(self, work: Callable[[V], T], with_: V) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, with_)

    def _anything_due(self, now: int) -> bool:
        with self.store.read() as connection:
            return bool(ask(connection, _ANY_DUE, now=now))


_ANY_DUE = (
    sa.select(OUTBOX.c.seq)
    .where(OUTBOX.c.status == PENDING, OUTBOX.c.due_at <= sa.bindparam("now", type_=sa.BigInteger))
    .where(OUTBOX.c.rank.in_([sa.literal_column(str(rank)) for rank in RANKS]))
    .limit(1)
)
_NAME = (
    sa.update(PERSON)
    .where(PERSON.c.user == sa.bindparam("who"))
    .values(name=sa.bindparam("called"), lang=sa.func.coalesce(sa.bindparam("speaks", type_=sa.String), PERSON.c.lang))
)
_NAME_OFFICER = (
    sa.update(BINDING)
    .where(BINDING.c.to == sa.bindparam("who"), BINDING.c.name == "")
    .values(name=sa.bindparam("called"))
)


def note_profiles(connection: sa.Connection, profiles: list[tuple[str, Named]]) -> None:
    """The name is for the operator; the language only where the person has not chosen one."""
    if not profiles:
        return
    # In the order in which turns lock people (bot/write.py).
    named = sorted(profiles, key=lambda each: each[0])
    rows = [{"who": u, "called": p.name, "speaks": p.lang if p.lang in spoken() else None} for u, p in named]
    connection.execute(_NAME, rows)
    connection.execute(_NAME_OFFICER, [{"who": r["who"], "called": r["called"]} for r in rows])
