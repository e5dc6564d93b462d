"""The safe-send gate: the only way to a reporter, asked at the moment a row is claimed for sending.

It looks at the person's contact state and at whose initiative a message is (see docs: what must never happen to the
person who reports).
"""

from enum import StrEnum

from handlers.effects import Initiative
from models.people import ContactState


class Verdict(StrEnum):
    """SEND as it is; SILENT without a sound; NOTICE: hold it and send the neutral line; HOLD: until they write."""

    SEND = "send"
    SILENT = "silent"
    NOTICE = "notice"
    HOLD = "hold"
    NEUTRAL = "neutral"
    TELL_OPERATOR = "tell_operator"


S, By = ContactState, Initiative
TABLE: dict[tuple[ContactState, Initiative], Verdict] = {
    (S.FREE, By.ANSWER): Verdict.SEND,
    (S.FREE, By.UNASKED): Verdict.SEND,
    (S.UNKNOWN, By.ANSWER): Verdict.SILENT,
    (S.UNKNOWN, By.UNASKED): Verdict.NOTICE,
    (S.QUIET, By.ANSWER): Verdict.SILENT,
    (S.QUIET, By.UNASKED): Verdict.NOTICE,
    (S.WHEN_THEY_WRITE, By.ANSWER): Verdict.SILENT,
    (S.WHEN_THEY_WRITE, By.UNASKED): Verdict.HOLD,
    (S.NEVER, By.ANSWER): Verdict.NEUTRAL,
    (S.NEVER, By.UNASKED): Verdict.TELL_OPERATOR,
}


def judge(state: ContactState, initiative: Initiative) -> Verdict:
    return TABLE[state, initiative]
