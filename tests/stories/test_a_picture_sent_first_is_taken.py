"""A picture, a voice message or a video may come first: it opens the case and answers the last question."""

import pytest

from tests.resident import CHIANG_MAI
from tests.town import Town

JPEG = b"\xff\xd8\xff\xe0 a picture"


@pytest.mark.parametrize("kind", ["image", "voice", "video", "file"])
def test_media_opens_the_case(town: Town, kind: str):
    citizen = town.citizen()
    match kind:
        case "image":
            citizen.sends_image(JPEG)
        case "voice":
            citizen.sends_voice(b"\0\0\0\x18ftypM4A voice")
        case "video":
            citizen.sends_video(b"\0\0\0\x18ftypmp42 video")
        case "file":
            citizen.sends_file(b"%PDF-1.7", "a.pdf")
    citizen.expects("เกิดอะไรขึ้น")
    assert town.case()["status"] == "open"


def test_a_picture_is_not_asked_for_again(town: Town):
    citizen = town.citizen()
    citizen.sends_image(JPEG)
    citizen.taps("ถูกทำร้าย")
    citizen.sends_location(*CHIANG_MAI)
    citizen.ignores_the_rest()
    citizen.taps("ไม่มี")
    citizen.expects("รับเรื่องเลขที่")
