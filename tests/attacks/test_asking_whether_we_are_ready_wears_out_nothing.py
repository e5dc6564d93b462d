"""Anybody may ask `/readyz`: it writes at most once a second, and still says 503 within that second when nothing can be
stored.
"""

import shutil

import sqlalchemy as sa
from starlette.testclient import TestClient

from bot.app import create_app
from bot.rows import MARK
from tests.town import Town


def proved(town: Town) -> int:
    return int(town.scalar(sa.select(MARK.c.value).where(MARK.c.name == "ready")))


def test_a_storm_of_asking_is_one_write_a_second(town: Town):
    browser, began = TestClient(create_app(town.service, console=False)), town.clock.at
    for _ in range(20):
        assert browser.get("/readyz").status_code == 200
        town.clock.at += 49
    assert proved(town) == began
    town.clock.at += 20
    assert browser.get("/readyz").status_code == 200
    assert proved(town) == town.clock.at


def test_what_accept_meets_is_known_at_once(town: Town):
    browser, accepter = TestClient(create_app(town.service, console=False)), town.service.accepter
    assert browser.get("/readyz").text == "ready\n"
    shutil.rmtree(town.settings.spool_dir, ignore_errors=True)
    town.settings.spool_dir.write_text("no folder")
    assert browser.get("/readyz").status_code == 200
    accepter.away = True
    assert browser.get("/readyz").status_code == 503
    town.settings.spool_dir.unlink()
    town.clock.at += 999
    assert browser.get("/readyz").status_code == 503
    town.clock.at += 1
    assert browser.get("/readyz").status_code == 200
    accepter.away = False
    assert browser.get("/readyz").text == "ready\n"
