"""A handler that succeeds, and whose effects cannot be written: the others go on, the event is parked after five tries,
and what the same person does next is handled."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot.rows import INBOX
from handlers.effects import Effect, Note, Set
from handlers.events import Said
from handlers.handle import handle
from handlers.lane import Lane, World
from tests.town import Town

POISON = "พิษ"
UNWRITABLE: dict[str, Effect] = {
    "refused by the database": Note(None, "x"),  # type: ignore[arg-type]
    "not understood by the driver": Set("x", "y", 2**70),
    "not understood by us": Note("x", "y", data={"a": object()}),  # type: ignore[dict-item]
}


def poisoned(effect: Effect) -> Callable[[World, Lane, object], tuple[Lane, tuple[Effect, ...]]]:
    def handler(world: World, lane: Lane, event: object) -> tuple[Lane, tuple[Effect, ...]]:
        if isinstance(event, Said) and event.text == POISON:
            return lane, (effect,)
        return handle(world, lane, event)  # type: ignore[arg-type]

    return handler


@pytest.mark.parametrize("why", UNWRITABLE)
def test_the_others_go_on_and_the_event_is_parked(town: Town, why: str):
    town.service.turner.handler = poisoned(UNWRITABLE[why])
    ill, well = town.citizen("หนึ่ง"), town.citizen("สอง")
    ill.says("แจ้งเหตุ")
    ill.ignores_the_rest()
    with town.paused():
        ill.says(POISON)
        well.says("แจ้งเหตุ")
        ill.says("1")
    town.settle()
    well.expects("เกิดอะไรขึ้น")
    town.passes(seconds=40)
    ill.expects("โทรหาคนช่วย")
    ill.expects("ที่ไหน")
    parked = town.scalar(sa.select(INBOX.c.body).where(INBOX.c.parked))
    assert POISON.encode() in parked
    assert sorted(c["incident"] or "" for c in town.cases()) == ["", "assault"]
