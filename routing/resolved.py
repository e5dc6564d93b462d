"""What typed words may come to: a place, one question, or nothing."""

from dataclasses import dataclass
from enum import StrEnum

from models.report import Place, PlaceSource
from routing.gazetteer import label

MOST = 6
"""Buttons of one question: what a person under stress can still read."""


class Question(StrEnum):
    """The one question that settles an address."""

    WHICH = "which"  # several areas share the name, or the words contradict each other
    CONFIRM = "confirm"  # one area is likely, but the words are not a clear address
    PROVINCE = "province"  # too many areas share the name: the province decides
    HIDDEN_LINK = "hidden_link"  # a short map link: only its server knows where it leads


@dataclass(frozen=True, slots=True)
class Candidate:
    """One button: the official code (two, four or six digits) of the area it stands for."""

    code: str

    @property
    def province(self) -> str:
        return f"TH-{self.code[:2]}"

    @property
    def district(self) -> str | None:
        return self.code[:4] if len(self.code) >= 4 else None

    @property
    def label_th(self) -> str:
        return label(self.code)

    @property
    def label_en(self) -> str:
        return label(self.code, "en")

    @property
    def place(self) -> Place:
        """The place that a tap on the button stands for."""
        return Place(PlaceSource.ADDRESS, address=self.label_th, province=self.province, district=self.district)


@dataclass(frozen=True, slots=True)
class Sure:
    """The place meant. With coordinates `province` may be empty: routing finds it. `swapped` was put right."""

    place: Place
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """At most one question with at most six candidates; `more` counts areas of the name that have no button."""

    question: Question
    candidates: tuple[Candidate, ...] = ()
    more: int = 0

    @property
    def provinces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(candidate.province for candidate in self.candidates))


@dataclass(frozen=True, slots=True)
class Nothing:
    """No place in these words."""


Resolved = Sure | Ask | Nothing
