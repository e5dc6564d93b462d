"""LINE's own figures of the month: its limit, what is used, and how many people a push to a group reaches."""

import logging

import sqlalchemy as sa

from bot.rows import BINDING
from bot.settings import Settings
from bot.store import Store

log = logging.getLogger("ess.quota")
TIMEOUT = 5.0


def read_quota(settings: Settings) -> tuple[int | None, int] | None:
    """The month's limit (None without one) and consumption as LINE says; None when it cannot be asked. Blocks."""
    quota, used = _get(settings, "/v2/bot/message/quota"), _get(settings, "/v2/bot/message/quota/consumption")
    if quota is None or used is None:
        return None
    most = quota.get("value") if quota.get("type") == "limited" else None
    total = used.get("totalUsage", 0)
    return (most if isinstance(most, int) else None), total if isinstance(total, int) else 0


def count_members(settings: Settings, store: Store) -> None:
    """How many people each bound group has: a push to it costs as many. Blocks."""
    with store.read() as connection:
        groups = connection.scalars(sa.select(BINDING.c.to).where(BINDING.c.group, BINDING.c.active)).all()
    for group in groups:
        kind = "room" if group.startswith("R") else "group"
        found = _get(settings, f"/v2/bot/{kind}/{group}/members/count")
        members = found.get("count") if found else None
        if isinstance(members, int) and members > 0:
            _note_members(store, group, members)


def _note_members(store: Store, group: str, members: int) -> None:
    store.write(lambda c: c.execute(sa.update(BINDING).where(BINDING.c.to == group).values(members=members)))


def _get(settings: Settings, path: str) -> dict[str, object] | None:
    import httpx  # noqa: PLC0415 - the start has no use for it

    headers = {"authorization": f"Bearer {settings.access_token}"}
    try:
        answer = httpx.get(settings.api_base + path, headers=headers, timeout=TIMEOUT, trust_env=False)
        found = answer.json() if answer.is_success else None
    except (httpx.HTTPError, ValueError) as e:
        log.warning("the quota cannot be read", extra={"error": type(e).__name__})
        return None
    return found if isinstance(found, dict) else None
