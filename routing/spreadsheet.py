"""Cells of a CSV that a spreadsheet would take for formulas: written with an apostrophe before them, read without it.

OWASP, *CSV Injection*: what begins with one of `= + - @`, a tab or a carriage return may run when the file is opened.
"""

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(cell: str) -> str:
    """The cell as a spreadsheet shows it as words; `unguarded` gives it back."""
    return f"'{cell}" if cell.lstrip("'").startswith(_STARTS) else cell


def unguarded(cell: str) -> str:
    """The cell that was written, also when a spreadsheet has kept the apostrophe."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_STARTS) else cell
