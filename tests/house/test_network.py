"""Nothing is said that was not first stored: only bot/net/, the rich-menu sync and the emulator reach the network."""

from pathlib import Path

from tests.house.tree import imports, python

REACHES_OUT = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "httpx2",
    "linebot",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websockets",
}
MAY = {
    "bot/demo.py": "looks for a free port on this machine",
    "rich_menus/sync.py": "`ess menus sync` is a person's command, not an answer to anyone",
}


def may(path: Path) -> bool:
    return path.parts[0] == "emulator" or path.parts[:2] == ("bot", "net") or path.as_posix() in MAY


def test_only_one_room_reaches_the_network():
    found = {
        f"{path}: {out}"
        for path in python()
        if not may(path)
        for name in imports(path)
        for out in REACHES_OUT
        if name == out or name.startswith(f"{out}.")
    }
    assert found == set()
