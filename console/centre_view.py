"""A value of a centre's history in words."""

from datetime import date, datetime, time
from typing import Any

from console.speech import Speech
from models.times import THAILAND
from routing.gazetteer import label

NOTHING = "–"


def said(t: Speech, name: str, value: Any) -> str:
    match name:
        case _ if value is None or value in ("", []):
            return NOTHING
        case "kind":
            return t.named("centre-kind", value)
        case "incidents":
            return t.joined(t.named("incident", each) for each in value)
        case "province":
            return t.province(value)
        case "district":
            return label(value, t.lang)
        case "hours":
            return t.named("hours", value)
        case "closed_until":
            return t.moment(value)
        case "mainland" | "approximate":
            return t("yes" if value else "no")
        case "verified_on":
            return day(t, value)
        case _:
            return str(value)


def day(t: Speech, iso: str) -> str:
    """A stored date (`2026-01-31`) as people here read it."""
    try:
        noon = datetime.combine(date.fromisoformat(iso), time(12), THAILAND)
    except ValueError:
        return iso
    return t.day(int(noon.timestamp() * 1000))
