"""Webhook bodies through the real application: each is signed over its exact bytes, and every event of it is stored
before the 200."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from bot.app import create_app
from bot.bodies import signed
from bot.rows import INBOX
from bot.service import build
from tests.town import SECRET, Town, signs

USER = "U" + "a" * 32


def event(number: int, message: str, user: str = USER) -> str:
    """One message event as text, so that a test decides every byte of it."""
    return (
        f'{{"type":"message","webhookEventId":"01KE{number:022}","deliveryContext":{{"isRedelivery":false}},'
        f'"timestamp":1795000000000,"source":{{"type":"user","userId":"{user}"}},"replyToken":"token{number}",'
        f'"mode":"active","message":{message}}}'
    )


def body(*events: str, space: str = "") -> bytes:
    joined = f",{space}".join(events)
    return f'{{{space}"destination":{space}"U0",{space}"events":{space}[{joined}]{space}}}'.encode()


def text(words: str) -> str:
    return f'{{"type":"text","id":"1","text":"{words}"}}'


def pin(latitude: str, longitude: str) -> str:
    return f'{{"type":"location","id":"1","address":"กรุงเทพ","latitude":{latitude},"longitude":{longitude}}}'


BODIES = {
    "a location 13.750000": body(event(1, pin("13.750000", "100.500000"))),
    "a location 14.0": body(event(2, pin("14.0", "100.0"))),
    "a 17-digit float": body(event(3, pin("13.756331234567891", "100.50176512345678"))),
    "raw UTF-8 emoji": body(event(4, text("ช่วยด้วย 😭🆘"))),
    "escaped surrogates in lower case": body(event(5, text(r"\ud83d\ude2d \u0e0a\u0e48\u0e27\u0e22"))),
    "an escaped slash": body(event(6, text(r"https:\/\/maps.example\/x"))),
    "an escaped telephone": body(event(7, text(r"\u260e 1300"))),
    "CRLF and spaces between tokens": body(event(8, text("ช่วยด้วย")), space="\r\n  "),
    "five thousand Thai characters": body(event(9, text("ช่วยหนูด้วย" * 454 + "ช่วยหน"))),
    "fifty events of twenty people": body(*(event(100 + n, text(f"คำที่ {n}"), f"U{n % 20:032}") for n in range(50))),
    "a lone surrogate": body(event(10, text(r"\ud83d มีดอยู่ในครัว")), event(11, text("อีกคน"), "U" + "b" * 32)),
    "a NUL": body(event(12, text(r"ก\u0000ข"))),
    "NaN for a number": body(event(13, pin("NaN", "100.5")), event(14, text("ต่อ"))),
    "an event that is not an object": body("7", event(15, text("ต่อ"))),
    "kinds nobody knows": body(event(16, '{"type":"hologram","id":"1","density":3}')),
}


def sign(raw: bytes, secret: str = SECRET) -> str:
    return signs(raw, secret)[1]


@pytest.fixture
def door(town: Town) -> Iterator[TestClient]:
    """The application with its loops running, beside the town's own service over the same database."""
    settings = replace(town.settings, channel_secrets=("an older secret", SECRET))
    with TestClient(create_app(build(settings, town.clock), console=False)) as client:
        yield client


def post(door: TestClient, raw: bytes, signature: str | None, header: str = "x-line-signature") -> httpx.Response:
    return door.post("/webhook", content=raw, headers={header: signature} if signature is not None else {})


def stored(town: Town) -> int:
    with town.service.store.read() as connection:
        return len(connection.execute(sa.select(INBOX.c.id).where(INBOX.c.kind != "inner")).all())


@pytest.mark.parametrize("name", BODIES)
def test_each_event_is_stored_before_the_200(town: Town, door: TestClient, name: str) -> None:
    raw = BODIES[name]
    assert post(door, raw, sign(raw)).status_code == 200
    count = raw.count(b'"webhookEventId"') + raw.count(b"[7,")
    assert stored(town) == count
    assert post(door, raw, sign(raw)).status_code == 200
    assert stored(town) == count, "a known id is ignored"


def test_lines_published_vector() -> None:
    """LINE Messaging API documentation, "Verify webhook signature"."""
    raw = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    secret = "8c570fa6dd201bb328f1c1eac23a96d8"
    assert signed((secret,), raw, "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=")
    assert not signed((secret,), raw + b" ", "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=")


@pytest.mark.parametrize("signature", [None, "", "AAAA", "ไม่ใช่", sign(b"other bytes"), sign(b"{}", "another secret")])
def test_what_we_did_not_sign_for_is_401_without_detail(town: Town, door: TestClient, signature: str | None) -> None:
    given = signature.encode() if signature else signature
    answer = post(door, b"{}", given)  # type: ignore[arg-type]
    assert (answer.status_code, answer.content) == (401, b"")
    assert stored(town) == 0


def test_the_verify_button_and_the_older_secret(town: Town, door: TestClient) -> None:
    raw = b'{"destination":"U0","events":[]}'
    assert post(door, raw, sign(raw)).status_code == 200
    assert post(door, raw, sign(raw, "an older secret"), "X-LINE-SIGNATURE").status_code == 200
    assert stored(town) == 0


@pytest.mark.parametrize("raw", [b"", b"not json", b"[]", b'{"events":7}', b"\xff\xfe", b'{"events":[' * 100])
def test_a_signed_body_we_do_not_know_is_kept_raw_for_operators(town: Town, door: TestClient, raw: bytes) -> None:
    assert post(door, raw, sign(raw)).status_code == 200
    kept = town.scalar(sa.select(INBOX.c.body).where(INBOX.c.parked))
    assert kept == raw


def test_more_than_a_mebibyte_is_413(town: Town, door: TestClient) -> None:
    raw = body(event(1, text("ก" * 3_500_000)))
    assert len(raw) > 10_000_000
    assert post(door, raw, sign(raw)).status_code == 413
    assert stored(town) == 0
