"""What lay in the spool for minutes updates the case and is raised; it says nothing that the gate does not let pass."""

from pathlib import Path

from bot.spool import Spooled
from tests.town import Town


def test_a_report_from_the_spool_opens_a_case_and_answers_nobody_by_reply(database: str, tmp_path: Path):
    town = Town(tmp_path, database=database)
    officer = town.officer("TH-50")
    citizen = town.citizen()
    number = citizen.reports()
    citizen.ignores_the_rest()
    officer.ignores_the_rest()
    kept: list[Spooled] = []
    town.platform.connect(lambda body, _: kept.append(Spooled(town.clock.now(), body)) or 200)
    citizen.says("เขามีมีด")
    stranger = town.citizen("สอง")
    stranger.says("ช่วยด้วย")
    town.service.accepter.spool.put(kept)
    calls = len(town.platform.calls)
    town.clock.at += 5 * 60_000
    town.service.accepter.look()
    assert town.service.accepter.drain()
    town.service.accepter.look()
    assert not town.service.accepter.drain()
    town.settle()
    assert [c.endpoint for c in town.platform.calls[calls:] if c.endpoint == "reply"] == []
    old, new = sorted(town.cases(), key=lambda c: c["number"] != number)
    assert [m["text"] for m in old["messages"]][-1] == "เขามีมีด"
    assert "heard_late" in [e["kind"] for e in old["events"]]
    assert (new["status"], new["priority"]) == ("open", "P1")
    assert new["raised_at"] > new["started_at"], "raised when it was known, not when it was said"
    town.closes()
