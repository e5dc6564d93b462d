"""Behind a proxy every stranger has the proxy's own address: loopback alone opens neither the figures nor the demo."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from bot.app import create_app
from tests.console.room import Room
from tests.town import Town

TOKEN = "a token for prometheus"


def figures(town: Town, public_url: str, **headers: str) -> int:
    town.service.settings = replace(town.service.settings, public_url=public_url, metrics_token=TOKEN)
    browser = TestClient(create_app(town.service, console=False), client=("127.0.0.1", 1))
    return browser.get("/metrics", headers=headers).status_code


def test_a_service_that_is_reached_from_outside_wants_the_token(town: Town):
    assert figures(town, "") == 200
    assert figures(town, "http://127.0.0.1:8000") == 200
    assert figures(town, "https://ess.example") == 404
    assert figures(town, "https://ess.example", authorization=f"Bearer {TOKEN}") == 200
    assert figures(town, "https://ess.example", authorization="Bearer guess") == 404


@pytest.mark.parametrize(
    "name", ["Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"]
)
def test_any_word_of_a_proxy_is_enough(town: Town, room: Room, name: str):
    assert figures(town, "", **{name: "127.0.0.1"}) == 404
    room.desk.demo_login = ("demo", "open sesame")
    near = room.browser("http://127.0.0.1:8000", peer="127.0.0.1")
    assert "open sesame" in near.gets("/login").html
    assert "open sesame" not in near.gets("/login", headers={name: "127.0.0.1"}).html


def test_the_demo_of_a_public_service_fills_nothing_in(room: Room):
    room.desk.demo_login = ("demo", "open sesame")
    room.desk.settings = replace(room.desk.settings, public_url="https://ess.example")
    near = room.browser("http://127.0.0.1:8000", peer="127.0.0.1")
    assert "open sesame" not in near.gets("/login").html
