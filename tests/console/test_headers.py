"""Nothing from elsewhere, nothing inline, no form from another site."""

import re

import pytest
from starlette.datastructures import Headers

from console.headers import same_origin, tile_hosts
from console.pages import HERE, STATIC
from tests.console.room import Room


def test_every_answer_carries_the_policy(room):
    browser = room.signs_in("somchai")
    for path in ("/", "/login", "/cases/none", "/static/x/console.css", "/new"):
        shown = browser.gets(path)
        policy = shown.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "img-src 'self' data:;" in policy
        for name, value in (("x-content-type-options", "nosniff"), ("x-frame-options", "DENY")):
            assert shown.headers[name] == value


def test_a_tile_host_is_allowed_only_when_there_is_one(tmp_path):
    room = Room(tmp_path, tiles_url="https://{s}.tiles.example/{z}/{x}/{y}.png")
    policy = room.browser().gets("/login").headers["content-security-policy"]
    assert "img-src 'self' data: https://*.tiles.example;" in policy
    room.closes()


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("", ()),
        ("nonsense", ()),
        ("javascript:alert(1)", ()),
        ("http://localhost:9/{z}/{x}/{y}.png", ("http://localhost:9",)),
    ],
)
def test_tile_hosts(url, hosts):
    assert tile_hosts(url) == hosts


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://console.test", "host": "console.test"}, False),
        ({"origin": "https://console.test", "host": "console.test"}, True),
        ({"origin": "https://evil.test", "host": "console.test"}, False),
        ({"origin": "https://console.test:444", "host": "console.test"}, False),
        ({"origin": "null", "host": "console.test"}, False),
        ({"host": "console.test"}, False),
        ({}, False),
    ],
)
def test_a_form_comes_from_here(headers, allowed):
    assert same_origin(Headers(headers)) is allowed


def test_a_form_from_another_site_does_nothing(room):
    number = room.case("a")
    browser = room.signs_in("somchai")
    sent = browser.client.post(f"/console/cases/{number}/answer", headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
    assert room.state(number).answerer is None


def test_pages_are_kept_nowhere_and_static_files_for_a_year(room):
    browser = room.signs_in("somchai")
    page = browser.gets("/")
    assert page.headers["cache-control"] == "no-store"
    (css,) = set(re.findall(r'href="/console(/static/[0-9a-f]+/console.css)"', page.html))
    assert browser.gets(css).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert browser.gets("/static/old/console.css").headers["cache-control"] == "no-cache"


def test_templates_have_no_inline_script_style_or_handler():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son[a-z]+=|hx-on|javascript:|js:|\|\s*safe\b")
    found = [(p.name, m.group()) for p in (HERE / "templates").glob("*.html") for m in inline.finditer(p.read_text())]
    assert found == []


def test_our_scripts_need_no_eval():
    eval_like = re.compile(r"\beval\(|new Function|setAttribute\(\"style\"|\.innerHTML\s*=\s*[`\"']")
    assert [p.name for p in STATIC.glob("*.js") if eval_like.search(p.read_text())] == []
