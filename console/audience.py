"""Who may see which cases: the console's staff all of them, an officer those their office was asked to respond to."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.rows import CASE, CASE_OFFICE
from models.people import Role


@dataclass(frozen=True, slots=True)
class Audience:
    """`office` empty is everything; an office (`TH-92`) is its own cases only, also in counts and live frames."""

    office: str | None = None

    @staticmethod
    def of(role: Role, province: str | None) -> "Audience":
        # An officer without a province has no office, and sees nothing.
        return Audience(province or "-") if role is Role.OFFICER else Audience()

    def sees(self) -> sa.ColumnElement[bool]:
        """The condition on a case that this audience may see it."""
        if self.office is None:
            return sa.true()
        asked = sa.select(CASE_OFFICE.c.number).where(
            CASE_OFFICE.c.number == CASE.c.number, CASE_OFFICE.c.office == self.office
        )
        return asked.exists()
