"""What a story knows about people, and whether a text tells any of it."""

import json
from collections.abc import Iterator

from tests.resident import CHIANG_MAI, Resident
from tests.town import TOKEN

CITIZEN, OFFICER = "คุณสมใจ", "ร.ต.อ. กล้าหาญ"
WORDS = "สามีชื่อสมชายขังฉันไว้ที่บ้านเลขที่ 99"


def told_of(said: str, citizen: Resident, officer: Resident, number: str) -> Iterator[str]:
    """What of these people is in `said`, as it is or spelt as JSON spells it."""
    people = {
        "a citizen's id": citizen.phone.user_id,
        "an officer's id": officer.phone.user_id,
        "a name": "สมใจ",
        "an officer's name": "กล้าหาญ",
        "words": "สมชาย",
        "a place": str(CHIANG_MAI[0]),
        "a case number": number,
        "the channel's token": TOKEN,
    }
    return (what for what, text in people.items() if text in said or json.dumps(text)[1:-1] in said)
