"""Unsend: not shown, found, exported or printed from the same commit on; the fact and the case stay."""

import sqlalchemy as sa

from bot.rows import CONTENT, INBOX, OUTBOX
from emulator.faults import FaultKind
from tests.resident import CHIANG_MAI
from tests.town import Town

SECRET = "ที่ซ่อนกุญแจอยู่ใต้กระถาง"


def everything(town: Town) -> bytes:
    """Every byte of every table."""
    with town.service.store.read() as connection:
        tables = sa.inspect(connection).get_table_names()
        rows = [connection.exec_driver_sql(f'SELECT * FROM "{t}"').all() for t in tables]
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in rows
        for row in table
        for value in row
        if value is not None
    )


def test_words_are_gone_and_the_fact_stays(town: Town):
    citizen = town.citizen()
    citizen.reports()
    said = citizen.says(SECRET)
    assert SECRET in str(town.cases())
    citizen.unsends(said)
    case = town.case()
    assert SECRET not in str(case)
    assert SECRET.encode() not in everything(town)
    assert [m["state"] for m in case["messages"] if m["kind"] == "text" and m["text"] is None] == ["unsent"]
    assert "unsent" in case["signals"]
    assert case["status"] == "open"


def test_an_address_that_was_taken_back_is_no_longer_shown(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    said = citizen.says("บ้านเลขที่ 7 ซอยลับ")
    assert "ซอยลับ" in str(town.case())
    citizen.unsends(said)
    assert "ซอยลับ" not in str(town.case())
    assert "ซอยลับ".encode() not in everything(town)


def test_what_was_taken_back_before_there_was_a_case_is_a_signal_too(town: Town):
    """So that every order of arrival shows an operator the same."""
    citizen = town.citizen()
    citizen.unsends(citizen.says("1"))
    citizen.taps("แจ้งเหตุ")
    case = town.case()
    assert case["signals"] == ["unsent"]
    assert [e["kind"] for e in case["events"]].count("signal_unsent") == 1


def test_an_unsend_that_overtakes_its_message_hides_it_too(town: Town):
    citizen = town.citizen()
    citizen.reports()
    town.strikes(FaultKind.REORDER, "webhook")
    said = citizen.says(SECRET)
    citizen.unsends(said)
    assert SECRET not in str(town.cases())
    assert SECRET.encode() not in everything(town)


def test_message_and_unsend_in_one_batch(town: Town):
    citizen = town.citizen()
    citizen.reports()
    town.strikes(FaultKind.BATCH, "webhook", size=2)
    said = citizen.says(SECRET)
    citizen.unsends(said)
    assert SECRET.encode() not in everything(town)
    assert "unsent" in town.case()["signals"]


def test_a_picture_leaves_the_disk(town: Town):
    citizen = town.citizen()
    citizen.reports()
    sent = citizen.sends_image(b"\xff\xd8\xff a face")
    (content,) = [m["id"] for m in town.case()["messages"] if m["kind"] == "image"]
    assert town.desk.vault.path(content).exists()
    citizen.unsends(sent)
    assert not town.desk.vault.path(content).exists()
    assert town.case()["messages"][-1]["state"] == "unsent"


def test_a_picture_that_is_still_to_be_fetched_never_comes(town: Town):
    citizen = town.citizen()
    citizen.reports()
    town.strikes(FaultKind.PREPARING, "content", times=None)
    sent = citizen.sends_image(b"\xff\xd8\xff a face")
    (content,) = [m["id"] for m in town.case()["messages"] if m["kind"] == "image"]
    citizen.unsends(sent)
    town.heals()
    town.passes(minutes=1)
    assert not town.desk.vault.path(content).exists()


def test_before_there_is_a_case(town: Town):
    citizen = town.citizen()
    said = citizen.says(SECRET)
    citizen.unsends(said)
    citizen.sends_location(*CHIANG_MAI)
    assert SECRET not in str(town.cases())
    assert SECRET.encode() not in everything(town)


def test_done_rows_hold_no_words(town: Town):
    """Words live in one place: bodies of inbox and outbox rows are blanked when they are done."""
    citizen = town.citizen()
    citizen.reports()
    citizen.says(SECRET)
    with town.service.store.read() as connection:
        bodies = [
            *connection.execute(sa.select(INBOX.c.body).where(INBOX.c.done_at.is_not(None))).scalars(),
            *connection.execute(sa.select(OUTBOX.c.body).where(OUTBOX.c.status == "sent")).scalars(),
        ]
        kept = connection.execute(sa.select(sa.func.count()).where(CONTENT.c.body == SECRET.encode())).scalar()
    assert set(bodies) == {b""}
    assert kept == 1


def test_a_pin_leaves_the_case_and_the_office_stays(town: Town):
    citizen, officer = town.citizen(), town.officer("TH-50")
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    sent = citizen.sends_location(*CHIANG_MAI)
    officer.expects("เรื่องใหม่")
    citizen.taps("มี")
    citizen.unsends(sent)
    case = town.case()
    assert (case["latitude"], case["longitude"], case["address"]) == (None, None, None)
    assert (case["province"], case["in_danger"]) == ("TH-50", True)
    assert "unsent" in case["signals"]
    kept = everything(town)
    assert b"18.7883" not in kept
    assert CHIANG_MAI[2].encode() not in kept
    citizen.taps("ข้าม")
    citizen.expects("ที่ไหน")
    citizen.says("จังหวัดเชียงใหม่")
    assert town.case()["province"] == "TH-50"


def test_another_pin_of_the_same_place_keeps_it(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    first = citizen.sends_location(*CHIANG_MAI)
    second = citizen.sends_location(*CHIANG_MAI)
    citizen.unsends(second)
    assert town.case()["latitude"] == CHIANG_MAI[0]
    citizen.unsends(first)
    assert town.case()["latitude"] is None


def test_a_pin_overtaken_by_its_unsend_is_shown_to_nobody(town: Town):
    citizen, officer = town.citizen(), town.officer("TH-50")
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    citizen.ignores_the_rest()
    officer.ignores_the_rest()
    town.strikes(FaultKind.REORDER, "webhook")
    sent = citizen.sends_location(*CHIANG_MAI)
    citizen.unsends(sent)
    case = town.case()
    assert (case["latitude"], case["status"]) == (None, "open")
    assert b"18.7883" not in everything(town)
    citizen.expects("อำเภอหรือจังหวัด")
    officer.nothing_else_arrived()


def test_typed_coordinates_leave_too(town: Town):
    citizen = town.citizen()
    citizen.taps_through("แจ้งเหตุ", "ถูกทำร้าย")
    said = citizen.says("18.7883, 98.9853")
    assert town.case()["latitude"] == CHIANG_MAI[0]
    citizen.unsends(said)
    assert town.case()["latitude"] is None
    assert b"18.7883" not in everything(town)


def test_an_officers_words_can_be_taken_back(town: Town):
    citizen, officer = town.citizen(), town.officer("TH-50")
    citizen.reports()
    officer.taps("รับเรื่อง")
    said = officer.says(SECRET)
    assert SECRET in str(town.case())
    officer.unsends(said)
    assert SECRET.encode() not in everything(town)


def test_what_an_officer_took_back_goes_into_no_case(town: Town):
    citizen, officer = town.citizen(), town.officer("TH-50")
    citizen.reports()
    officer.taps("รับเรื่อง")
    town.strikes(FaultKind.REORDER, "webhook")
    said = officer.says(SECRET)
    officer.unsends(said)
    assert SECRET.encode() not in everything(town)


def test_a_picture_overtaken_by_its_unsend_never_comes(town: Town):
    citizen = town.citizen()
    citizen.reports()
    town.strikes(FaultKind.REORDER, "webhook")
    sent = citizen.sends_image(b"\xff\xd8\xff a face")
    citizen.unsends(sent)
    town.passes(minutes=1)
    (shown,) = [m for m in town.case()["messages"] if m["kind"] == "image"]
    assert shown["state"] == "unsent"
    assert not town.desk.vault.path(shown["id"]).exists()
