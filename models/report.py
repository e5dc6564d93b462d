"""What one person has told us about one incident, so far. Every slot may be empty: nobody has to finish a form."""

from enum import StrEnum

import msgspec

from models.incident import Incident

# How often typed words may fail to name a province before the question is let go.
ASK_PROVINCE_TIMES = 2


class PlaceSource(StrEnum):
    """Where the knowledge of a place comes from, best evidence first."""

    OPERATOR = "operator"
    PIN = "pin"
    ADDRESS = "address"
    PROVINCE = "province"


class Place(msgspec.Struct, frozen=True):
    """A place as far as it is known.

    `latitude`/`longitude` are WGS 84 degrees as given, never rounded; `address` is LINE's text on the pin or the
    person's own words resolved; `words` is the content id of a typed address; `province` is ISO 3166-2 (`TH-92`),
    `district` the official four digits (`9201`). `asked` counts typed answers that named no province;
    `named_province` marks a province that the person chose for a pin. `pin` is the content id of the message that gave
    the point: one without a point was taken back, and stands for an answer only until then.
    """

    source: PlaceSource
    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    province: str | None = None
    district: str | None = None
    words: str | None = None
    asked: int = 0
    named_province: bool = False
    pin: str | None = None

    @property
    def settled(self) -> bool:
        """Whether there is nothing more to ask: a point, a province, or asked often enough."""
        known = self.point is not None or self.province is not None or self.pin is not None
        return known or self.asked >= ASK_PROVINCE_TIMES

    @property
    def point(self) -> tuple[float, float] | None:
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


class Slot(StrEnum):
    """The questions of the form, by name."""

    INCIDENT = "incident"
    PLACE = "place"
    IN_DANGER = "in_danger"
    STORY = "story"


class Report(msgspec.Struct, frozen=True):
    """The state of the flow. `None` is "not answered yet"; a skipped slot is listed in `skipped`.

    `told` says whether the last question is answered; `attached` whether a picture, voice message or video came.
    `story` holds content ids, never the words themselves: words live in one place, `content`. `corrected` are the
    slots an operator has set: a later button of the reporter does not change them (it lands in `disputed`). `stated` is
    a place told before there is a case, `despair` whether they spoke of ending their life.
    """

    begun: bool = False
    incident: Incident | None = None
    place: Place | None = None
    in_danger: bool | None = None
    story: tuple[str, ...] = ()
    skipped: frozenset[Slot] = frozenset()
    corrected: frozenset[Slot] = frozenset()
    disputed: frozenset[Slot] = frozenset()
    candidates: tuple[str, ...] = ()
    danger_words: bool = False
    sos: bool = False
    attached: bool = False
    called: bool = False
    told: bool = False
    weapon: bool = False
    child: bool = False
    family: bool = False
    despair: bool = False
    stated: Place | None = None
    cancelled: bool = False
    factual: bool = False

    @property
    def has_fact(self) -> bool:
        """Whether the case is *open*: a bare tap on แจ้งเหตุ is no fact; a second one is.

        A fact once told stays one (`factual`): who takes an answer back may have been made to.
        """
        return self.factual or bool(
            self.incident
            or self.place
            or self.in_danger
            or self.attached
            or self.called
            or self.danger_words
            or self.sos
            or self.weapon
        )

    def answered(self, slot: Slot) -> bool:
        match slot:
            case Slot.INCIDENT:
                return self.incident is not None
            case Slot.PLACE:
                return self.place is not None and self.place.settled
            case Slot.IN_DANGER:
                return self.in_danger is not None
            case Slot.STORY:
                return self.told


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """What typed words may mean, read once at the edge. Which of the meanings counts depends on the question asked.

    `named`: they name a place whatever is asked; `hidden_link`: a map link that only its server can read.
    """

    number: int | None = None
    incident: Incident | None = None
    yes: bool | None = None
    place: Place | None = None
    candidates: tuple[str, ...] = ()
    danger: bool = False
    weapon: bool = False
    child: bool = False
    family: bool = False
    person: bool = False
    named: bool = False
    hidden_link: bool = False


class Input(msgspec.Struct, frozen=True, tag_field="t", omit_defaults=True):
    """One thing that shaped a report: LINE's timestamp in ms and the event's id give its place in the order."""

    at: int
    id: str


class Begun(Input, frozen=True, tag="begun"):
    """A tap on แจ้งเหตุ."""


class Chosen(Input, frozen=True, tag="chosen"):
    """A tapped answer: the value of `slot` in its wire form (`assault`, `yes`, `TH-92`)."""

    slot: Slot
    value: str


class Typed(Input, frozen=True, tag="typed"):
    """Words, kept as content `content`; `reading` is what they may mean."""

    content: str
    reading: Reading


class Pinned(Input, frozen=True, tag="pinned"):
    """A location sent from the phone."""

    place: Place


class Attached(Input, frozen=True, tag="attached"):
    """A picture, voice message, video or file."""

    content: str


class Skipped(Input, frozen=True, tag="skipped"):
    """ข้าม: `slot` is None when it was typed, and then means the question that stood open."""

    slot: Slot | None = None


class Undone(Input, frozen=True, tag="undone"):
    """ย้อนกลับ: empties the last answered slot."""


class Called(Input, frozen=True, tag="called"):
    """Asks for a person: an operator has to see it."""


class Cancelled(Input, frozen=True, tag="cancelled"):
    """ยกเลิก: a signal for an operator, never a close."""


class Corrected(Input, frozen=True, tag="corrected"):
    """An operator's correction; outranks later buttons unless the person confirms."""

    slot: Slot
    incident: Incident | None = None
    place: Place | None = None
    yes: bool | None = None


class Confirmed(Input, frozen=True, tag="confirmed"):
    """The reporter insists on their own answer to a corrected slot."""

    slot: Slot
    value: str


class Withdrawn(Input, frozen=True, tag="withdrawn"):
    """The reporter unsent a message: its content leaves the story, its point the place; other meaning read stays.

    `at` is when it was taken back: until then what followed was said to somebody who had answered.
    """

    content: str


AnyInput = (
    Begun
    | Chosen
    | Typed
    | Pinned
    | Attached
    | Skipped
    | Undone
    | Called
    | Cancelled
    | Corrected
    | Confirmed
    | Withdrawn
)
