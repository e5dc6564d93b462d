"""When LINE does not carry an alert, another path does; and the first acknowledgement on any path stops all."""

import hashlib
import hmac
import json

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot import paths
from bot.acknowledge import Door
from bot.paths import add_path, new_path
from bot.rows import OUTBOX, PATH
from emulator.faults import Fault, FaultKind
from models.field import PathKind
from tests.duty_room import SECRET, in_danger, leaps, notes, opens_path, pages, receiver, th
from tests.town import Town


def door(town: Town) -> TestClient:
    return TestClient(Starlette(routes=Door(town.desk, town.settings.data_key()).routes()))


@pytest.mark.parametrize("kind", [FaultKind.MONTHLY_LIMIT, FaultKind.FORBIDDEN])
def test_a_push_that_line_will_not_take_goes_the_other_way_at_once(town: Town, kind: FaultKind):
    town.present("op1")
    town.officer("TH-50")
    with receiver() as office:
        opens_path(town, "TH-50", office)
        town.platform.faults.add(Fault(kind, at=frozenset({"push"}), times=None))
        number = in_danger(town.citizen())
        assert "undelivered" in office.kinds
        assert "alert_undelivered" in notes(town, number)


def test_repeated_500_brings_the_second_path_and_the_alert_is_tried_on(town: Town):
    town.present("op1")
    officer = town.officer("TH-50")
    with receiver() as office:
        opens_path(town, "TH-50", office)
        town.platform.faults.add(Fault(FaultKind.ERROR, at=frozenset({"push"}), times=None))
        number = in_danger(town.citizen())
        leaps(town, 0.3)
        assert "undelivered" in office.kinds
        town.platform.faults.clear()
        leaps(town, 0.5)
        officer.expects(th("alert-title", number=number))


def test_the_webhook_is_signed_and_tells_nothing_of_the_reporter(town: Town):
    town.present("op1")
    with receiver() as office:
        opens_path(town, "TH-50", office)
        citizen = town.citizen("สมหญิง")
        in_danger(citizen)
        citizen.says("เขาเอามีดไล่แทง")
        leaps(town, 1.1)
        headers, body = office.raw[0]
    stamp, _, mac = headers["ess-signature"].partition(",v1=")
    made = hmac.new(SECRET.encode(), stamp.removeprefix("t=").encode() + b"." + body, hashlib.sha256)
    assert hmac.compare_digest(mac, made.hexdigest())
    assert "สมหญิง" not in body.decode()
    assert "มีด" not in body.decode()


def test_an_acknowledgement_stops_the_pages_and_looking_does_not(town: Town):
    town.present("op1")
    officer = town.officer("TH-50")
    with receiver() as office:
        opens_path(town, "TH-50", office, "ศูนย์เชียงใหม่")
        number = in_danger(town.citizen())
        leaps(town, 1.1)
        link = office.bodies[0]["acknowledge"]
        assert link.startswith(town.settings.public_url)
        client, path = door(town), link.removeprefix(town.settings.public_url)
        assert th("ack-button") in client.get(path).text
        assert town.case_of(number)["responder"] is None
        assert client.post(path).status_code == 200
        assert client.post(path).status_code == 200
        town.settle()
        assert town.case_of(number)["responder"] == "ศูนย์เชียงใหม่"
        officer.expects(th("alert-taken", number=number, by="ศูนย์เชียงใหม่"))
        assert client.get(path[:-3] + "abc").status_code == 404
        count = len(pages(town, officer))
        leaps(town, 8)
        assert len(pages(town, officer)) == count
        assert notes(town, number).count("taken") == 1


def test_a_supervisors_acknowledgement_stops_only_the_supervisors(town: Town):
    officer = town.officer("TH-50")
    with receiver() as boss:
        opens_path(town, "supervisor", boss, "หัวหน้าเวร")
        number = in_danger(town.citizen())
        link = boss.bodies[0]["acknowledge"]
        assert door(town).post(link.removeprefix(town.settings.public_url)).status_code == 200
        count = len(boss.bodies)
        leaps(town, 20)
        assert len(boss.bodies) == count
        assert "supervisor_knows" in notes(town, number)
        assert notes(town, number).count("paged_remind") > 3
        officer.taps(th("button-take"))
        leaps(town, 1)


def test_a_test_goes_by_the_path_and_its_address_is_sealed(town: Town):
    with receiver() as office:
        ident = opens_path(town, "TH-50", office)
        assert paths.test_path(town.service.store, ident, town.clock.now())
        town.settle()
        assert office.kinds == ["test"]
        secret = town.scalar(sa.select(PATH.c.secret))
        assert SECRET.encode() not in secret
        assert office.url.encode() not in secret


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_a_service_of_the_library_is_reached_through_apprise(town: Town):
    with receiver() as office:
        address = office.url.replace("http://", "json://")
        store, key = town.service.store, town.settings.data_key()
        ident = add_path(store, key, new_path("TH-50", PathKind.SERVICE, "TH-50"), address, town.clock.now(), "test")
        paths.test_path(store, ident, town.clock.now())
        town.settle()
        assert th("notice-test") in json.loads(office.raw[0][1])["title"]
        assert town.scalar(sa.select(OUTBOX.c.status)) == "sent"
