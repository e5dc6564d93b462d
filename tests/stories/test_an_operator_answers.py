"""The conversation has one operator: atomic claim, the other is told who has it; the field's pages go on."""

from handlers.commands import Answer, Done, HandOver, NotAllowed, Note, PageAgain, Release, Taken, Write
from tests.town import Town


def test_the_second_operator_is_told_who_has_it(town: Town):
    number = town.citizen().reports()
    assert town.acts("op1", number, Answer()) == Done()
    assert town.acts("op2", number, Answer()) == Taken("op1")
    assert town.acts("op2", number, Write("ไม่ควรไปถึง")) == Taken("op1")
    assert town.case()["claimed_by"] == "op1"


def test_writing_needs_the_claim(town: Town):
    number = town.citizen().reports()
    assert isinstance(town.acts("op1", number, Write("ไม่ควรไปถึง")), NotAllowed)
    assert "ไม่ควรไปถึง" not in str(town.cases())


def test_a_double_click_is_harmless(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    town.acts("op1", number, Answer())
    citizen.ignores_the_rest()
    for _ in range(2):
        assert town.acts("op1", number, Write("ครั้งเดียว"), form="f1") == Done()
    citizen.expects("ครั้งเดียว")
    citizen.nothing_else_arrived()


def test_claiming_does_not_stop_the_field(town: Town):
    officer = town.officer("TH-50")
    number = town.citizen().reports()
    officer.ignores_the_rest()
    town.acts("op1", number, Answer())
    town.passes(minutes=2, seconds=1)
    officer.expects("ยังไม่มีผู้รับ")


def test_answered_means_words_that_line_accepted(town: Town):
    number = town.citizen().reports()
    town.acts("op1", number, Answer())
    assert town.case()["answered_at"] is None
    town.acts("op1", number, Write("สวัสดีค่ะ"))
    assert town.case()["answered_at"] is not None
    assert "answered" in [e["kind"] for e in town.case()["events"]]


def test_hand_over(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    town.acts("op1", number, Answer())
    assert town.acts("op1", number, HandOver("op2")) == Done()
    assert town.case()["claimed_by"] == "op2"
    assert town.acts("op1", number, Write("x")) == Taken("op2")
    assert town.acts("op2", number, Write("รับต่อค่ะ")) == Done()
    citizen.expects("รับต่อค่ะ")


def test_given_back_to_the_queue(town: Town):
    number = town.citizen().reports()
    town.acts("op1", number, Answer())
    assert town.acts("op1", number, Release()) == Done()
    assert town.acts("op2", number, Answer()) == Done()


def test_without_a_heartbeat_the_conversation_comes_back(town: Town):
    number = town.citizen().reports()
    town.acts("op1", number, Answer())
    town.passes(seconds=60)
    town.present("op1")
    town.passes(seconds=85)
    assert town.case()["claimed_by"] == "op1"
    town.passes(seconds=10)
    case = town.case()
    assert case["claimed_by"] is None
    assert "dropped" in case["signals"]


def test_a_note_never_reaches_the_reporter(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    citizen.ignores_the_rest()
    town.acts("op1", number, Note("ระวังผู้ก่อเหตุอ่านโทรศัพท์"))
    citizen.nothing_else_arrived()
    assert "ระวังผู้ก่อเหตุอ่านโทรศัพท์" in str(town.case()["messages"])


def test_page_again(town: Town):
    officer = town.officer("TH-50")
    number = town.citizen().reports()
    officer.ignores_the_rest()
    assert town.acts("op1", number, PageAgain()) == Done()
    officer.expects("ยังไม่มีผู้รับ", number)
    assert "page_again" in [e["kind"] for e in town.case()["events"]]


def test_everything_after_the_report_reaches_the_conversation(town: Town):
    citizen = town.citizen()
    number = citizen.reports()
    town.acts("op1", number, Answer())
    citizen.says("เขาอยู่หน้าบ้าน")
    citizen.sends_voice(b"\0\0\0\x18ftypM4A voice")
    citizen.sends_sticker()
    citizen.sends_location(18.79, 98.98, "อ.เมืองเชียงใหม่ จ.เชียงใหม่")
    kinds = [m["kind"] for m in town.case()["messages"]]
    assert kinds[-4:] == ["text", "audio", "sticker", "location"]
