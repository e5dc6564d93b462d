"""For every prefix of what one person does there is exactly one case, it holds everything known, and it is *open* when
it holds a fact; for every order of arrival the report and the conversation are the same. No sequence raises."""

from collections import Counter
from collections.abc import Callable
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from handlers.postback import Choose
from handlers.questions import first_empty
from models.case import Case, CaseStatus
from models.report import Pinned, Slot
from tests.proofs.flow import DISTURBING, Heard, Move, sequences


def only_case(heard: Heard) -> Case | None:
    cases = list(heard.lane.cases.values())
    assert len(cases) <= 1, "one report, one case"
    return cases[0] if cases else None


def holds_what_is_known(case: Case, moves: list[Move], contents: set[str]) -> None:
    """Against the moves themselves, not against the fold: the last tap counts, nothing sent is missing."""
    report = case.report
    if any((m.what == "say" and m.value == "ย้อนกลับ") or type(m.value).__name__ == "Back" for m in moves):
        return  # ย้อนกลับ takes answers out again; which ones is the form's business
    taps = [m.value for m in moves if isinstance(m.value, Choose)]
    incidents = [t.value for t in taps if t.slot is Slot.INCIDENT]
    if incidents:
        assert report.incident == incidents[-1]
    dangers = [t.value for t in taps if t.slot is Slot.IN_DANGER]
    if dangers:
        assert report.in_danger is not None
    back = {n - 1 for n, m in enumerate(moves) if m.what == "unsend"}
    places = [
        m for n, m in enumerate(moves) if n not in back and ((m.what == "pin" and m.value) or _names_a_province(m))
    ]
    if places and places[-1].what == "pin":
        assert report.place is not None
        assert report.place.point == (places[-1].value.latitude, places[-1].value.longitude)
    assert contents <= set(report.story)


def _names_a_province(move: Move) -> bool:
    return isinstance(move.value, Choose) and move.value.slot is Slot.PLACE


def test_every_prefix(record_property: Callable[[str, object], None]) -> None:
    reached: Counter[str] = Counter()

    @given(sequences(DISTURBING))
    def every_prefix(moves: list[Move]) -> None:
        heard, seen, held_a_fact = Heard(), set[str](), False
        for number, move in enumerate(moves):
            event = move.event(number)
            heard.hears(event)
            case = only_case(heard)
            told = any(m.tells for m in moves[: number + 1])
            assert (case is not None) == told
            if case is None:
                seen.add("no case yet")
                continue
            held_a_fact |= case.report.has_fact  # what was opened is not closed again by a corrected answer
            assert (case.status is CaseStatus.OPEN) == held_a_fact
            unsent = {f"e{n - 1:04d}" for n, m in enumerate(moves[: number + 1]) if m.what == "unsend"}
            sent = {f"e{n:04d}" for n, m in enumerate(moves[: number + 1]) if m.what == "file"}
            holds_what_is_known(case, moves[: number + 1], sent - unsent)
            slot = first_empty(case.report)
            seen |= {f"asks {slot.value if slot else 'nothing more'}", f"is {case.status.value}"}
        reached.update(seen)
        reached["sequences"] += 1

    every_prefix()
    record_property("reached", ", ".join(f"{name}: {count}" for name, count in sorted(reached.items())))
    assert {"asks incident", "asks place", "asks in_danger", "asks story", "asks nothing more"} <= set(reached)


@given(sequences(DISTURBING), st.randoms(use_true_random=False))
def test_every_order_of_arrival_gives_the_same_report(moves: list[Move], random: Random) -> None:
    """Unsending too: an unsend may overtake its own message."""
    events = [move.event(number) for number, move in enumerate(moves)]
    shuffled = random.sample(events, len(events))
    straight, mixed = Heard(), Heard()
    for event in events:
        straight.hears(event)
    for event in shuffled:
        mixed.hears(event)
    first, second = only_case(straight), only_case(mixed)
    assert first is not None
    assert second is not None
    assert first.report == second.report
    assert ("unsent" in first.signals) == ("unsent" in second.signals)
    assert straight.conversation() == mixed.conversation()
    unsent = {f"e{n - 1:04d}" for n, move in enumerate(moves) if move.what == "unsend"}
    points = {m.value.point for n, m in enumerate(moves) if m.what == "pin" and m.value and f"e{n:04d}" not in unsent}
    places = [first.report.place, first.base.place, *(i.place for i in first.log if isinstance(i, Pinned))]
    assert {p.point for p in places if p is not None and p.point} <= points


@given(sequences(DISTURBING))
def test_an_event_that_comes_twice_changes_nothing(moves: list[Move]) -> None:
    """The inbox already ignores a known id; the report does too, should one slip through."""
    once, twice = Heard(), Heard()
    for number, move in enumerate(moves):
        event = move.event(number)
        once.hears(event)
        twice.hears(event)
        twice.hears(event)
    first, second = only_case(once), only_case(twice)
    assert (first and first.report) == (second and second.report)
