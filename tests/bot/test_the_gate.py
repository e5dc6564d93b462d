"""The safe-send gate's whole table."""

import pytest

from bot.gate import TABLE, Verdict, judge
from handlers.effects import Initiative
from models.people import ContactState

S, By, V = ContactState, Initiative, Verdict
SAFETY = {
    S.FREE: (V.SEND, V.SEND),
    S.UNKNOWN: (V.SILENT, V.NOTICE),
    S.QUIET: (V.SILENT, V.NOTICE),
    S.WHEN_THEY_WRITE: (V.SILENT, V.HOLD),
    S.NEVER: (V.NEUTRAL, V.TELL_OPERATOR),
}


@pytest.mark.parametrize("state", ContactState)
def test_the_table_is_the_one_that_was_agreed(state: ContactState):
    assert (judge(state, By.ANSWER), judge(state, By.UNASKED)) == SAFETY[state]


def test_every_state_and_initiative_has_a_verdict():
    assert set(TABLE) == {(state, initiative) for state in ContactState for initiative in Initiative}
