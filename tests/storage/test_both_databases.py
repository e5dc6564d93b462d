"""The same conversation on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest

from tests.town import Town


def test_a_report_becomes_a_case_an_alert_and_an_answer(database: str, tmp_path: Path):
    town = Town(tmp_path, database=database)
    officer = town.officer("TH-50")
    citizen = town.citizen()
    number = citizen.reports("ถูกทำร้าย")
    officer.expects("รับเรื่อง")
    officer.taps("รับเรื่อง")
    citizen.expects(number)
    (case,) = town.cases()
    assert (case["number"], case["province"], case["status"]) == (number, "TH-50", "open")
    assert case["responder"]
    assert case["messages"][0]["text"] == "แจ้งเหตุ"
    town.closes()


@pytest.mark.parametrize("text", ["\ud83d", "a\x00b", "😀" * 500])
def test_strange_characters_are_stored_on_both(database: str, tmp_path: Path, text: str):
    town = Town(tmp_path, database=database)
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.taps("ถูกทำร้าย")
    town.receive(*signed_text(town, citizen.phone.user_id, text))
    town.settle()
    assert len(town.case()["messages"]) == 3
    town.closes()


def signed_text(town: Town, user: str, text: str) -> tuple[bytes, str]:
    import json

    from emulator.webhook import sign
    from tests.town import SECRET

    event = {
        "type": "message",
        "webhookEventId": "strange",
        "timestamp": town.clock.at,
        "mode": "active",
        "source": {"type": "user", "userId": user},
        "message": {"type": "text", "id": "1", "text": text},
    }
    body = json.dumps({"destination": "U", "events": [event]}).encode()
    return body, sign(SECRET, body)
