"""A report is the fold of all its inputs, in LINE's order of time, so that every order of arrival gives the same one.

`fold(log)` sorts by (LINE's timestamp, event id) before it fills (docs/adr/0006).
"""

from collections.abc import Set as AbstractSet

from handlers.answers import fill
from handlers.questions import under_way
from handlers.withdrawal import gone, without
from models.changed import replace
from models.report import AnyInput, Report

NOTHING = Report()
LOG_LENGTH = 200


def fold(log: tuple[AnyInput, ...], base: Report = NOTHING) -> Report:
    """The report that a log of inputs makes of `base`, in LINE's order of time whatever the order of arrival."""
    withdrawn = gone(log)
    return walk(log, without(base, withdrawn) if withdrawn else base, withdrawn)


def walk(log: tuple[AnyInput, ...], report: Report, withdrawn: AbstractSet[str]) -> Report:
    for each in sorted(log, key=when):
        report = adopt(fill(report, each, withdrawn))
        if report.has_fact and not report.factual:
            report = replace(report, factual=True)
    return report


def adopt(report: Report) -> Report:
    """A place that was told before there was a case is the case's place once there is one."""
    if report.stated is None or not under_way(report):
        return report
    return replace(report, place=report.place or report.stated, stated=None, candidates=())


def when(entry: AnyInput) -> tuple[int, str]:
    return entry.at, entry.id


def settled(base: Report, log: tuple[AnyInput, ...]) -> tuple[Report, tuple[AnyInput, ...]]:
    """A log that has grown too long, its older half folded into `base`: no flood pushes a fact out of the report."""
    if len(log) <= LOG_LENGTH:
        return base, log
    ordered = sorted(log, key=when)
    older, newer = ordered[: LOG_LENGTH // 2], ordered[LOG_LENGTH // 2 :]
    withdrawn = gone(log)
    return walk(tuple(older), without(base, withdrawn), withdrawn), tuple(newer)
