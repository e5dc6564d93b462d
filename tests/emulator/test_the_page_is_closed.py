"""What the page's files carry with them, and which pictures it may ask for."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from emulator.platform import Platform
from emulator.values import Refused
from tests.emulator.town import CALL, Bot, bubble, button, png, serving


@pytest.fixture
def browser(bot: Bot) -> httpx.Client:
    with httpx.Client(base_url=bot.http.base_url, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("path", ["/phones", "/phone/U1", "/emulator/page/main.js", "/emulator/page/base.css"])
def test_the_policy_lets_nothing_else_in(browser: httpx.Client, path: str):
    answer = browser.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["nothing.js", "../web.py", "..%2Fweb.py", ""])
def test_only_the_pages_own_files_are_served(browser: httpx.Client, name: str):
    assert browser.get(f"/emulator/page/{name}").status_code == 404


def test_the_words_exist_in_both_languages(browser: httpx.Client):
    words = browser.get("/emulator/page/words.json").json()
    assert words["th"].keys() == words["en"].keys()


def test_pictures_of_this_machine_only(browser: httpx.Client):
    async def picture(_request: Request) -> Response:
        return Response(png(8, 8), media_type="image/png")

    async def page(_request: Request) -> Response:
        return Response("<script>", media_type="text/html")

    with serving(Starlette(routes=[Route("/a.png", picture), Route("/b", page)])) as url:
        shown = browser.get("/emulator/api/picture", params={"url": f"{url}/a.png"})
        assert (shown.content, shown.headers["content-type"]) == (png(8, 8), "image/png")
        assert browser.get("/emulator/api/picture", params={"url": f"{url}/b"}).status_code == 404
    for url in ("https://example.com/a.png", "http://[", "file:///etc/passwd", ""):
        assert browser.get("/emulator/api/picture", params={"url": url}).status_code == 403


def test_a_demo_without_certificates_may_use_its_own_pictures():
    here = bubble(button(CALL), {"type": "image", "url": "http://127.0.0.1:8000/a.png"})
    with pytest.raises(Refused):
        Platform().sending.validate({"messages": [here]})
    assert Platform(loopback_http=True).sending.validate({"messages": [here]}) == {}
