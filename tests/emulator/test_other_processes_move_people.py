"""The control API, as the phone page uses it."""

from collections.abc import Iterator
from threading import Thread

import httpx
import pytest

from emulator.platform import Platform
from tests.emulator.town import CALL, REPORT, Bot, bubble, button, menu, png, quick, words


@pytest.fixture
def control(bot: Bot) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{bot.http.base_url}/emulator/", trust_env=False) as client:
        yield client


def person(control: httpx.Client, name: str = "สมใจ", **more) -> str:
    return control.post("api/people", json={"name": name, **more}).json()["userId"]


def act(control: httpx.Client, user: str, kind: str, **more) -> httpx.Response:
    return control.post(f"api/people/{user}/acts", json={"type": kind, **more})


def test_a_person_is_made_and_speaks(platform: Platform, control: httpx.Client):
    user = person(control, language="en")
    event = act(control, user, "say", text="ช่วยด้วย").json()["event"]
    assert event["message"]["text"] == "ช่วยด้วย"
    act(control, user, "locate", latitude=13.75, longitude=100.5, address="พระนคร", title="")
    act(control, user, "sticker")
    screen = control.get(f"api/people/{user}").json()
    assert screen["person"] == {
        "userId": user,
        "name": "สมใจ",
        "language": "en",
        "following": True,
        "blocked": False,
    }
    assert [entry["message"]["type"] for entry in screen["entries"]] == ["text", "location", "sticker"]
    act(control, user, "unsend", message=event["message"]["id"])
    assert control.get(f"api/people/{user}").json()["entries"][0]["unsent"]
    kinds = [post.events[0]["type"] for post in platform.dispatch.waiting]
    assert kinds == ["follow", "message", "message", "message", "unsend"]


def test_taps_name_what_is_on_the_screen(platform: Platform, control: httpx.Client, bot: Bot):
    user = person(control)
    bot.push(user, bubble(button(REPORT), button(CALL)), words("x", quickReply=quick(REPORT)))
    screen = control.get(f"api/people/{user}").json()
    first, last = screen["entries"]
    assert screen["quickReplies"] == last["id"]
    path = "/contents/body/contents/0/action"
    assert act(control, user, "tap", source=first["id"], path=path).json()["event"]["postback"] == {"data": "report"}
    assert act(control, user, "tap", source=first["id"], path="/contents/body/contents/1/action").json()["event"] == {}
    assert act(control, user, "tap", source=last["id"], path="/quickReply/items/0/action").status_code == 409
    assert control.get(f"api/people/{user}").json()["menu"] is None
    menu_id = platform.menus.create(menu(REPORT))
    platform.menus.put_image(menu_id, png(800, 400), "image/png")
    platform.menus.link(user, menu_id)
    shown = control.get(f"api/people/{user}").json()["menu"]
    assert act(control, user, "tap", source=menu_id, path="/areas/0/action").status_code == 200
    assert control.get(f"{control.base_url}menus/{menu_id}").content == png(800, 400)
    assert shown["image"] == f"/emulator/menus/{menu_id}"


def test_files_travel_and_stay_harmless(control: httpx.Client, bot: Bot):
    user = person(control)
    page = b"<script>alert(1)</script>"
    query = {"kind": "file", "name": "หลักฐาน.html"}
    sent = control.post(f"api/people/{user}/files", content=page, params=query, headers={"content-type": "text/html"})
    message = sent.json()["event"]["message"]
    assert (message["fileName"], message["fileSize"]) == ("หลักฐาน.html", len(page))
    shown = control.get(f"files/{message['id']}")
    assert shown.headers["content-disposition"] == "attachment"
    assert shown.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert bot.http.get(f"/v2/bot/message/{message['id']}/content").content == page
    assert control.post(f"api/people/{user}/files", content=page, params={"kind": "x"}).status_code == 400


def test_blocking(control: httpx.Client):
    user = person(control, follows=False)
    for kind, following, blocked in (("follow", True, False), ("block", False, True), ("unblock", True, False)):
        assert act(control, user, kind).status_code == 200
        owner = control.get(f"api/people/{user}").json()["person"]
        assert (owner["following"], owner["blocked"]) == (following, blocked)
    act(control, user, "block")
    assert act(control, user, "say", text="x").status_code == 409


def test_groups(platform: Platform, control: httpx.Client):
    user, other = person(control), person(control, "อื่น")
    group = control.post("api/groups", json={"name": "เวร", "members": [user]}).json()["groupId"]
    url = f"api/groups/{group}/acts"
    for body in (
        {"type": "join", "userId": other},
        {"type": "leave", "userId": other},
        {"type": "removeBot"},
        {"type": "inviteBot"},
    ):
        assert control.post(url, json=body).status_code == 200
    assert act(control, user, "say", text="x", chat=group).json()["event"]["source"]["groupId"] == group
    assert act(control, other, "say", text="x", chat=group).status_code == 409
    screen = control.get(f"api/people/{user}", params={"chat": group}).json()
    assert [chat["name"] for chat in screen["chats"]] == ["ESS Help Me", "เวร"]
    kinds = [post.events[0]["type"] for post in platform.dispatch.waiting]
    assert kinds == ["follow", "follow", "join", "memberJoined", "memberLeft", "leave", "join", "message"]


def test_faults_are_switched_from_outside(control: httpx.Client, bot: Bot):
    user = person(control)
    made = control.post("api/faults", json={"kind": "error", "at": ["push"], "always": True}).json()
    assert made["times"] is None
    assert bot.push(user, words("x")).status_code == 500
    assert control.get("api/state").json()["faults"] == [made]
    control.delete(f"api/faults/{made['id']}")
    assert bot.push(user, words("x")).status_code == 200
    control.post("api/faults", json={"kind": "batch", "size": 3})
    control.delete("api/faults")
    assert control.get("api/state").json()["faults"] == []
    assert control.post("api/faults", json={"kind": "earthquake"}).status_code == 400
    assert [call["status"] for call in control.get("api/calls").json()["calls"]] == [500, 200]
    assert len(control.get("api/calls?since=1").json()["calls"]) == 1


def test_the_webhook_is_set_and_what_failed_comes_again(platform: Platform, control: httpx.Client):
    control.put("api/webhook", json={"url": "http://127.0.0.1:9/", "active": True})
    person(control)
    platform.settle()
    assert control.get("api/state").json()["webhook"]["undelivered"] == 1
    control.put("api/webhook", json={"active": False, "standby": True})
    assert control.post("api/redeliver").json() == {"posts": 1}
    assert control.get("api/state").json()["webhook"]["waiting"] == 1
    assert control.post("api/release").json() == {}


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "http://evil.example"}, {"origin": "null"}])
def test_other_pages_and_names_are_turned_away(control: httpx.Client, headers: dict[str, str]):
    for method, path in (("POST", "api/people"), ("GET", "api/state"), ("POST", "api/release"), ("GET", "api/updates")):
        assert control.request(method, path, headers=headers, json={"name": "x"}).status_code == 403


def test_whoever_watches_hears_of_each_change(platform: Platform, control: httpx.Client):
    citizen = platform.person("ก")
    with control.stream("GET", "api/updates") as stream:
        versions = (int(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: "))
        first = next(versions)
        speaking = Thread(target=citizen.says, args=("x",))
        speaking.start()
        assert next(versions) > first
        speaking.join()


@pytest.mark.parametrize("path", ["api/people/U0", "files/1", "menus/x", "api/people/U0?chat=C0"])
def test_unknown_things_are_404(control: httpx.Client, path: str):
    assert control.get(path).status_code == 404
