"""LINE's own figures of the month: its limit, what is used, and how many people a push to a group reaches."""

import asyncio
import json
import logging
from collections.abc import Callable

import sqlalchemy as sa

from bot.net.line import path_of
from bot.net.wire import Wire
from bot.rows import BINDING
from bot.settings import Settings
from bot.store import Store

log = logging.getLogger("ess.quota")
TIMEOUT = 5.0


def read_quota(settings: Settings) -> tuple[int | None, int] | None:
    """The month's limit (None without one) and consumption as LINE says; None when it cannot be asked. Blocks."""
    found = _get(settings, "/v2/bot/message/quota", "/v2/bot/message/quota/consumption")
    quota, used = [*found, None, None][:2]
    if quota is None or used is None:
        return None
    most = quota.get("value") if quota.get("type") == "limited" else None
    total = used.get("totalUsage", 0)
    return (most if isinstance(most, int) else None), total if isinstance(total, int) else 0


def count_members(settings: Settings, store: Store, rest: Callable[[], object] = lambda: None) -> bool:
    """How many people each bound group has: a push to it costs as many. False when LINE stopped answering. Blocks;
    `rest` is called between groups, and ends it by raising.
    """
    with store.read() as connection:
        groups = connection.scalars(sa.select(BINDING.c.to).where(BINDING.c.group, BINDING.c.active)).all()
    asked = [f"{path_of(group)}/members/count" for group in groups]
    found = _get(settings, *asked, rest=rest)
    for group, answer in zip(groups, found, strict=False):
        members = answer.get("count") if answer else None
        if isinstance(members, int) and members > 0:
            _note_members(store, group, members)
    return len(found) == len(groups)


def _note_members(store: Store, group: str, members: int) -> None:
    store.write(lambda c: c.execute(sa.update(BINDING).where(BINDING.c.to == group).values(members=members)))


def _get(settings: Settings, *paths: str, rest: Callable[[], object] = lambda: None) -> list[dict[str, object] | None]:
    """What LINE answers, as far as it answers: a server that is away is not asked for each. By the small client of the
    hot path: loading a general one stops the service for a tenth of a second.
    """
    return asyncio.run(_each(settings, paths, rest)) if paths else []


async def _each(
    settings: Settings, paths: tuple[str, ...], rest: Callable[[], object]
) -> list[dict[str, object] | None]:
    wire = Wire(settings.api_base, {"authorization": f"Bearer {settings.access_token}"}, TIMEOUT)
    found: list[dict[str, object] | None] = []
    try:
        for path in paths:
            found.append(await _one(wire, path))
            rest()
    except (OSError, TimeoutError) as e:
        log.warning("the quota cannot be read", extra={"error": type(e).__name__})
    finally:
        wire.close()
    return found


async def _one(wire: Wire, path: str) -> dict[str, object] | None:
    answer = await wire.get(path)
    try:
        found = json.loads(answer.body) if answer.status == 200 else None
    except ValueError as e:
        log.warning("the quota cannot be read", extra={"error": type(e).__name__})
        return None
    return found if isinstance(found, dict) else None
