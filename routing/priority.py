"""How urgent a report is. Facts may raise it at once; nothing a machine reads ever lowers it."""

from models.incident import Incident, Priority
from models.report import Report


def priority(report: Report) -> Priority:
    """P1 danger now; P2 the default for anything that may have a victim; P3 a gathering."""
    if report.in_danger or report.danger_words or report.sos or report.weapon:
        return Priority.P1
    if report.incident is Incident.GATHERING:
        return Priority.P3
    return Priority.P2
