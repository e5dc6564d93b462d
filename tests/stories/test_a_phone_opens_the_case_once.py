"""The link on an officer's card opens the case page on one phone, for twelve hours, and only their office's cases."""

import re

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.rows import BINDING, PHONE_LINK
from console import offices
from console.app import mount
from models.times import HOUR
from tests.duty_room import in_danger, th
from tests.town import Town

HERE = {"origin": "http://127.0.0.1"}


def phone(town: Town) -> TestClient:
    app = FastAPI()
    mount(app, town.desk)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture
def link(town: Town) -> tuple[str, str]:
    """The case's number and the path of the link on the officer's card."""
    town.present("op1")
    officer = town.officer("TH-50", "สมชาย")
    number = in_danger(town.citizen("สมหญิง"))
    officer.taps(th("button-take"))
    shown = str([e.message for e in officer.phone.received()])
    return number, re.findall(r"https://ess.example(/console/phone/[\w-]+)", shown)[-1]


def test_looking_spends_nothing_and_pressing_binds_once(town: Town, link: tuple[str, str]):
    number, path = link
    mine, other = phone(town), phone(town)
    assert other.get(path).status_code == 200
    assert mine.get(path).status_code == 200
    opened = mine.post(path, headers=HERE)
    assert opened.headers["location"] == f"/console/cases/{number}"
    assert number in mine.get(opened.headers["location"]).text
    assert other.post(path, headers=HERE).status_code == 404
    assert other.get(f"/console/cases/{number}").status_code == 303


def test_it_lasts_twelve_hours_without_a_heartbeat(town: Town, link: tuple[str, str]):
    number, path = link
    mine = phone(town)
    mine.post(path, headers=HERE)
    town.clock.at += 11 * HOUR
    assert mine.get(f"/console/cases/{number}").status_code == 200
    town.clock.at += HOUR + 1
    assert mine.get(f"/console/cases/{number}").status_code == 303


def test_another_offices_case_is_not_there(town: Town, link: tuple[str, str]):
    _, path = link
    town.officer("TH-10", "คนกรุง")
    far = town.citizen("ไกล")
    other = far.reports(place=(13.7563, 100.5018, "เขตพระนคร กรุงเทพมหานคร"))
    mine = phone(town)
    mine.post(path, headers=HERE)
    assert mine.get(f"/console/cases/{other}").status_code == 404


def test_a_link_is_worthless_late_and_to_who_has_left(town: Town, link: tuple[str, str]):
    _, path = link
    store = town.service.store
    store.write(lambda c: c.execute(sa.update(BINDING).values(active=False)))
    assert phone(town).post(path, headers=HERE).status_code == 404
    store.write(lambda c: c.execute(sa.update(BINDING).values(active=True)))
    town.clock.at += town.service.policy.phone_link_lives
    assert phone(town).post(path, headers=HERE).status_code == 404
    assert town.scalar(sa.select(PHONE_LINK.c.used_at)) is None


def test_who_is_unbound_reads_nothing_any_more(town: Town, link: tuple[str, str]):
    number, path = link
    mine = phone(town)
    mine.post(path, headers=HERE)
    assert mine.get(f"/console/cases/{number}").status_code == 200
    store = town.service.store
    with store.read() as connection:
        to = connection.execute(sa.select(BINDING.c.to)).scalars().one()
    assert store.write(lambda c: offices.unbind(c, "TH-50", offices.handle(to), town.clock.at, "admin"))
    assert mine.get(f"/console/cases/{number}").status_code == 303
