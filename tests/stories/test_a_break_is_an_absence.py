"""Who is on a break is not there: new cases go to the supervisors, and nothing stays with them beyond its lease."""

from bot.desk import Wish
from bot.rows import USER
from handlers.commands import Actor, Answer, Write
from models.people import Role
from tests.duty_room import opens_path, receiver
from tests.town import Town


def test_with_everybody_on_a_break_the_supervisor_hears_at_once(town: Town):
    with receiver() as boss:
        opens_path(town, "supervisor", boss)
        town.present("op1")
        town.present("op2")
        town.desk.rest("op1", 15)
        first = town.citizen()
        first.reports()
        assert "ยังไม่มีเจ้าหน้าที่ประจำหน้าจอ" not in str(first.expects("รับเรื่องเลขที่").message)
        assert boss.kinds == []
        town.desk.rest("op2", 5)
        second = town.citizen("สมศรี")
        second.reports()
        second.expects("รับเรื่องเลขที่", "ยังไม่มีเจ้าหน้าที่ประจำหน้าจอ")
        assert boss.kinds == ["unstaffed"]


def test_a_break_ends_by_itself_or_by_its_owner(town: Town):
    town.present("op1")
    town.desk.rest("op1", 5)
    town.passes(minutes=5, seconds=1)
    town.present("op1")
    citizen = town.citizen()
    citizen.reports()
    assert "ยังไม่มีเจ้าหน้าที่ประจำหน้าจอ" not in str(citizen.expects("รับเรื่องเลขที่").message)
    town.desk.rest("op1", 60)
    town.desk.back("op1")
    other = town.citizen("สมศรี")
    other.reports()
    assert "ยังไม่มีเจ้าหน้าที่ประจำหน้าจอ" not in str(other.expects("รับเรื่องเลขที่").message)


def test_an_officer_who_reads_a_case_is_not_1300(town: Town):
    row = {"name": "trang", "role": Role.OFFICER.value, "province": "TH-92", "password": "!", "active": True}
    row |= {"recovery": "", "totp_step": 0, "failures": 0, "locked_until": 0}
    store = town.service.store
    store.write(lambda c: c.execute(store.insert(USER), [row]))
    town.present("trang")
    citizen = town.citizen()
    citizen.reports()
    citizen.expects("รับเรื่องเลขที่", "ยังไม่มีเจ้าหน้าที่ประจำหน้าจอ")


def test_what_somebody_on_a_break_still_holds_comes_back(town: Town):
    number = town.citizen().reports()
    town.present("op1")
    town.acts("op1", number, Answer())
    town.desk.rest("op1", 30)
    for _ in range(7):
        town.passes(seconds=15)
        town.present("op1")
    assert town.case()["claimed_by"] is None


def test_who_goes_leaves_nothing_behind(town: Town):
    store = town.service.store
    rows = [
        {"name": n, "role": Role.OPERATOR.value, "password": "!", "active": True, "recovery": "", "totp_step": 0}
        | {"failures": 0, "locked_until": 0, "province": None}
        for n in ("op1", "op2")
    ]
    store.write(lambda c: c.execute(store.insert(USER), rows))
    first, second = town.citizen().reports(), town.citizen("สมศรี").reports()
    third = town.citizen("สมหมาย").reports()
    for number in (first, second, third):
        town.acts("op1", number, Answer())
    town.present("op2")
    op1 = Actor("op1", Role.OPERATOR)
    wishes = {first: Wish("op2", "โทรกลับหลังสองทุ่ม"), second: Wish("somebody who is gone", "ระวังสุนัข")}
    assert town.desk.let_go(op1, wishes, "f1") == ()
    assert [town.case_of(n)["claimed_by"] for n in (first, second, third)] == ["op2", None, None]
    assert "โทรกลับหลังสองทุ่ม" in str(town.case_of(first)["messages"])
    assert "ระวังสุนัข" in str(town.case_of(second)["messages"])
    (passed,) = [case.passed for case in town.desk.hand_over_list("op2")]
    assert passed is not None
    assert (passed.by, passed.to) == ("op1", "op2")
    town.acts("op2", first, Write("ดิฉันรับช่วงต่อค่ะ"))
    (taken,) = town.desk.hand_over_list("op2")
    assert taken.passed is None
