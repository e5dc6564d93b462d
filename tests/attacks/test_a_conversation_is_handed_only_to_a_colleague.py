"""A forged form cannot give a conversation to nobody, to an officer or to somebody who has left."""

import pytest

from models.people import Role


@pytest.mark.parametrize("to", ["ghost", "trang", "gone"])
def test_a_forged_name_is_refused(room, to):
    room.user("trang", Role.OFFICER, "TH-92")
    room.user("gone", active=False)
    number = room.case("a", held_by="somchai")
    shown = room.signs_in("somchai").posts(f"/cases/{number}/hand_over", {"to": to}, part=True)
    assert shown.status == 200
    answerer = room.state(number).answerer
    assert answerer is not None
    assert answerer.operator == "somchai"
