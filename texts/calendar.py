"""Dates as people here read them: Thailand's time, Buddhist era in Thai."""

from models.times import local
from texts.catalogue import words

BUDDHIST_ERA = 543


def day(at: int, lang: str) -> str:
    """`22 พ.ย. 2568` in Thai (Buddhist era), `22 Nov 2025` in English."""
    when = local(at)
    year = when.year + BUDDHIST_ERA if lang == "th" else when.year
    return f"{when.day} {words(lang, f'console-month-{when.month}')} {year}"


def moment(at: int, lang: str) -> str:
    """`22 พ.ย. 2569 10.05 น.`; ISO date and 24-hour clock in other languages."""
    when = local(at)
    return f"{day(at, lang)} {when:%H.%M} น." if lang == "th" else f"{when:%Y-%m-%d %H:%M}"
