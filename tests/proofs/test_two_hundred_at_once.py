"""Two hundred people report in the same seconds while LINE delivers events twice, late and in the wrong order: one case
each, everything known in it, and nobody hears anything twice."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import orjson
import pytest

from emulator.faults import Fault, FaultKind
from tests.town import CHIANG_MAI, Town

PEOPLE = 200
DISTURBANCES = (FaultKind.DUPLICATE, FaultKind.REDELIVERY, FaultKind.REORDER)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.closes()


def test_one_case_each_and_nothing_doubled(town: Town) -> None:
    random = Random(20261122)
    latitude, longitude, address = CHIANG_MAI
    office = town.officer("TH-50")
    phones = [town.platform.person(f"คนที่ {n}", follows=False) for n in range(PEOPLE)]
    steps = [
        lambda phone: phone.says("แจ้งเหตุ"),
        lambda phone: phone.says("1"),
        lambda phone: phone.sends_location(latitude, longitude, address=address),
        lambda phone: phone.says("2"),
        lambda phone: phone.says("ข้าม"),
    ]
    for step in steps:
        for phone in random.sample(phones, PEOPLE):
            town.clock.at += 1
            if random.random() < 0.3:
                kind = random.choice(DISTURBANCES)
                town.platform.faults.add(Fault(kind, at=frozenset({"webhook"}), times=1))
            step(phone)
            if random.random() < 0.05:
                town.settle(rounds=2000)
    town.platform.release()
    town.platform.redeliver()
    town.settle(rounds=2000)

    cases = town.cases()
    assert len(cases) == PEOPLE
    assert {(c["status"], c["incident"], c["province"], c["in_danger"], c["interrupted"]) for c in cases} == {
        ("open", "assault", "TH-50", False, False)
    }
    assert {len(c["messages"]) for c in cases} == {len(steps)}
    for phone in phones:
        receipts = [e for e in phone.received() if "รับเรื่องเลขที่" in orjson.dumps(e.message).decode()]
        assert len(receipts) == 1
    assert [c for c in town.platform.calls if c.endpoint == "reply" and c.status != 200] == []
    alerts = Counter(orjson.dumps(e.message).decode() for e in office.phone.received() if e.via == "push")
    assert set(alerts.values()) == {1}
    assert len(alerts) == PEOPLE
