"""The flow is a form: its questions in order, of which the first empty one is asked next."""

from collections.abc import Callable
from dataclasses import dataclass

from models.changed import replace
from models.incident import Incident
from models.report import Report, Slot


def always(_: Report) -> bool:
    return True


def not_a_gathering(report: Report) -> bool:
    return report.incident is not Incident.GATHERING


@dataclass(frozen=True, slots=True)
class Question:
    """One slot of the form; `only_if` says whether it is worth asking."""

    slot: Slot
    only_if: Callable[[Report], bool] = always

    def stands(self, report: Report) -> bool:
        """Whether this is still to be asked."""
        return self.only_if(report) and self.slot not in report.skipped and not report.answered(self.slot)


SCRIPT = (
    Question(Slot.INCIDENT),
    Question(Slot.PLACE),
    Question(Slot.IN_DANGER, only_if=not_a_gathering),
    Question(Slot.STORY),
)


def first_empty(report: Report) -> Slot | None:
    """The question to ask next, or None when the form is complete."""
    return next((q.slot for q in SCRIPT if q.stands(report)), None)


def under_way(report: Report) -> bool:
    """Whether there is a case whose questions are asked."""
    return report.begun or report.has_fact


def heard_out(report: Report) -> bool:
    """Whoever speaks of ending their life is listened to: no form, unless they ask for it or name a category."""
    return report.despair and not report.begun and report.incident is None


def unskip(report: Report, slot: Slot) -> Report:
    return replace(report, skipped=report.skipped - {slot})
