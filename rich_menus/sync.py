"""Brings LINE's rich menus in line with this release: what is missing is made, what is right is left alone.

A menu's name holds a digest of its content, so a run that finds everything in place only reads. LINE is changed in an
order that never leaves a person without a menu: create and upload, point the aliases, set the default, delete what is
ours and old. A run that was cut off is completed by the next one, whatever the cut-off request did.

Importing the SDK takes a second: import this module only where menus are synced.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientError
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
    CreateRichMenuAliasRequest,
    RichMenuRequest,
    UpdateRichMenuAliasRequest,
)
from linebot.v3.messaging.exceptions import ApiException
from pydantic.v1 import ValidationError

from rich_menus.menus import Drawn, Tab, wire

OURS = re.compile(rf"({'|'.join(Tab)})-[0-9a-f]{{12}}")
# One request may take this long; uploading a picture is the largest of them.
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Synced:
    """LINE shows this release. `done` are the changes that were needed, in order; none on an unchanged run."""

    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """It stopped while `doing`; `status` is LINE's, None when it did not answer. The next run goes on from here."""

    done: tuple[str, ...]
    doing: str
    status: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What LINE has: names by menu id, menu ids by alias, the default menu's id."""

    menus: dict[str, str]
    aliases: dict[str, str]
    default: str | None


async def sync(
    drawn: Sequence[Drawn], token: str, base: str | None = None, told: Callable[[str], None] | None = None
) -> Synced | Failed:
    """Makes `drawn` everybody's menus, the first one the default.

    `base` replaces both of LINE's hosts (an emulator). `told` hears of each change once LINE has confirmed it.
    """
    asks = {each.name: RichMenuRequest.from_dict({"name": each.name, **wire(each.menu)}) for each in drawn}
    run = _Run(told or (lambda _: None))
    try:
        async with _line(token, base, asks) as line:
            await _reconcile(line, drawn, run)
    except ApiException as e:
        return Failed(tuple(run.done), run.doing, e.status, _reason(e.body) or str(e.reason))
    except (ClientError, TimeoutError) as e:
        return Failed(tuple(run.done), run.doing, None, f"no answer from LINE ({type(e).__name__})")
    except ValidationError:
        return Failed(tuple(run.done), run.doing, None, "the answer was not one of LINE's")
    return Synced(tuple(run.done))


@dataclass(slots=True)
class _Run:
    told: Callable[[str], None]
    doing: str = "reading the menus"
    done: list[str] = field(default_factory=list)

    def begins(self, doing: str) -> None:
        self.doing = doing

    def has(self, done: str) -> None:
        self.done.append(done)
        self.told(done)


async def _reconcile(line: "_Line", drawn: Sequence[Drawn], run: _Run) -> None:
    seen = await line.seen()
    ids: dict[Tab, str] = {}
    for each in drawn:
        ids[each.menu.tab] = await _ensure(line, each, seen, run)
    for tab, menu in ids.items():
        if seen.aliases.get(tab) != menu:
            run.begins(f"pointing {tab}")
            await line.point(tab, menu, new=tab not in seen.aliases)
            run.has(f"pointed {tab} to {menu}")
    first = ids[drawn[0].menu.tab]
    if seen.default != first:
        run.begins("setting the default")
        await line.set_default(first)
        run.has(f"made {first} the default")
    # An old neutral menu stays: whoever is linked to it would have everybody's menu again (LINE takes 1,000 of them).
    for menu, name in seen.menus.items():
        if OURS.fullmatch(name) and menu not in ids.values() and not name.startswith(Tab.NEUTRAL):
            run.begins(f"deleting {name}")
            await line.delete(menu)
            run.has(f"deleted {name}")


async def _ensure(line: "_Line", each: Drawn, seen: Seen, run: _Run) -> str:
    """The id of this menu on LINE, with its picture."""
    made = [menu for menu, name in seen.menus.items() if name == each.name]
    # An alias is only ever pointed at a menu with its picture: no need to look.
    if seen.aliases.get(each.menu.tab) in made:
        return seen.aliases[each.menu.tab]
    if made:
        run.begins(f"looking at {each.name}")
        menu, bare = made[0], not await line.has_picture(made[0])
    else:
        run.begins(f"creating {each.name}")
        menu, bare = await line.create(each.name), True
        run.has(f"created {each.name}")
    if bare:
        run.begins(f"uploading the picture of {each.name}")
        await line.upload(menu, each.picture)
        run.has(f"uploaded the picture of {each.name}")
    return menu


@asynccontextmanager
async def _line(token: str, base: str | None, asks: dict[str, RichMenuRequest]) -> AsyncIterator["_Line"]:
    # Without a host of ours the SDK goes to LINE's two: one for the API, one for pictures.
    client = AsyncApiClient(Configuration(access_token=token, host=base))
    try:
        yield _Line(client, asks)
    finally:
        await client.close()


class _Line:
    """The dozen requests that this needs."""

    def __init__(self, client: AsyncApiClient, asks: dict[str, RichMenuRequest]) -> None:
        self._asks = asks
        self._api = AsyncMessagingApi(client)
        self._blob = AsyncMessagingApiBlob(client)

    async def seen(self) -> Seen:
        async with asyncio.timeout(SECONDS):
            menus = (await self._api.get_rich_menu_list()).richmenus
            aliases = (await self._api.get_rich_menu_alias_list()).aliases
        return Seen(
            {each.rich_menu_id: each.name for each in menus},
            {each.rich_menu_alias_id: each.rich_menu_id for each in aliases},
            await self._default(),
        )

    async def _default(self) -> str | None:
        try:
            async with asyncio.timeout(SECONDS):
                return str((await self._api.get_default_rich_menu_id()).rich_menu_id)
        except ApiException as e:
            if e.status == 404:
                return None
            raise

    async def has_picture(self, menu: str) -> bool:
        try:
            async with asyncio.timeout(SECONDS):
                return bool(await self._blob.get_rich_menu_image(menu))
        except ApiException as e:
            if e.status == 404:
                return False
            raise

    async def create(self, name: str) -> str:
        request = self._asks[name]
        async with asyncio.timeout(SECONDS):
            await self._api.validate_rich_menu_object(request)
            return str((await self._api.create_rich_menu(request)).rich_menu_id)

    async def upload(self, menu: str, picture: bytes) -> None:
        async with asyncio.timeout(SECONDS):
            await self._blob.set_rich_menu_image(menu, picture, _headers={"Content-Type": "image/png"})

    async def point(self, tab: Tab, menu: str, *, new: bool) -> None:
        async with asyncio.timeout(SECONDS):
            if new:
                await self._api.create_rich_menu_alias(
                    CreateRichMenuAliasRequest(richMenuAliasId=str(tab), richMenuId=menu)
                )
            else:
                await self._api.update_rich_menu_alias(str(tab), UpdateRichMenuAliasRequest(richMenuId=menu))

    async def set_default(self, menu: str) -> None:
        async with asyncio.timeout(SECONDS):
            await self._api.set_default_rich_menu(menu)

    async def delete(self, menu: str) -> None:
        async with asyncio.timeout(SECONDS):
            await self._api.delete_rich_menu(menu)


def _reason(body: bytes | str | None) -> str:
    """LINE's own words for an error, with the places it names."""
    try:
        said = json.loads(body or "")
    except ValueError:
        return ""
    details = [f"{each.get('property')}: {each.get('message')}" for each in said.get("details", ())]
    return "; ".join([str(said.get("message", "")), *details])
