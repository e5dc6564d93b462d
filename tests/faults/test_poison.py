"""An event that no handler can take: tried five times, then parked for an operator; the person is told whom to call,
and neither their next words nor anybody else waits for it for ever."""

from pathlib import Path

import sqlalchemy as sa

from bot.rows import INBOX
from handlers.events import Said
from handlers.handle import handle
from tests.town import Town

POISON = "พิษ"


def test_a_poison_event_is_parked_and_the_person_is_told(database: str, tmp_path: Path):
    town = Town(tmp_path, database=database)
    town.service.turner.handler = poisoned
    ill, well = town.citizen("หนึ่ง"), town.citizen("สอง")
    ill.says("แจ้งเหตุ")
    ill.ignores_the_rest()
    ill.says(POISON)
    ill.says("1")
    well.says("แจ้งเหตุ")
    well.expects("เกิดอะไรขึ้น")
    ill.nothing_else_arrived()
    town.passes(seconds=40)
    ill.expects("โทรหาคนช่วย")
    ill.expects("เหตุเกิดที่ไหน")
    assert town.scalar(sa.select(INBOX.c.body).where(INBOX.c.parked, INBOX.c.kind == "line")), "kept whole"
    town.closes()


def poisoned(world, lane, event):
    if isinstance(event, Said) and event.text == POISON:
        raise ValueError("cannot be handled")
    return handle(world, lane, event)
