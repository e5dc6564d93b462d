"""A group becomes an office's loudspeaker by its own kind of code; one that sends none is left after ten minutes."""

from tests.town import Town


def test_bound_by_a_group_code(town: Town):
    member = town.citizen("สมาชิก", follows=True)
    group = town.group("ทีม พมจ.", member)
    town.invites_bot(group)
    inside = member.in_group(group)
    inside.expects("ส่งรหัสของหน่วยงานในกลุ่มนี้ภายใน 10 นาที")
    inside.says(town.code("TH-50", group=True))
    inside.expects("ผูกกับหน่วยงาน", "เชียงใหม่")
    town.passes(minutes=11, step=30)
    assert town.platform.chats.group(group.group_id).bot_inside

    number = town.citizen().reports()
    inside.expects("เรื่องใหม่", number)


def test_an_unbound_group_is_left_after_ten_minutes(town: Town):
    member = town.citizen("สมาชิก")
    group = town.group("กลุ่มอื่น", member)
    town.invites_bot(group)
    town.passes(minutes=9, seconds=50, step=10)
    assert town.platform.chats.group(group.group_id).bot_inside
    town.passes(seconds=20)
    assert not town.platform.chats.group(group.group_id).bot_inside


def test_a_personal_code_does_not_bind_a_group_nor_the_other_way_round(town: Town):
    member = town.citizen("สมาชิก", follows=True)
    group = town.group("ทีม", member)
    town.invites_bot(group)
    inside = member.in_group(group)
    inside.ignores_the_rest()
    inside.says(town.code("TH-50"))
    inside.expects("รหัสนี้ใช้ไม่ได้")
    member.says(town.code("TH-50", group=True))
    member.expects("รหัสนี้ใช้ไม่ได้")


def test_a_tap_in_the_group_counts_only_from_a_bound_officer(town: Town):
    officer = town.officer("TH-50", "ร.ต.อ. หนึ่ง")
    member = town.citizen("สมาชิก", follows=True)
    group = town.group("ทีม พมจ.", member, officer)
    town.invites_bot(group)
    inside = member.in_group(group)
    inside.says(town.code("TH-50", group=True))
    number = town.citizen().reports()
    inside.ignores_the_rest()

    inside.taps("รับเรื่อง")
    inside.expects("ยังไม่ได้ผูกกับหน่วยงาน")
    assert town.case()["responder"] is None

    officer.ignores_the_rest()
    officer.in_group(group).taps("รับเรื่อง")
    inside.expects(number, "มีผู้รับแล้ว", "ร.ต.อ. หนึ่ง")
    inside.nothing_else_arrived()  # once, not once as an answer and once as a notice
    officer.expects("คุณรับเรื่อง", number)
    assert town.case()["responder"] == "ร.ต.อ. หนึ่ง"


def test_words_in_a_group_are_nobodys_report(town: Town):
    member = town.citizen("สมาชิก")
    group = town.group("ทีม", member)
    town.invites_bot(group)
    inside = member.in_group(group)
    inside.ignores_the_rest()
    inside.says("ช่วยด้วย เขาจะฆ่าฉัน")
    inside.says("แจ้งเหตุ")
    inside.nothing_else_arrived()
    assert town.cases() == []


def test_a_group_that_removed_the_bot_hears_nothing_more(town: Town):
    member = town.citizen("สมาชิก")
    group = town.group("ทีม", member)
    town.invites_bot(group)
    inside = member.in_group(group)
    inside.says(town.code("TH-50", group=True))
    town.removes_bot(group)
    inside.ignores_the_rest()
    town.citizen().reports()
    assert "no_destination" in [e["kind"] for e in town.case()["events"]]
