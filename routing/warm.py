"""Loading at start what the first case would otherwise wait for: about a fifth of a second."""

from datetime import date

from models.centre import Directory
from routing.gazetteer import gazetteer
from routing.hours import ALWAYS, is_holiday
from routing.nearest import index
from routing.typos import names_by_slip

_ANY_DAY = date(2026, 1, 1)  # the library's import is what takes time, not the year


def warm(directory: Directory) -> None:
    """The names of all areas, the index of centres, and the holidays when a centre keeps office hours."""
    gazetteer()
    names_by_slip()
    index(directory)
    if any(centre.hours != ALWAYS for centre in directory.centres):
        is_holiday(_ANY_DAY)
