"""Everyone in a group, later members too, reads what is sent there: number, kind, district. Nothing of the person."""

from handlers.commands import Answer, Write
from tests.town import Town

NAME, WORDS = "คุณสมใจ ใจงาม", "ขังอยู่ในห้องใต้บันไดชั้นสาม"


def test_a_whole_report_seen_from_the_group(town: Town):
    officer = town.officer("TH-50")
    group = town.group("ทีม พมจ.", officer)
    town.invites_bot(group)
    inside = officer.in_group(group)
    inside.says(town.code("TH-50", group=True))

    citizen = town.citizen(NAME)
    citizen.says("แจ้งเหตุ")
    citizen.taps("กักขัง")
    citizen.sends_location(18.7883, 98.9853, "บ้านเลขที่ 99 อ.เมืองเชียงใหม่ จ.เชียงใหม่")
    citizen.taps("ใช่")
    citizen.says(WORDS)
    citizen.sends_image(b"\xff\xd8\xff a face")
    number = town.case()["number"]
    town.acts("op1", number, Answer())
    town.acts("op1", number, Write("คำของเจ้าหน้าที่"))
    town.passes(minutes=6)
    officer.taps("รับเรื่อง")

    read = str([e.message for e in inside.phone.received()])
    assert number in read
    assert "กักขัง" in read
    for secret in (NAME, WORDS, "บ้านเลขที่ 99", "18.7883", "คำของเจ้าหน้าที่", citizen.phone.user_id, "image"):
        assert secret not in read
    lock_screens = {n.line for n in inside.phone.notifications()}
    assert not any("กักขัง" in line for line in lock_screens)
