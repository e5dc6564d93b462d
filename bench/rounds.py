"""Rounds in which all contestants take turns, so that a noisy minute is shared, and what they come to."""

import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Measured = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Range:
    """The median of several rounds, and how far they lay apart."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{shown(self.median)} ({shown(self.least)} to {shown(self.most)})"


def shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def summed(values: Sequence[float]) -> Range:
    return Range(statistics.median(values), min(values), max(values))


@dataclass(slots=True)
class Table:
    """Contestants by name, what was measured of each by name, one value a round."""

    rounds: dict[str, dict[str, list[float]]]

    def add(self, who: str, measured: Measured) -> None:
        for what, value in measured.items():
            self.rounds.setdefault(who, {}).setdefault(what, []).append(value)

    def range(self, who: str, what: str) -> Range:
        return summed(self.rounds[who][what])

    def ratio(self, one: str, other: str, what: str) -> Range:
        """One to the other, round by round: what disturbed a round disturbed both."""
        pairs = zip(self.rounds[one][what], self.rounds[other][what], strict=True)
        return summed([a / b if b else 0.0 for a, b in pairs])


def take_turns(names: Sequence[str], rounds: int, measure: Callable[[str, int], Measured]) -> Table:
    """`measure(name, round)` for each name in each round; the order turns round every time."""
    table = Table({})
    for number in range(rounds):
        order = names if number % 2 == 0 else tuple(reversed(names))
        for name in order:
            measured = measure(name, number)
            table.add(name, measured)
            said = ", ".join(f"{what} {shown(value)}" for what, value in measured.items())
            print(f"  round {number + 1}, {name}: {said}", file=sys.stderr, flush=True)
    return table


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of them lie; 0 for none."""
    listed = sorted(values)
    return listed[min(len(listed) - 1, int(share * len(listed)))] if listed else 0.0
