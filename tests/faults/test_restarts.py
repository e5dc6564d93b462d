"""A clean stop loses nobody: events at a steady rate through five restarts, every one stored at its first try."""

from pathlib import Path

from tests.faults.fleet import Fleet, talk

FINISHED_WITHIN = 10


def test_five_restarts_refuse_nobody(tmp_path: Path):
    fleet = Fleet(tmp_path, f"sqlite:///{tmp_path}/fleet.db")
    people = [fleet.platform.person(f"p{n}", follows=False) for n in range(40)]
    fleet.start()
    talking = talk(people, ["ช่วยด้วย", *(f"คำที่ {n}" for n in range(16))], rate=50)
    took = []
    for beside in (True, True, True, False, False):
        if beside:  # the next one is there before the old one leaves, as two replicas take turns
            fleet.start()
        took.append(fleet.alive.pop(0).ends())
        if not beside:  # systemd: one ends, then the next begins; the socket holds who comes meanwhile
            fleet.start()
    talking.join()
    fleet.settles()
    acknowledged, stored = fleet.acknowledged(), fleet.stored()
    fleet.close()
    assert fleet.statuses == {}, "no answer but 200, no connection without one"
    assert len(acknowledged) == 40 * 17
    assert acknowledged <= stored
    assert max(took) < FINISHED_WITHIN
