"""The phone page as a citizen uses it, in a real browser: no CSP violation, nothing for axe-core to find."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import orjson
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from emulator.phone import Phone
from emulator.platform import Platform
from tests.axe import accessible
from tests.emulator.town import CALL, REPORT, Bot, Json, bubble, button, menu, png, quick, words

pytestmark = pytest.mark.browser
HERE = {"type": "location", "label": "ส่งตำแหน่ง"}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone-sized page that fails its test for any complaint of the browser, CSP violations among them."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="th-TH", reduced_motion="reduce")
    context.set_default_timeout(5000)
    complaints: list[str] = []
    one = context.new_page()
    one.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    one.on("pageerror", lambda error: complaints.append(str(error)))
    yield one
    context.close()
    assert complaints == []


def show(page: Page, bot: Bot, citizen: Phone) -> None:
    page.goto(f"{bot.http.base_url}/phone/{citizen.user_id}")
    expect(page.get_by_role("heading", name="ESS Help Me")).to_be_visible()


def log(page: Page) -> Any:
    return page.get_by_role("log")


def photo() -> bytes:
    file = BytesIO()
    Image.new("RGB", (320, 240), "#456").save(file, "JPEG")
    return file.getvalue()


GREETING = bubble(
    {"type": "text", "text": "เกิดอะไรขึ้น", "weight": "bold", "size": "lg", "wrap": True},
    button(REPORT),
    {"type": "button", "style": "secondary", "height": "sm", "action": CALL},
    {"type": "separator", "margin": "lg"},
    {
        "type": "box",
        "layout": "baseline",
        "spacing": "sm",
        "contents": [
            {"type": "text", "text": "สถานะ", "flex": 1, "size": "sm"},
            {
                "type": "text",
                "text": "รอ",
                "flex": 3,
                "contents": [{"type": "span", "text": "รอคำตอบ", "color": "#a8271d"}],
            },
        ],
    },
    alt="ข้อความใหม่",
)


def test_a_conversation(platform: Platform, bot: Bot, page: Page):
    """Words, a tap, a place on the map: each shows at once and is answered over the wire."""

    def receive(body: bytes, _signature: str) -> int:
        for event in orjson.loads(body)["events"]:
            match event:
                case {"postback": {"data": data}}:
                    bot.reply(event["replyToken"], words(f"ข้อมูล {data}", quickReply=quick(HERE)))
                case {"message": {"type": "location", "latitude": latitude}}:
                    bot.reply(event["replyToken"], words(f"ละติจูด {latitude:.3f}"))
                case {"message": {"type": "text"}}:
                    bot.reply(event["replyToken"], GREETING)
        return 200

    platform.connect(receive)
    citizen = platform.person("สมใจ")
    show(page, bot, citizen)
    page.get_by_role("textbox", name="พิมพ์ข้อความ").fill("ช่วยด้วย")
    page.keyboard.press("Enter")
    expect(log(page).get_by_text("ช่วยด้วย")).to_be_visible()
    expect(log(page).get_by_text("รอคำตอบ")).to_be_visible()
    page.get_by_role("button", name="แจ้งเหตุ").click()
    expect(log(page).get_by_text("ข้อมูล report")).to_be_visible()
    page.get_by_role("button", name="ส่งตำแหน่ง").click()
    page.get_by_label("ละติจูด").fill("7.5563")
    page.get_by_label("ลองจิจูด").fill("99.6114")
    accessible(page)
    page.get_by_role("button", name="ส่งตำแหน่งนี้").click()
    expect(log(page).get_by_text("ละติจูด 7.556")).to_be_visible()
    expect(page.get_by_role("button", name="ส่งตำแหน่ง")).to_have_count(0)
    page.get_by_role("button", name="โทร 1300").click()
    expect(page.get_by_role("dialog")).to_contain_text("1300")
    page.get_by_role("button", name="วางสาย").click()
    assert [one.target for one in citizen.opened()] == ["tel:1300"]
    accessible(page)


def test_what_is_said_shows_once(platform: Platform, bot: Bot, page: Page):
    """The chat is drawn anew before the answer to the act is back: the words on their way give way to their row."""
    platform.connect(lambda _body, _signature: 200)
    citizen = platform.person("สมใจ")
    show(page, bot, citizen)
    answers = []
    page.route("**/acts", lambda route: answers.append((route, route.fetch())))
    page.get_by_role("textbox", name="พิมพ์ข้อความ").fill("ช่วยด้วย")
    page.keyboard.press("Enter")
    expect(log(page).locator("time")).to_have_count(1)
    expect(log(page).get_by_text("ช่วยด้วย")).to_have_count(1)
    page.get_by_role("textbox", name="พิมพ์ข้อความ").fill("ช่วยด้วย")
    page.keyboard.press("Enter")
    expect(log(page).locator("time")).to_have_count(2)
    expect(log(page).get_by_text("ช่วยด้วย")).to_have_count(2)
    for route, answer in answers:
        route.fulfill(response=answer)
    expect(log(page).get_by_text("ช่วยด้วย")).to_have_count(2)


def test_the_map_answers_hands_and_keys(platform: Platform, bot: Bot, page: Page):
    citizen = platform.person("สมใจ")
    show(page, bot, citizen)
    page.get_by_role("button", name="แนบ").click()
    page.get_by_role("button", name="ตำแหน่ง", exact=True).click()
    page.get_by_role("button", name="ประตูท่าแพ เชียงใหม่").click()
    expect(page.get_by_label("ที่อยู่")).to_have_value("ถนนท่าแพ ตำบลช้างคลาน อำเภอเมืองเชียงใหม่ เชียงใหม่ 50100")
    latitude = page.get_by_label("ละติจูด")
    field = page.get_by_role("application")
    field.focus()
    page.keyboard.press("ArrowUp")
    north = float(latitude.input_value())
    assert 18.7877 < north < 18.81
    box = field.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 20)
    page.mouse.up()
    assert float(latitude.input_value()) < 18.78
    expect(page.get_by_label("ที่อยู่")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_rich_menu_switches_its_tabs(platform: Platform, bot: Bot, page: Page):
    citizen = platform.person("สมใจ")
    menus = platform.menus
    tab = {"type": "richmenuswitch", "label": "ติดตาม", "richMenuAliasId": "b", "data": "tab"}
    first, second = menus.create(menu(REPORT, tab)), menus.create(menu(CALL))
    for one in (first, second):
        menus.put_image(one, png(800, 400), "image/png")
    menus.add_alias("b", second)
    menus.set_default(first)
    show(page, bot, citizen)
    page.get_by_role("button", name="แจ้งเหตุ").click()
    expect(log(page).get_by_text("แจ้งเหตุ")).to_be_visible()
    page.get_by_role("button", name="ติดตาม").click()
    expect(page.get_by_role("button", name="โทร 1300")).to_be_visible()
    page.get_by_role("button", name="เมนู").click()
    expect(page.get_by_role("button", name="โทร 1300")).to_have_count(0)
    postbacks = [post.events[0]["postback"] for post in platform.dispatch.waiting]
    assert [one.get("params", {}).get("status") for one in postbacks] == [None, "SUCCESS"]


def test_pictures_files_and_unsending(platform: Platform, bot: Bot, page: Page):
    citizen = platform.person("สมใจ")
    show(page, bot, citizen)
    page.get_by_role("button", name="แนบ").click()
    page.get_by_label("รูปภาพ", exact=True).set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(log(page).get_by_role("img", name="รูปภาพ")).to_be_visible()
    page.get_by_role("button", name="แนบ").click()
    page.get_by_label("ไฟล์", exact=True).set_input_files(
        {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    expect(log(page).get_by_text("x.pdf")).to_be_visible()
    page.get_by_role("button", name="แนบ").click()
    page.get_by_role("button", name="เสียงตัวอย่าง").click()
    expect(log(page).get_by_label("เสียง", exact=True)).to_be_visible()
    page.get_by_role("button", name="แนบ").click()
    page.get_by_role("button", name="รูปตัวอย่าง").click()
    expect(log(page).get_by_role("img", name="รูปภาพ")).to_have_count(2)
    log(page).get_by_role("button", name="ตัวเลือกของข้อความ").first.click()
    page.get_by_role("button", name="ยกเลิกการส่ง").click()
    expect(log(page).get_by_text("ยกเลิกการส่งข้อความแล้ว")).to_be_visible()
    kinds = [post.events[0].get("message", {}).get("type", "unsend") for post in platform.dispatch.waiting]
    assert kinds == ["image", "file", "audio", "image", "unsend"]
    accessible(page)


def test_the_lock_screen_and_the_silence(platform: Platform, bot: Bot, page: Page):
    citizen = platform.person("สมใจ")
    bot.push(citizen.user_id, GREETING, notificationDisabled=True)
    show(page, bot, citizen)
    page.get_by_role("button", name="ดูหน้าจอล็อก").click()
    lock = page.get_by_role("dialog", name="หน้าจอล็อก")
    expect(lock.get_by_text("ข้อความใหม่")).to_be_visible()
    expect(lock.get_by_text("เงียบ")).to_be_visible()
    expect(lock.get_by_text("เกิดอะไรขึ้น")).to_have_count(0)
    bot.push(citizen.user_id, words("คำตอบ", sender={"name": "น้องใจ"}))
    expect(lock.get_by_text("น้องใจ")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="ปลดล็อก").click()
    expect(log(page).get_by_text("คำตอบ", exact=True)).to_be_visible()


def test_blocking_and_coming_back(platform: Platform, bot: Bot, page: Page):
    citizen = platform.person("สมใจ")
    show(page, bot, citizen)
    for name, note in (("บล็อกบัญชีนี้", 1), ("เลิกบล็อก", 0)):
        page.get_by_role("button", name="ตัวเลือก").click()
        page.get_by_role("button", name=name).click()
        expect(page.get_by_text("คุณบล็อกบัญชีนี้อยู่")).to_have_count(note) if note else expect(
            page.get_by_role("textbox")
        ).to_be_enabled()
    assert [post.events[0]["type"] for post in platform.dispatch.waiting] == ["unfollow", "follow"]


def test_dots_templates_and_pickers(platform: Platform, bot: Bot, page: Page):
    citizen = platform.person("สมใจ")
    show(page, bot, citizen)
    bot.http.post("/v2/bot/chat/loading/start", json={"chatId": citizen.user_id})
    expect(page.get_by_role("status", name="กำลังพิมพ์")).to_be_visible()
    when = {"type": "datetimepicker", "label": "เมื่อไร", "data": "when", "mode": "date"}
    confirm: Json = {"type": "confirm", "text": "อันตรายไหม", "actions": [REPORT, when]}
    bot.push(citizen.user_id, {"type": "template", "altText": "ข้อความใหม่", "template": confirm})
    page.get_by_role("button", name="เมื่อไร").click()
    expect(page.get_by_role("status", name="กำลังพิมพ์")).to_have_count(0)
    page.get_by_label("เมื่อไร").fill("2026-08-01")
    page.get_by_role("button", name="ตกลง").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert platform.wait_until(lambda: len(platform.dispatch.waiting) == 1, 5)
    assert platform.dispatch.waiting[0].events[0]["postback"]["params"] == {"date": "2026-08-01"}


def test_all_phones_side_by_side(platform: Platform, bot: Bot, page: Page):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{bot.http.base_url}/")
    page.get_by_label("ชื่อ", exact=True).fill("สมใจ")
    page.get_by_role("button", name="สร้าง").first.click()
    expect(page.get_by_role("region", name="เครื่องของ สมใจ")).to_be_visible()
    officer = platform.person("วิชัย")
    phone = page.get_by_role("region", name="เครื่องของ วิชัย")
    expect(phone).to_be_visible()
    page.get_by_label("ชื่อกลุ่ม").fill("เวร")
    page.get_by_role("checkbox", name="สมใจ").check()
    page.get_by_role("checkbox", name="วิชัย").check()
    page.get_by_role("button", name="สร้าง").nth(1).click()
    phone.get_by_label("ห้องแชท").select_option(label="เวร")
    bot.push(next(iter(platform.chats.groups)), words("เรื่องใหม่"))
    expect(phone.get_by_text("เรื่องใหม่")).to_be_visible()
    page.get_by_label("ชนิด").select_option("error")
    page.get_by_role("button", name="เปิด", exact=True).click()
    expect(page.get_by_text("error · *")).to_be_visible()
    assert bot.push(officer.user_id, words("x")).status_code == 500
    expect(page.get_by_text("ทุกอย่างปกติ")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("region", name="วิชัย's phone")).to_be_visible()


def test_what_people_write_stays_text(platform: Platform, bot: Bot, page: Page):
    citizen = platform.person("<img src=x onerror=alert(1)>")
    bot.push(citizen.user_id, words("<script>alert(1)</script>"), bubble({"type": "text", "text": "<b>x</b>"}))
    show(page, bot, citizen)
    expect(log(page).get_by_text("<script>alert(1)</script>")).to_be_visible()
    expect(log(page).get_by_text("<b>x</b>")).to_be_visible()
