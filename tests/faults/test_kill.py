"""`kill -9` of a server at random under load, five times: nothing that was acknowledged is missing, nothing is said
twice, and everybody hears things in order. On SQLite with one replica, on PostgreSQL with two; `make soak`: fifty."""

from pathlib import Path

from tests.faults.fleet import WORDS, Fleet, judge, pick, talk, undisturbed

KILLS = 5


def test_five_kills(database: str, tmp_path: Path):
    whole = undisturbed(tmp_path / "calm")
    fleet = Fleet(tmp_path, database)
    people = [fleet.platform.person(f"p{n}", follows=False) for n in range(30)]
    fleet.start(1 if database.startswith("sqlite") else 2)
    random = pick(5)
    talking = talk(people, WORDS, rate=40)
    for _ in range(KILLS):
        talking.join(random.uniform(0.1, 0.6))
        fleet.kill(random.randrange(len(fleet.alive)))
        fleet.start()
    talking.join()
    fleet.settles()
    verdict = judge(fleet, people, whole)
    fleet.close()
    assert (verdict.missing, verdict.doubled, verdict.disordered) == (0, 0, 0), verdict
    assert (verdict.acknowledged, verdict.cases) == (150, 30)
