"""Forms are parsed before a session is asked for: a stranger cannot fill the memory or the disk with one."""

import asyncio

import pytest

from console.headers import LARGEST_FORM

FORMS = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}


@pytest.mark.parametrize("path", ["/login", "/here", "/new", "/cases/x/note", "/people/"])
def test_a_stranger_with_a_large_form(room, path):
    shown = room.browser().client.post(f"/console{path}", content=b"name=" + b"x" * LARGEST_FORM, headers=FORMS)
    assert shown.status_code == 413


def test_a_large_file_is_not_taken_in_a_form_either(room):
    files = {"name": ("a.bin", b"x" * (LARGEST_FORM + 1))}
    shown = room.browser().client.post("/console/login", files=files, headers={"sec-fetch-site": "same-origin"})
    assert shown.status_code == 413


def test_a_body_without_a_length_is_counted_as_it_comes(room):
    taken = []

    async def receive():
        taken.append(1)
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": len(taken) < 1000}

    answers = []

    async def send(message):
        answers.append(message)

    scope = {"type": "http", "method": "POST", "path": "/console/login", "root_path": "", "query_string": b""}
    headers = [(name.encode(), value.encode()) for name, value in FORMS.items()]
    asyncio.run(
        room.app({**scope, "headers": headers, "scheme": "https", "server": ("console.test", 443)}, receive, send)
    )
    assert answers[0]["status"] == 400
    assert len(taken) <= LARGEST_FORM // 65_536 + 1


def test_the_longest_words_still_pass(room):
    number = room.case("a")
    text = "ก" * 5000
    assert room.signs_in("op").acts(number, "note", text=text).status == 200
