"""An event that could not be handled is parked whole for an operator; unsent, its words leave there too."""

from typing import Any

import sqlalchemy as sa

from bot.rows import INBOX
from emulator.faults import FaultKind
from handlers.events import Said
from tests.town import Town

SECRET = "the key is under the pot"


def parked(town: Town) -> list[bytes]:
    with town.service.store.read() as connection:
        return list(connection.scalars(sa.select(INBOX.c.body).where(INBOX.c.parked)))


def test_the_words_of_a_parked_event(town: Town):
    handler = town.service.turner.handler

    def fails(world: Any, lane: Any, event: Any) -> Any:
        if isinstance(event, Said) and event.text in {SECRET, "other words"}:
            raise RuntimeError
        return handler(world, lane, event)

    town.service.turner.handler = fails
    citizen, other = town.citizen("a"), town.citizen("b")
    citizen.reports()
    said = citizen.says(SECRET)
    other.says("other words")
    town.passes(minutes=3, step=10)
    assert [SECRET.encode() in body for body in sorted(parked(town), key=len)] == [False, True]
    citizen.unsends(said)
    town.passes(minutes=1, step=10)
    assert SECRET.encode() not in b"".join(parked(town))
    assert b"other words" in b"".join(parked(town))


def test_an_unsend_that_came_before_the_event_that_is_parked(town: Town):
    handler = town.service.turner.handler

    def fails(world: Any, lane: Any, event: Any) -> Any:
        if isinstance(event, Said) and event.text == SECRET:
            raise RuntimeError
        return handler(world, lane, event)

    town.service.turner.handler = fails
    citizen = town.citizen()
    citizen.reports()
    town.strikes(FaultKind.REORDER, "webhook")
    said = citizen.says(SECRET)
    citizen.unsends(said)
    town.passes(minutes=3, step=10)
    assert parked(town) == [b""]
