"""What operators and officers can do to a case. Each is an event in the case's own lane; its result is a value."""

import msgspec

from models.case import Outcome, Stage
from models.people import Operator
from models.report import Corrected


class Command(msgspec.Struct, frozen=True, tag_field="t", omit_defaults=True):
    """The base of the closed union below."""


class Answer(Command, frozen=True, tag="answer"):
    """Claim the conversation. The field pages go on."""


class Release(Command, frozen=True, tag="release"):
    """Give the conversation back to the queue, with a note for who comes next."""

    note: str = ""


class HandOver(Command, frozen=True, tag="hand_over"):
    """Give the conversation to another operator by name, with a note for them."""

    to: str
    note: str = ""


class Write(Command, frozen=True, tag="write"):
    """Words to the reporter; only the holder of the conversation may write."""

    text: str


class Note(Command, frozen=True, tag="note"):
    """Words for colleagues only."""

    text: str


class Correct(Command, frozen=True, tag="correct"):
    """An operator's correction of a slot; outranks later buttons unless the person confirms."""

    what: Corrected


class SetAside(Command, frozen=True, tag="set_aside"):
    """A bare tap without a fact leaves the list; it comes back by itself at the next event."""


class Unreachable(Command, frozen=True, tag="unreachable"):
    """Nobody answers; the case comes back on a schedule."""


class NoField(Command, frozen=True, tag="no_field"):
    """ไม่ต้องลงพื้นที่: ends the field ladder with a reason that the supervisor sees."""

    reason: str


class Renew(Command, frozen=True, tag="renew"):
    """1300 renews the officer's lease for them: they were heard by telephone or radio."""


class PageAgain(Command, frozen=True, tag="page_again"):
    """Tell the responsible destinations once more, now."""


class Close(Command, frozen=True, tag="close"):
    """Ask to close with an outcome; a second person or the reporter confirms."""

    outcome: Outcome
    note: str = ""


class ConfirmClose(Command, frozen=True, tag="confirm_close"):
    """The second consent: never by the one who asked."""


class Reopen(Command, frozen=True, tag="reopen"):
    """Back to open."""


AnyCommand = (
    Answer
    | Release
    | HandOver
    | Write
    | Note
    | Correct
    | SetAside
    | Unreachable
    | NoField
    | Renew
    | PageAgain
    | Close
    | ConfirmClose
    | Reopen
)


class FieldAct(msgspec.Struct, frozen=True, tag_field="t", omit_defaults=True):
    """The base of what an officer does to a case from LINE."""


class Take(FieldAct, frozen=True, tag="take"):
    """รับเรื่อง: the first one wins."""


class Advance(FieldAct, frozen=True, tag="advance"):
    """กำลังไป, ถึงที่เกิดเหตุ: moves the responder's stage and renews the lease."""

    stage: Stage


class Escalate(FieldAct, frozen=True, tag="escalate"):
    """ส่งต่อ 1300: this office asks the hotline to take over finding a responder."""


class Assist(FieldAct, frozen=True, tag="assist"):
    """ขอให้ 1300 ช่วย: the officer keeps the case and asks the hotline for help."""


class Remark(FieldAct, frozen=True, tag="remark"):
    """Words of an officer for the case's log."""

    text: str
    line_id: str = ""


class Show(FieldAct, frozen=True, tag="show"):
    """A picture, video, voice message or file of an officer for the case."""

    media: str
    line_id: str
    name: str = ""


class Finish(FieldAct, frozen=True, tag="finish"):
    """ปิดเรื่อง at the scene, with an outcome; closing the case itself stays with the console."""

    outcome: Outcome


AnyFieldAct = Take | Advance | Escalate | Assist | Remark | Show | Finish


class Done(msgspec.Struct, frozen=True, tag_field="t", tag="done"):
    """It happened (or had already happened under the same form id)."""


class Taken(msgspec.Struct, frozen=True, tag_field="t", tag="taken"):
    """Somebody else has it."""

    by: str


class Stale(msgspec.Struct, frozen=True, tag_field="t", tag="stale"):
    """The case has changed since the page was drawn; `version` is today's."""

    version: int


class NotAllowed(msgspec.Struct, frozen=True, tag_field="t", tag="not_allowed"):
    """`why` is a message id of the catalogues."""

    why: str


AnyResult = Done | Taken | Stale | NotAllowed


class Actor(msgspec.Struct, frozen=True):
    """Who acts from the console."""

    name: str
    role: str
    province: str | None = None

    @staticmethod
    def of(operator: Operator) -> "Actor":
        return Actor(operator.name, operator.role, operator.province)
