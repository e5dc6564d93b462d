"""The demo's invented people and what they did before the newcomer came. Everything goes through LINE and the desk."""

import threading

import sqlalchemy as sa

from bot.rows import CASE
from bot.service import Service
from emulator.phone import Phone
from emulator.platform import Platform
from handlers.commands import Actor, Answer, Close, ConfirmClose, NoField, Write
from models.case import Outcome

SECOND = Actor("second", "operator")
FIRST = Actor("demo", "supervisor")


def seed(service: Service, platform: Platform) -> None:
    """Three earlier reports, so that the console is not empty: one in conversation, one broken off, one closed."""
    talking = reports(platform, "คุณแก้ว", "5", (16.4322, 102.8236, "อำเภอเมืองขอนแก่น ขอนแก่น"), "รถแข่งกันหน้าหมู่บ้านทุกคืนค่ะ")
    number = number_of(service, talking)
    act(service, number, Answer(), SECOND)
    act(service, number, Write("รับทราบค่ะ ขอทราบเวลาที่มักจะรวมตัวกันได้ไหมคะ"), SECOND)

    ended = reports(platform, "คุณต้น", "6", (13.7563, 100.5018, "เขตพระนคร กรุงเทพมหานคร"), "สอบถามสิทธิเบี้ยผู้สูงอายุครับ")
    number = number_of(service, ended)
    act(service, number, Answer(), SECOND)
    act(service, number, NoField("สอบถามข้อมูล ไม่มีเหตุ"), SECOND)
    act(service, number, Close(Outcome.ADVISED), SECOND)
    act(service, number, ConfirmClose(), FIRST)

    platform.person("คุณนก", follows=False).says("แจ้งเหตุ")
    platform.settle()


def reports(platform: Platform, name: str, choice: str, pin: tuple[float, float, str], story: str) -> Phone:
    """A whole report by typed answers; the lane keeps their order."""
    person = platform.person(name, follows=False)
    person.says("แจ้งเหตุ")
    person.says(choice)
    person.sends_location(pin[0], pin[1], address=pin[2])
    if choice != "5":
        person.says("ไม่ใช่")
    person.says(story)
    platform.settle()
    return person


def number_of(service: Service, person: Phone) -> str:
    """The person's case, once the turn loop has heard all of it."""
    whole = sa.select(CASE.c.number).where(CASE.c.lane == f"user:{person.user_id}", CASE.c.complete)
    for _ in range(200):
        with service.store.read() as connection:
            number = connection.execute(whole).scalar()
        if number is not None:
            return str(number)
        threading.Event().wait(0.05)
    raise TimeoutError("the demo's reports are not taken in")


def act(service: Service, number: str, command: Answer | Write | NoField | Close | ConfirmClose, actor: Actor) -> None:
    service.desk.act(number, actor, command, service.desk.new_form())
