"""Two services over one database, restarts and jumps of the clock: no page is lost, and none is doubled to a person."""

import random
from collections import Counter
from itertools import pairwise

import pytest

from models.times import MINUTE
from tests.duty_room import in_danger, next_due, pages, th
from tests.town import Town

LONGEST_JUMP = 70_000
LEASE = 12_000
SKEW = 5_000


class Askew:
    """The clock of another machine: it runs with the town's, and each restart may find it wrong by another amount."""

    def __init__(self, town: Town, by: int) -> None:
        self.town, self.by = town, by

    def now(self) -> int:
        return self.town.clock.now() + self.by


class Two:
    """A second service beside the town's own; `rounds` lets both work in any order, and may restart either."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self.chance = random.Random(seed)
        self.services = [town.service, town.opens(clock=self.askew())]
        self.restarted = self.jumped = 0

    def askew(self) -> Askew:
        return Askew(self.town, self.chance.randrange(-SKEW, SKEW))

    def works(self) -> None:
        idle = 0
        while idle < 4:
            service = self.chance.choice(self.services)
            result = service.turner.turn()
            assert service.poster is not None
            service.poster.take(result.born)
            if self.chance.random() < 0.1:
                self.restarts(service)
                continue
            sent = self.town.loop.run_until_complete(service.poster.step())
            idle = 0 if result.handled or sent else idle + 1

    def restarts(self, service) -> None:
        """Whatever it had claimed and not sent waits for its lease."""
        self.restarted += 1
        at = self.services.index(service)
        self.town.loop.run_until_complete(service.close())
        self.services[at] = self.town.opens(clock=self.askew() if at else None)
        self.town.service = self.services[0]

    def leaps(self, minutes: float) -> None:
        end = self.town.clock.at + int(minutes * MINUTE)
        while (due := next_due(self.town)) is not None and due <= end:
            jump = self.chance.choice((0, 0, 0, 0, self.chance.randrange(1_000, LONGEST_JUMP)))
            self.jumped += bool(jump)
            self.town.clock.at = min(end, max(self.town.clock.at, due) + jump)
            self.works()
        self.town.clock.at = end

    def closes(self) -> None:
        self.town.service = self.services[0]
        self.town.loop.run_until_complete(self.services[1].close())


@pytest.mark.parametrize("seed", range(3))
def test_restarts_and_jumps_lose_and_double_nothing(town: Town, seed: int):
    officer = town.officer("TH-50")
    number = in_danger(town.citizen())
    two = Two(town, seed)
    two.leaps(60)
    assert two.restarted
    assert two.jumped
    times = pages(town, officer)[1:]
    gaps = [b - a for a, b in pairwise(times)]
    # A restart holds a claimed page back for its lease; a jump adds its own length.
    assert max(gaps) <= 5 * MINUTE + LONGEST_JUMP + LEASE + 2 * SKEW
    ids = Counter(e.id for e in officer.phone.received())
    assert set(ids.values()) == {1}
    told = [e for e in town.case_of(number)["events"] if e["kind"].startswith("paged_")]
    sent = {a["id"]: a["status"] for a in town.case_of(number)["alerts"]}
    assert len({e["row"] for e in told}) == len(told) == len(sent)
    two.leaps(1)
    assert set(sent.values()) <= {"sent", "pending"}
    officer.phone.expects(th("alert-title", number=number), within=0.1)
    two.closes()
