"""Later facts change the screen behind the button; only danger now, a weapon or a child sends one follow-up."""

import pytest

from tests.town import Town


@pytest.mark.parametrize("words", ["เขามีมีด", "มีเด็กอยู่ในบ้านด้วย", "ช่วยด้วย เขาจะฆ่าฉัน"])
def test_one_follow_up(town: Town, words: str):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    citizen.reports()
    officer.ignores_the_rest()
    citizen.says(words)
    officer.expects("เร่งด่วนขึ้น")
    citizen.says(words)
    citizen.says("เขายังอยู่ที่นี่")
    officer.nothing_else_arrived()


def test_anything_else_sends_none(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    citizen.reports()
    officer.ignores_the_rest()
    citizen.says("เขาใส่เสื้อสีแดง")
    citizen.sends_image(b"\xff\xd8\xff")
    citizen.sends_sticker()
    officer.nothing_else_arrived()


def test_worse_facts_reach_the_officer_who_has_it(town: Town):
    officer = town.officer("TH-50")
    citizen = town.citizen()
    citizen.reports()
    officer.taps("รับเรื่อง")
    officer.ignores_the_rest()
    citizen.says("เขามีมีด")
    officer.expects("เร่งด่วนขึ้น")
