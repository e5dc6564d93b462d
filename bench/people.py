"""Signed webhooks of distinct people who walk the newcomer's flow: seven events a report, one a request, as LINE sends.

`walks(n)` makes them before anything is measured, so that the load generator only writes bytes.
"""

import base64
import hashlib
import hmac
import random
import time
from dataclasses import dataclass

import orjson

from bench.machine import SECRET
from handlers.postback import AnyTap, Begin, Choose, Status, pack
from models.incident import Incident
from models.report import Slot

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
STEPS = ("follow", "report", "category", "pin", "danger", "story", "status")
# What they pin: towns in the middle of their provinces, the province second.
TOWNS = (
    (18.7883, 98.9853, "TH-50"),
    (13.7563, 100.5018, "TH-10"),
    (7.0086, 100.4747, "TH-90"),
    (16.4419, 102.8360, "TH-40"),
    (14.9799, 102.0978, "TH-30"),
    (7.8804, 98.3923, "TH-83"),
    (15.2448, 104.8473, "TH-34"),
    (17.4138, 102.7872, "TH-41"),
)
# None of them names a weapon or a child: a follow-up in the words of the one before would look like a double here.
STORIES = (
    "แฟนทำร้ายเมื่อคืน ตอนนี้อยู่ในห้องน้ำ เขายังอยู่หน้าบ้าน",
    "เพื่อนบ้านตะโกนด่ากันเสียงดังมาก มีเสียงของแตก",
    "มีคนมายืนโวยวายหน้าร้าน ไม่รู้จะทำยังไง ช่วยด้วยค่ะ",
    "He will not let my sister leave the house since Monday.",
    "มีคนมารวมตัวกันหน้าตลาด เริ่มทะเลาะกัน",
)


@dataclass(frozen=True, slots=True)
class Shot:
    """One request, ready to be written; `reply` is the reply token of its event."""

    person: int
    step: int
    event: str
    reply: str
    request: bytes


Walk = tuple[Shot, ...]


def ulid(at: int, chance: random.Random) -> str:
    value = (at << 80) | chance.getrandbits(80)
    return "".join(CROCKFORD[(value >> shift) & 31] for shift in range(125, -1, -5))


def user(person: int, seed: int) -> str:
    return f"U{hashlib.sha256(f'{seed}/{person}'.encode()).hexdigest()[:32]}"


def walks(people: int, seed: int, path: str = "/webhook") -> list[Walk]:
    """Every person's seven requests; another seed makes other people."""
    chance = random.Random(seed)
    now = time.time_ns() // 1_000_000
    return [_walk(person, seed, now + person, chance, path) for person in range(people)]


def _walk(person: int, seed: int, at: int, chance: random.Random, path: str) -> Walk:
    said = user(person, seed)
    shots = []
    for step, happened in enumerate(_events(person)):
        ident, token = ulid(at + step * 10, chance), f"{chance.getrandbits(128):032x}"
        event = {
            **happened,
            "timestamp": at + step * 10,
            "source": {"type": "user", "userId": said},
            "replyToken": token,
            "mode": "active",
            "webhookEventId": ident,
            "deliveryContext": {"isRedelivery": False},
        }
        body = orjson.dumps({"destination": "U" + "b" * 32, "events": [event]})
        shots.append(Shot(person, step, ident, token, request(body, path)))
    return tuple(shots)


def _events(person: int) -> tuple[dict[str, object], ...]:
    latitude, longitude, _ = TOWNS[person % len(TOWNS)]
    incident = tuple(Incident)[person % 5]
    last = 500_000_000_000_000_000 + person * 10
    pin = {
        "type": "location",
        "id": str(last + 1),
        "latitude": latitude + person % 97 / 10_000,
        "longitude": longitude + person % 89 / 10_000,
        "address": "ถนนสุเทพ ประเทศไทย",
    }
    story = {"type": "text", "id": str(last + 2), "quoteToken": "q" * 40, "text": STORIES[person % len(STORIES)]}
    danger = Choose(Slot.IN_DANGER, "yes" if person % 3 == 0 else "no")
    return (
        {"type": "follow", "follow": {"isUnblocked": False}},
        _tap(Begin()),
        _tap(Choose(Slot.INCIDENT, incident.value)),
        {"type": "message", "message": pin},
        _tap(danger),
        {"type": "message", "message": story},
        _tap(Status()),
    )


def _tap(tap: AnyTap) -> dict[str, object]:
    return {"type": "postback", "postback": {"data": pack(tap)}}


def request(body: bytes, path: str = "/webhook") -> bytes:
    """The whole HTTP request as LINE makes it."""
    signature = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256)).decode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: LineBotWebhook/2.0\r\n"
        f"Content-Type: application/json; charset=utf-8\r\nx-line-signature: {signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
