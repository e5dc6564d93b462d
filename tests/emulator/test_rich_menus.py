"""The rich menu family of endpoints."""

import pytest

from emulator.menu_rules import image_size
from emulator.platform import Platform
from tests.emulator.town import CALL, Bot, menu, png


def created(bot: Bot, **more) -> str:
    return bot.http.post("/v2/bot/richmenu", json=menu(CALL, **more)).json()["richMenuId"]


def upload(bot: Bot, menu_id: str, data: bytes = b"", kind: str = "image/png"):
    body = data or png(800, 400)
    return bot.http.post(f"/v2/bot/richmenu/{menu_id}/content", content=body, headers={"content-type": kind})


def test_from_creation_to_everybodys_menu(platform: Platform, bot: Bot):
    http = bot.http
    assert http.post("/v2/bot/richmenu/validate", json=menu(CALL)).status_code == 200
    menu_id = created(bot)
    assert http.get(f"/v2/bot/richmenu/{menu_id}").json() == {"richMenuId": menu_id, **menu(CALL)}
    assert http.get("/v2/bot/user/all/richmenu").status_code == 404
    assert http.post(f"/v2/bot/user/all/richmenu/{menu_id}").status_code == 400
    assert upload(bot, menu_id).status_code == 200
    assert upload(bot, menu_id).json()["message"].startswith("An image has already")
    assert http.get(f"/v2/bot/richmenu/{menu_id}/content").content == png(800, 400)
    assert http.post(f"/v2/bot/user/all/richmenu/{menu_id}").status_code == 200
    assert http.get("/v2/bot/user/all/richmenu").json() == {"richMenuId": menu_id}
    assert [one.label for one in platform.person("ก").buttons()] == ["โทร 1300"]
    assert http.delete(f"/v2/bot/richmenu/{menu_id}").status_code == 200
    assert http.get("/v2/bot/richmenu/list").json() == {"richmenus": []}
    assert platform.phone(platform.people()[0].user_id).buttons() == ()


def test_links_of_one_person(platform: Platform, bot: Bot):
    menu_id, citizen = created(bot), platform.person("ก")
    upload(bot, menu_id)
    own = f"/v2/bot/user/{citizen.user_id}/richmenu"
    assert bot.http.get(own).json() == {"message": "the user has no richmenu"}
    assert bot.http.post(f"{own}/{menu_id}").status_code == 200
    assert bot.http.get(own).json() == {"richMenuId": menu_id}
    assert bot.http.delete(own).status_code == 200
    many = {"richMenuId": menu_id, "userIds": [citizen.user_id]}
    assert bot.http.post("/v2/bot/richmenu/bulk/link", json=many).status_code == 202
    assert bot.http.get(own).status_code == 200
    assert bot.http.post("/v2/bot/richmenu/bulk/unlink", json={"userIds": [citizen.user_id]}).status_code == 202
    assert bot.http.get(own).status_code == 404


def test_aliases(bot: Bot):
    first, second = created(bot), created(bot)
    for one in (first, second):
        upload(bot, one)
    body = {"richMenuAliasId": "tab-a", "richMenuId": first}
    assert bot.http.post("/v2/bot/richmenu/alias", json=body).status_code == 200
    assert bot.http.post("/v2/bot/richmenu/alias", json=body).json() == {"message": "conflict richmenu alias id"}
    assert bot.http.post("/v2/bot/richmenu/alias/tab-a", json={"richMenuId": second}).status_code == 200
    assert bot.http.get("/v2/bot/richmenu/alias/tab-a").json()["richMenuId"] == second
    assert len(bot.http.get("/v2/bot/richmenu/alias/list").json()["aliases"]) == 1
    assert bot.http.delete("/v2/bot/richmenu/alias/tab-a").status_code == 200
    assert bot.http.get("/v2/bot/richmenu/alias/tab-a").status_code == 404


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (png(801, 400), "image/png", 400),
        (b"GIF89a", "image/png", 400),
        (png(800, 400), "image/gif", 415),
        (png(800, 400), "image/jpeg", 400),
        (png(800, 400) + b"x" * 1024 * 1024, "image/png", 413),
    ],
)
def test_pictures_that_line_refuses(bot: Bot, data: bytes, kind: str, status: int):
    assert upload(bot, created(bot), data, kind).status_code == status


def test_sizes_of_jpeg_pictures():
    from io import BytesIO

    from PIL import Image

    for options in ({}, {"progressive": True}):
        file = BytesIO()
        Image.new("RGB", (1200, 810)).save(file, "JPEG", **options)
        assert image_size(file.getvalue()) == (1200, 810)
    assert image_size(b"\xff\xd8\xff") is None
