"""Pictures, voice and video: fetched at once, polled while LINE prepares them, capped, hashed, encrypted at rest."""

import hashlib
from dataclasses import replace

from emulator.faults import FaultKind
from tests.town import Town

PICTURE = b"\xff\xd8\xff\xe0" + b"a picture " * 20_000


def file_of(town: Town) -> dict[str, str]:
    (found,) = [m for m in town.case()["messages"] if m["kind"] in {"image", "video", "audio", "file"}]
    return found


def test_stored_encrypted_and_readable(town: Town):
    town.citizen().sends_image(PICTURE)
    message = file_of(town)
    assert message["state"] == "stored"
    assert b"".join(town.desk.media(message["id"]) or ()) == PICTURE
    on_disk = [p for p in town.settings.media_dir.rglob("*") if p.is_file()]
    assert len(on_disk) == 1
    assert b"a picture" not in on_disk[0].read_bytes()
    row = town.content(message["id"])
    assert (row.mime, row.size) == ("image/jpeg", len(PICTURE))
    assert row.sha256 == hashlib.sha256(PICTURE).hexdigest()


def test_polled_while_line_prepares_it(town: Town):
    town.strikes(FaultKind.PREPARING, "content", times=3)
    town.citizen().sends_video(b"\0\0\0\x18ftypmp42 video")
    assert file_of(town)["state"] == "waiting"
    town.passes(seconds=20)
    assert file_of(town)["state"] == "stored"
    assert town.content(file_of(town)["id"]).mime == "video/mp4"


def test_retried_for_hours(town: Town):
    town.strikes(FaultKind.ERROR, "content", times=12)
    town.citizen().sends_image(PICTURE)
    town.passes(minutes=3 * 60, step=60)
    assert file_of(town)["state"] == "stored"


def test_given_up_and_said_after_a_day(town: Town):
    town.strikes(FaultKind.ERROR, "content", times=None)
    town.citizen().sends_image(PICTURE)
    town.passes(minutes=25 * 60, step=600)
    assert file_of(town)["state"] == "lost"


def test_gone_at_line_is_lost_and_said(town: Town):
    town.platform.chats.files.clear()
    citizen = town.citizen()
    citizen.does({"type": "message", "message": {"type": "image", "id": "5", "contentProvider": {"type": "line"}}})
    assert file_of(town)["state"] == "lost"


def test_too_large_is_refused_and_leaves_nothing(town: Town):
    town.uses(replace(town.service.policy, media_largest=100_000))
    town.citizen().sends_image(PICTURE)
    assert file_of(town)["state"] == "lost"
    assert [p for p in town.settings.media_dir.rglob("*") if p.is_file()] == []


def test_external_content_is_noted_and_not_fetched(town: Town):
    citizen = town.citizen()
    provider = {"type": "external", "originalContentUrl": "https://example.com/a.jpg"}
    citizen.does({"type": "message", "message": {"type": "image", "id": "5", "contentProvider": provider}})
    assert file_of(town)["state"] == "external"
    assert not [c for c in town.platform.calls if c.endpoint == "content"]


def test_what_it_claims_to_be_does_not_count(town: Town):
    town.citizen().sends_image(b"<script>alert(1)</script>")
    assert town.content(file_of(town)["id"]).mime == "application/octet-stream"


def test_fifty_pictures_at_once(town: Town):
    citizen = town.citizen()
    citizen.sends_images([b"\xff\xd8\xff" + bytes([n]) for n in range(50)])
    town.settle()
    (case,) = town.cases()
    images = [m for m in case["messages"] if m["kind"] == "image"]
    assert len(images) == 50
    assert {m["state"] for m in images} == {"stored"}
    assert len(citizen.phone.received()) <= 50
