"""Everything one person can do, as events a test can generate, and a lane that hears them without a database."""

from dataclasses import dataclass, field
from functools import partial

from hypothesis import strategies as st

from handlers.effects import Hide, Keep
from handlers.events import AnyEvent, Followed, Gestured, Left, Located, Said, Sent, Strange, Tapped, Unsent
from handlers.handle import handle
from handlers.lane import Lane, World
from handlers.postback import Back, Begin, Cancel, Choose, SameCase, Skip, Status
from handlers.postback import Person as AskPerson
from models.changed import replace
from models.incident import Incident
from models.people import Person
from models.policy import Policy
from models.report import Place, PlaceSource, Slot
from routing.directory import generated_directory
from routing.route import route

USER = "U" + "1" * 32
START = 1_795_000_000_000
PINS = (
    Place(PlaceSource.PIN, 18.7883, 98.9853, "อ.เมืองเชียงใหม่ จ.เชียงใหม่"),
    Place(PlaceSource.PIN, 7.0086, 100.4747, None),
    Place(PlaceSource.PIN, 48.8566, 2.3522, "Paris"),
)
# Words that mean danger, a category or a place when nothing has been asked, and words that mean nothing by themselves.
TELLING = ("ช่วยด้วย", "เขามีมีด", "help me he has a knife", "ถูกทำร้าย", "อยากตาย")
IDLE = (
    "1",
    "๒",
    "สวัสดีค่ะ",
    "ไม่",
    "เชียงใหม่",
    "ข้าม",
    "ย้อนกลับ",
    "5000",
    "??",
    "ขอบคุณ",
    "อ.หางดง จ.เชียงใหม่",
    "ตำบลหนองบัว",
    "https://maps.app.goo.gl/Ab",
)
NUMBERS = ("1", "๒")


@dataclass(frozen=True)
class Move:
    """One act of a person; `tells` says whether it alone makes a case (the life of a case: from a tap to a case)."""

    what: str
    tells: bool
    value: object = None

    def event(self, number: int) -> AnyEvent:
        common = {"id": f"e{number:04d}", "at": START + number * 1000, "heard": START + number * 1000, "user": USER}
        match self.what:
            case "tap":
                return Tapped(**common, tap=self.value)
            case "say":
                return Said(**common, text=self.value, line_id=f"m{number}")
            case "pin":
                return Located(**common, place=self.value, line_id=f"m{number}")
            case "file":
                return Sent(**common, media="image", line_id=f"m{number}")
            case "sticker":
                return Gestured(**common, line_id=f"m{number}")
            case "unsend":
                return Unsent(**common, line_id=f"m{number - 1}")
            case "follow":
                return Followed(**common)
            case "block":
                return Left(**common)
            case _:
                return Strange(**common, kind="new thing")


def tap(value: object, *, tells: bool) -> Move:
    return Move("tap", tells, value)


TELLS = st.one_of(
    st.just(tap(Begin(), tells=True)),
    st.sampled_from(Incident).map(lambda i: tap(Choose(Slot.INCIDENT, i.value), tells=True)),
    st.just(tap(Choose(Slot.IN_DANGER, "yes"), tells=True)),
    st.just(tap(Choose(Slot.PLACE, "TH-90"), tells=True)),
    st.just(tap(AskPerson(), tells=True)),
    st.sampled_from(PINS).map(lambda p: Move("pin", True, p)),
    st.just(Move("file", True)),
    st.sampled_from(TELLING).map(lambda t: Move("say", True, t)),
)
IDLES = st.one_of(
    st.just(tap(Choose(Slot.IN_DANGER, "no"), tells=False)),
    st.sampled_from(Slot).map(lambda s: tap(Skip(s), tells=False)),
    st.sampled_from([Back(), Cancel(), SameCase(), Status()]).map(lambda t: tap(t, tells=False)),
    st.just(Move("pin", False, None)),
    st.sampled_from(IDLE).map(lambda t: Move("say", False, t)),
    st.sampled_from(["sticker", "strange", "follow"]).map(lambda w: Move(w, False)),
)
DISTURBING = st.sampled_from(["unsend", "block"]).map(lambda w: Move(w, False))


def sequences(*more: st.SearchStrategy[Move]) -> st.SearchStrategy[list[Move]]:
    """A few moves that tell nothing, one that does, then up to ten of any kind.

    A "1" before there is a case is left out: it may answer the one question that free text gets (a story tells that).
    """
    before = st.lists(IDLES.filter(lambda m: m.value not in NUMBERS), max_size=3)
    after = st.lists(st.one_of(TELLS, IDLES, *more), max_size=10)
    return st.tuples(before, TELLS, after).map(lambda parts: [*parts[0], parts[1], *parts[2]])


@dataclass
class Heard:
    """A lane after some events, and what was kept for the conversation."""

    lane: Lane = field(default_factory=lambda: Lane(f"user:{USER}", Person(USER)))
    kept: dict[str, Keep] = field(default_factory=dict)
    contents: dict[str, str] = field(default_factory=dict)

    def hears(self, event: AnyEvent) -> None:
        world = replace(WORLD, now=event.heard, contents=self.contents)
        self.lane, effects = handle(world, self.lane, event)
        for effect in effects:
            if isinstance(effect, Keep):
                self.kept[effect.id] = effect
                if effect.line_id and effect.content:
                    self.contents = {**self.contents, effect.line_id: effect.content}
            if isinstance(effect, Hide):
                mine = [k for k in self.kept.values() if k.line_id == effect.line_id]
                self.kept |= {k.id: replace(k, kind="unsent", text="") for k in mine}

    def conversation(self) -> list[tuple[int, str, str, str]]:
        """As the console shows it: by LINE's time, then by event id."""
        return sorted((k.at, k.id, k.kind, k.text) for k in self.kept.values())


def _world() -> World:
    directory = generated_directory()
    return World(START, Policy(), directory, partial(_route, directory))


def _route(directory, report, now):  # type: ignore[no-untyped-def]
    return route(report, directory, None, now)


WORLD = _world()
