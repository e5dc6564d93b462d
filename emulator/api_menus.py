"""LINE's endpoints for rich menus, their pictures, aliases and links.

Source: LINE Messaging API reference, "Rich menu".
"""

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulator.gate import Ask, Work, endpoint
from emulator.platform import Platform
from emulator.values import Json, Refused

_KIND = "richmenu"


def routes(platform: Platform) -> list[Route]:
    def route(method: str, path: str, work: Work) -> Route:
        return Route(path, endpoint(platform, _KIND, work), methods=[method])

    return [
        route("POST", "/v2/bot/richmenu", _create),
        route("POST", "/v2/bot/richmenu/validate", _validate),
        route("GET", "/v2/bot/richmenu/list", _list),
        route("POST", "/v2/bot/richmenu/alias", _add_alias),
        route("GET", "/v2/bot/richmenu/alias/list", _aliases),
        route("POST", "/v2/bot/richmenu/alias/{alias}", _move_alias),
        route("GET", "/v2/bot/richmenu/alias/{alias}", _alias),
        route("DELETE", "/v2/bot/richmenu/alias/{alias}", _delete_alias),
        route("POST", "/v2/bot/richmenu/bulk/link", _bulk_link),
        route("POST", "/v2/bot/richmenu/bulk/unlink", _bulk_unlink),
        route("GET", "/v2/bot/richmenu/{menu}", _get),
        route("DELETE", "/v2/bot/richmenu/{menu}", _delete),
        route("POST", "/v2/bot/richmenu/{menu}/content", _put_image),
        route("GET", "/v2/bot/richmenu/{menu}/content", _image),
        route("POST", "/v2/bot/user/all/richmenu/{menu}", _set_default),
        route("GET", "/v2/bot/user/all/richmenu", _default),
        route("DELETE", "/v2/bot/user/all/richmenu", _clear_default),
        route("POST", "/v2/bot/user/{user}/richmenu/{menu}", _link),
        route("GET", "/v2/bot/user/{user}/richmenu", _linked),
        route("DELETE", "/v2/bot/user/{user}/richmenu", _unlink),
    ]


def _create(ask: Ask) -> Json:
    return {"richMenuId": ask.platform.menus.create(ask.json("menu"))}


def _validate(ask: Ask) -> Json:
    ask.json("menu")
    return {}


def _list(ask: Ask) -> Json:
    return {"richmenus": ask.platform.menus.all()}


def _get(ask: Ask) -> Json:
    return ask.platform.menus.get(ask.path["menu"])


def _delete(ask: Ask) -> Json:
    ask.platform.menus.delete(ask.path["menu"])
    return {}


def _put_image(ask: Ask) -> Json:
    ask.platform.menus.put_image(ask.path["menu"], ask.body, ask.media_type)
    return {}


def _image(ask: Ask) -> Response:
    image = ask.platform.menus.image(ask.path["menu"])
    return Response(image.data, headers={"content-type": image.media_type})


def _set_default(ask: Ask) -> Json:
    ask.platform.menus.set_default(ask.path["menu"])
    return {}


def _default(ask: Ask) -> Json:
    if not ask.platform.menus.default:
        raise Refused(404, "no default richmenu")
    return {"richMenuId": ask.platform.menus.default}


def _clear_default(ask: Ask) -> Json:
    ask.platform.menus.clear_default()
    return {}


def _link(ask: Ask) -> Json:
    _known_user(ask)
    ask.platform.menus.link(ask.path["user"], ask.path["menu"])
    return {}


def _linked(ask: Ask) -> Json:
    return {"richMenuId": ask.platform.menus.linked(ask.path["user"])}


def _unlink(ask: Ask) -> Json:
    ask.platform.menus.unlink(ask.path["user"])
    return {}


def _bulk_link(ask: Ask) -> Response:
    body = ask.json("bulk_link")
    for user in body["userIds"]:
        ask.platform.menus.link(user, body["richMenuId"])
    return JSONResponse({}, 202)


def _bulk_unlink(ask: Ask) -> Response:
    for user in ask.json("bulk_unlink")["userIds"]:
        ask.platform.menus.unlink(user)
    return JSONResponse({}, 202)


def _add_alias(ask: Ask) -> Json:
    body = ask.json("new_alias")
    ask.platform.menus.add_alias(body["richMenuAliasId"], body["richMenuId"])
    return {}


def _move_alias(ask: Ask) -> Json:
    ask.platform.menus.move_alias(ask.path["alias"], ask.json("changed_alias")["richMenuId"])
    return {}


def _alias(ask: Ask) -> Json:
    return ask.platform.menus.alias(ask.path["alias"])


def _aliases(ask: Ask) -> Json:
    return {"aliases": ask.platform.menus.aliases()}


def _delete_alias(ask: Ask) -> Json:
    ask.platform.menus.delete_alias(ask.path["alias"])
    return {}


def _known_user(ask: Ask) -> None:
    if ask.path["user"] not in ask.platform.chats.people:
        raise Refused(404, "Not found")
