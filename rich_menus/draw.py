"""`python -m rich_menus.draw`: draws the pictures of the menus again, after a word, a place or a colour has changed.

The page goes through the machine's own Chromium, whose text engine places Thai vowels and tone marks, and is reduced
to a palette. Each picture carries the digest of the page it was drawn from, so that a test can say when it is out of
date. Needs a Thai font; the pictures of the release were drawn with Noto Sans Thai.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, PngImagePlugin

from rich_menus.menus import HEIGHT, MENUS, PICTURE_BYTES, WIDTH, Menu, picture_file
from rich_menus.page import digest, page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SOURCE = "drawn-from"
COLOURS = 48
SECONDS = 60


def drawn_from(picture: bytes) -> str:
    """The digest of the page that a picture was drawn from; empty if it says nothing."""
    with Image.open(io.BytesIO(picture)) as image:
        return str(image.info.get(SOURCE, ""))


def draw(menu: Menu, browser: str) -> bytes:
    """A PNG with a small palette that names the page it was drawn from."""
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder) / "menu.html", Path(folder) / "menu.png"
        source.write_text(page(menu), encoding="utf-8")
        command = [browser, "--headless", "--hide-scrollbars", "--force-device-scale-factor=1"]
        command += [f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={shot}"]
        # Root (in a container) may not use the sandbox; the page is our own.
        command += ["--no-sandbox"] if os.geteuid() == 0 else []
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - a browser from the path, a page of ours
        with Image.open(shot) as image:
            small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    note = PngImagePlugin.PngInfo()
    note.add_text(SOURCE, digest(menu))
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True, pnginfo=note)
    return out.getvalue()


def main() -> int:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write("No Chromium on this machine: install chromium and a Thai font, then try again.\n")
        return 1
    for menu in MENUS:
        picture = draw(menu, browser)
        assert len(picture) <= PICTURE_BYTES, len(picture)
        picture_file(menu).write_bytes(picture)
        sys.stdout.write(f"{menu.tab}: {len(picture):,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
