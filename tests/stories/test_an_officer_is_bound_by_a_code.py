"""A personal code binds one LINE user to one office: once, within 24 hours, with five tries an hour."""

import pytest
import sqlalchemy as sa

from emulator.faults import FaultKind
from tests.town import Town

WRONG = [f"ABCDEFGH2{n}" for n in range(2, 8)]


def test_once(town: Town):
    code = town.code("TH-50")
    officer, other = town.citizen("หนึ่ง", follows=True), town.citizen("สอง", follows=True)
    officer.says(code)
    officer.expects("ผูกกับหน่วยงาน", "เชียงใหม่")
    other.says(code)
    other.expects("รหัสนี้ใช้ไม่ได้")
    town.citizen().reports()
    officer.expects("เรื่องใหม่")
    other.nothing_else_arrived()


@pytest.mark.parametrize(
    "spell", [str.lower, lambda code: f"{code[:5]} {code[5:]}", lambda code: f" {code[:5]}-{code[5:]} "]
)
def test_as_people_type_it(town: Town, spell):
    officer = town.citizen("หนึ่ง", follows=True)
    officer.says(spell(town.code("TH-50")))
    officer.expects("ผูกกับหน่วยงาน")


def test_within_a_day(town: Town):
    code = town.code("TH-50")
    officer = town.citizen("หนึ่ง", follows=True)
    town.clock.at += 24 * 3_600_000 + 1
    officer.says(code)
    officer.expects("รหัสนี้ใช้ไม่ได้")


def test_five_tries_an_hour(town: Town):
    officer = town.citizen("หนึ่ง", follows=True)
    for guess in WRONG[:5]:
        officer.says(guess)
    officer.ignores_the_rest()
    code = town.code("TH-50")
    officer.says(code)
    officer.expects("รหัสนี้ใช้ไม่ได้")
    town.clock.at += 3_600_000
    officer.says(code)
    officer.expects("ผูกกับหน่วยงาน")


def test_what_only_looks_like_a_code_is_words(town: Town):
    citizen = town.citizen(follows=True)
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.says("BANGRAKDEE")
    assert town.case()["messages"][-1]["text"] == "BANGRAKDEE"
    citizen.expects("ที่ไหน")


def test_the_code_is_kept_nowhere(town: Town):
    code = town.code("TH-50")
    officer = town.citizen("หนึ่ง", follows=True)
    officer.says(code)
    with town.service.store.read() as connection:
        tables = sa.inspect(connection).get_table_names()
        rows = str([connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in tables])
    assert code not in rows


def test_the_office_hears_who_it_was(town: Town):
    colleague = town.officer("TH-50", "ร.ต.อ. ใจดี")
    town.passes(seconds=11)
    colleague.ignores_the_rest()
    town.officer("TH-50", "ด.ต. ขยัน")
    colleague.nothing_else_arrived()
    town.passes(seconds=11)
    assert colleague.expects("เชียงใหม่", "ด.ต. ขยัน").silent


def test_a_name_that_line_does_not_tell_is_not_waited_for(town: Town):
    colleague = town.officer("TH-50", "ร.ต.อ. ใจดี")
    town.passes(seconds=11)
    colleague.ignores_the_rest()
    town.strikes(FaultKind.ERROR, "profile", times=None)
    town.officer("TH-50", "ด.ต. ขยัน")
    town.passes(seconds=11)
    colleague.expects("เชียงใหม่", "ยังไม่ทราบชื่อ")
