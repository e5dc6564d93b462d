"""Dates as people here read them: Thailand's time, Buddhist era in Thai."""

from datetime import datetime, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7))
THAI_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
ERA = 543


def moment(at: int, lang: str) -> str:
    """`22 พ.ย. 2569 10.05 น.` from ms since 1970; ISO date and 24-hour clock in other languages."""
    when = datetime.fromtimestamp(at / 1000, BANGKOK)
    if lang != "th":
        return f"{when:%Y-%m-%d %H:%M}"
    return f"{when.day} {THAI_MONTHS[when.month - 1]} {when.year + ERA} {when:%H.%M} น."
