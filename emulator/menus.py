"""Rich menus: their pictures, aliases, and who sees which.

Source: LINE Messaging API reference, "Rich menu"; a person's own menu beats the default.
"""

from uuid import uuid4

from emulator.menu_rules import check_image
from emulator.values import File, Json, Refused


class Menus:
    def __init__(self) -> None:
        self.default = ""
        self._menus: dict[str, Json] = {}
        self._images: dict[str, File] = {}
        self._aliases: dict[str, str] = {}
        self._linked: dict[str, str] = {}
        self._switched: dict[str, str] = {}

    def create(self, menu: Json) -> str:
        menu_id = f"richmenu-{uuid4().hex}"
        self._menus[menu_id] = {"richMenuId": menu_id, **menu}
        return menu_id

    def get(self, menu_id: str) -> Json:
        if menu_id not in self._menus:
            raise Refused(404, "richmenu not found")
        return self._menus[menu_id]

    def all(self) -> list[Json]:
        return list(self._menus.values())

    def delete(self, menu_id: str) -> None:
        """Aliases stay and dangle, as on LINE; whoever saw the menu sees it no more."""
        self.get(menu_id)
        del self._menus[menu_id]
        self._images.pop(menu_id, None)
        self.default = "" if self.default == menu_id else self.default
        for shown in (self._linked, self._switched):
            for user in [user for user, one in shown.items() if one == menu_id]:
                del shown[user]

    def put_image(self, menu_id: str, data: bytes, media_type: str) -> None:
        check_image(data, media_type, self.get(menu_id))
        if menu_id in self._images:
            raise Refused(400, "An image has already been uploaded to the richmenu")
        self._images[menu_id] = File(data, media_type)

    def image(self, menu_id: str) -> File:
        self.get(menu_id)
        if menu_id not in self._images:
            raise Refused(404, "The richmenu has no image")
        return self._images[menu_id]

    def set_default(self, menu_id: str) -> None:
        self.default = self._ready(menu_id)
        self._switched.clear()

    def clear_default(self) -> None:
        self.default = ""
        self._switched.clear()

    def link(self, user_id: str, menu_id: str) -> None:
        self._linked[user_id] = self._ready(menu_id)
        self._switched.pop(user_id, None)

    def unlink(self, user_id: str) -> None:
        self._linked.pop(user_id, None)
        self._switched.pop(user_id, None)

    def linked(self, user_id: str) -> str:
        if user_id not in self._linked:
            raise Refused(404, "the user has no richmenu")
        return self._linked[user_id]

    def add_alias(self, alias: str, menu_id: str) -> None:
        if alias in self._aliases:
            raise Refused(400, "conflict richmenu alias id")
        self._aliases[alias] = self._ready(menu_id)

    def move_alias(self, alias: str, menu_id: str) -> None:
        self.alias(alias)
        self._aliases[alias] = self._ready(menu_id)

    def delete_alias(self, alias: str) -> None:
        self.alias(alias)
        del self._aliases[alias]

    def alias(self, alias: str) -> Json:
        if alias not in self._aliases:
            raise Refused(404, "richmenu alias not found")
        return {"richMenuAliasId": alias, "richMenuId": self._aliases[alias]}

    def aliases(self) -> list[Json]:
        return [self.alias(alias) for alias in self._aliases]

    def switch(self, user_id: str, alias: str) -> str:
        """Shows the alias's menu to this person; the status is the one that the postback tells."""
        if alias not in self._aliases:
            return "RICHMENU_ALIAS_ID_NOTFOUND"
        menu_id = self._aliases[alias]
        if menu_id not in self._images:
            return "RICHMENU_NOTFOUND"
        self._switched[user_id] = menu_id
        return "SUCCESS"

    def shown_to(self, user_id: str) -> Json | None:
        menu_id = self._switched.get(user_id) or self._linked.get(user_id) or self.default
        return self._menus.get(menu_id)

    def _ready(self, menu_id: str) -> str:
        self.get(menu_id)
        if menu_id not in self._images:
            raise Refused(400, "must upload richmenu image before applying it to user")
        return menu_id
