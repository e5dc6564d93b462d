"""An officer who falls silent: one silent question, a task five minutes later, and the ladder after ten more."""

from tests.town import Town


def kinds(town: Town) -> list[str]:
    return [e["kind"] for e in town.case()["events"]]


def test_the_question_the_task_and_the_release(town: Town):
    officer = town.officer("TH-50")
    number = town.citizen().reports()
    officer.taps("รับเรื่อง")
    officer.ignores_the_rest()
    town.passes(minutes=9, seconds=58)
    officer.nothing_else_arrived()
    town.passes(seconds=3)
    officer.expects(number, "กำลังไป")
    assert "task_lease" not in kinds(town)
    town.passes(minutes=5)
    assert "task_lease" in kinds(town)
    assert town.case()["responder"] is not None
    town.passes(minutes=10, seconds=2)
    assert town.case()["responder"] is None
    officer.expects("ต้องการผู้รับใหม่")


def test_any_step_renews_it(town: Town):
    officer = town.officer("TH-50")
    town.citizen().reports()
    officer.taps("รับเรื่อง")
    town.passes(minutes=9, step=5)
    officer.taps("กำลังไป")
    officer.ignores_the_rest()
    town.passes(minutes=55, step=10)
    officer.nothing_else_arrived()
    assert town.case()["responder"] is not None


def test_done_at_the_scene_ends_the_clock(town: Town):
    officer = town.officer("TH-50")
    town.citizen().reports()
    for step in ("รับเรื่อง", "กำลังไป", "ถึงที่เกิดเหตุ"):
        officer.taps(step)
    officer.taps("จบงาน")
    officer.taps("ช่วยเหลือแล้ว")
    officer.ignores_the_rest()
    town.passes(minutes=200, step=60)
    officer.nothing_else_arrived()
    assert "field_done" in kinds(town)
    assert town.case()["status"] == "open"  # closing stays with 1300 and needs a second consent
