"""The policy's values in words and as fields of a form, and the versions it has had."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.policy import BadPolicyError, read_policy
from bot.rows import POLICY, encode
from console.speech import Speech
from models.policy import Policy
from models.times import DAY, HOUR, MINUTE, SECOND

NAMES = tuple(each.name for each in fields(Policy))
# What is not a length of time, with the group of words of its unit.
COUNTED = {
    "calm_messages_a_minute": "pieces",
    "code_tries_an_hour": "pieces",
    "many_waiting": "pieces",
    "media_largest": "bytes",
    "neighbours": "pieces",
    "neighbours_within": "metres",
    "push_reserve": "per-cent",
    "push_tries": "pieces",
    "push_warnings": "per-cent",
}
SPANS = {"days": DAY, "hours": HOUR, "minutes": MINUTE, "seconds": SECOND}
DRILLS = frozenset({"drill_every", "drill_at_shift"})
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One value as a form shows it: `kind` is span, count, list, choice or table."""

    name: str
    kind: str
    text: str
    unit: str = ""


def entry(policy: Policy, name: str) -> Entry:
    value = getattr(policy, name)
    match value:
        case bool():
            return Entry(name, "choice", "yes" if value else "no")
        case tuple():
            return Entry(name, "list", ", ".join(map(str, value)), COUNTED[name])
        case int() if name in COUNTED:
            return Entry(name, "count", str(value), COUNTED[name])
        case int():
            unit = span(value)
            return Entry(name, "span", str(value // SPANS[unit]), unit)
        case _:
            return Entry(name, "table", msgspec.json.format(encode(value), indent=1).decode())


def span(ms: int) -> str:
    """The largest unit that says a length of time exactly."""
    return next((unit for unit, size in SPANS.items() if ms >= size and ms % size == 0), "seconds")


def shown(t: Speech, name: str, value: Any) -> str:
    match value:
        case bool():
            return t("yes" if value else "no")
        case tuple() | list():
            return t.joined(t.named("policy-unit", COUNTED[name], n=f"{each:,}") for each in value)
        case int() if name in COUNTED:
            return t.named("policy-unit", COUNTED[name], n=f"{value:,}")
        case int():
            unit = span(value)
            return t.named("last", unit, n=value // SPANS[unit])
        case _:
            return t("policy-table")


def changed(t: Speech, policy: Policy, name: str, text: str, unit: str) -> Policy | str:
    """The policy with one value replaced and checked as `ess policy set` does; else why not, empty for a bad number."""
    kind = entry(policy, name).kind
    try:
        value = _value(kind, " ".join(text.split()) if kind != "table" else text, unit)
        given = msgspec.json.decode(encode(policy)) | {name: value}
        return read_policy(encode(given))
    except BadPolicyError as wrong:
        return wrong.said(t.lang) if kind == "table" else ""
    except (ValueError, OverflowError):
        return ""


def _value(kind: str, text: str, unit: str) -> Any:
    match kind:
        case "choice":
            return {"yes": True, "no": False}.get(text)
        case "list":
            return [int(each) for each in text.split(",")]
        case "count":
            return int(text)
        case "span":
            return int(text) * SPANS.get(unit, SECOND)
        case _:
            return msgspec.json.decode(text)


@dataclass(frozen=True, slots=True)
class Version:
    """One version: who made it when, and each value that it changed."""

    version: int
    at: int
    actor: str
    changes: Mapping[str, tuple[Any, Any]]


def versions(connection: Connection) -> tuple[Version, ...]:
    """The latest versions, newest first, each against the one before it; the first one against the defaults."""
    query = sa.select(POLICY).order_by(POLICY.c.version.desc()).limit(SHOWN + 1)
    rows = connection.execute(query).all()
    bodies = [_values(row.body) for row in rows]
    if len(rows) <= SHOWN:
        bodies.append(_values(encode(Policy())))
    return tuple(
        Version(row.version, row.at, row.actor, {n: (old.get(n), new[n]) for n in NAMES if old.get(n) != new.get(n)})
        for row, new, old in zip(rows, bodies, bodies[1:], strict=False)
    )


def _values(body: bytes) -> dict[str, Any]:
    """A stored body with the defaults of what it does not name: an older version knew fewer names."""
    kept: dict[str, Any] = msgspec.json.decode(encode(Policy()))
    kept.update(msgspec.json.decode(body))
    return kept
