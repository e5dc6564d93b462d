"""The newcomer's first minute, in a real browser: phone, officer's phone and console of `ess demo`, side by side.

No complaint of the browser (CSP violations among them) and nothing for axe-core to find on the way.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.axe import accessible

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
PATIENCE = 15_000
PICTURES = os.environ.get("PICTURES")


@dataclass(frozen=True)
class Demo:
    phone: str
    officer: str
    console: str


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """`ess demo` as a newcomer starts it, on free ports."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--folder", str(tmp_path / "demo"), "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            break
    try:
        yield Demo(*re.findall(r"http://\S+", said)[:3])
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 0


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    heard: list[str] = []
    yield heard
    assert heard == []


def opened(context: BrowserContext, url: str, complaints: list[str]) -> Page:
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    return page


def picture(page: Page, name: str) -> None:
    """The README's pictures are made here: PICTURES=docs/pictures make pictures."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def test_a_report_is_answered_within_the_first_minute(demo: Demo, browser: Browser, complaints: list[str]) -> None:
    phones = browser.new_context(viewport={"width": 390, "height": 844}, locale="th-TH", reduced_motion="reduce")
    desk = browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH", reduced_motion="reduce")
    phone = opened(phones, demo.phone, complaints)
    officer = opened(phones, demo.officer, complaints)
    console = opened(desk, demo.console, complaints)
    chat = phone.get_by_role("log")

    console.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(console.get_by_role("link", name=re.compile("ขอนแก่น")).first).to_be_visible()

    chat.get_by_role("button", name="แจ้งเหตุ", exact=True).click()
    chat.get_by_role("button", name="1. ถูกทำร้าย").click()
    phone.get_by_role("button", name="ส่งตำแหน่ง").last.click()
    phone.get_by_role("button", name="ประตูท่าแพ เชียงใหม่").click()
    phone.get_by_role("dialog").get_by_role("button", name="ส่ง").last.click()
    expect(chat.get_by_text("เชียงใหม่").first).to_be_visible()
    chat.get_by_role("button", name="ไม่มี", exact=True).click()
    expect(chat.get_by_text("มีอะไรอยากบอกเพิ่ม")).to_be_visible()
    chat.get_by_role("button", name="ข้าม", exact=True).last.click()
    receipt = chat.get_by_text(re.compile(r"รับเรื่องเลขที่ \S{4}-\S{4}")).last
    expect(receipt).to_be_visible()
    number = receipt.inner_text().split()[-1]
    picture(phone, "phone")
    accessible(phone)

    expect(officer.get_by_role("log").get_by_text(f"เรื่องใหม่ {number}")).to_be_visible()
    officer.get_by_role("log").get_by_role("button", name="รับเรื่อง", exact=True).click()
    expect(officer.get_by_role("log").get_by_text(f"คุณรับเรื่อง {number}")).to_be_visible()
    expect(chat.get_by_text("มีเจ้าหน้าที่ในพื้นที่รับเรื่อง")).to_be_visible()

    console.get_by_role("link", name=re.compile(number)).first.click()
    console.locator("[data-key=c]").first.click()
    console.locator(".composer textarea[name=text]").fill("เจ้าหน้าที่อยู่ตรงนี้แล้วค่ะ")
    console.locator(".composer button[type=submit]").click()
    expect(chat.get_by_text("เจ้าหน้าที่อยู่ตรงนี้แล้วค่ะ")).to_be_visible()
    expect(console.get_by_role("log").get_by_text("เจ้าหน้าที่อยู่ตรงนี้แล้วค่ะ")).to_be_visible()
    expect(console.get_by_text("กำลังส่ง")).to_have_count(0)
    picture(console, "console")
    accessible(console)

    phone.get_by_role("textbox", name="พิมพ์ข้อความ").fill("ขอบคุณค่ะ")
    phone.keyboard.press("Enter")
    expect(console.get_by_text("ขอบคุณค่ะ")).to_be_visible()
