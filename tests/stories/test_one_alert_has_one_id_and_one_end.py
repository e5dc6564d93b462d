"""The same alert by LINE and by other paths has one id, and the first acknowledgement on any of them stops them all."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.acknowledge import Door
from bot.paths import add_path, new_path
from models.field import PathKind
from tests.duty_room import Received, in_danger, leaps, notes, opens_path, pages, receiver, th
from tests.resident import Resident
from tests.town import Town

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


def test_push_and_notice_are_linked_in_the_log_and_in_the_case(town: Town):
    town.present("op1")
    town.officer("TH-50")
    with receiver() as office:
        opens_path(town, "TH-50", office)
        number = in_danger(town.citizen())
        leaps(town, 1.1)
        (outside,) = {body["alert"] for body in office.bodies}
    alerts = town.case_of(number)["alerts"]
    assert {a["path"] for a in alerts} == {"line", "webhook"}
    assert {a["alert"] for a in alerts} == {outside}
    assert set(alert_ids(town, number)) == {outside}


def test_a_scene_given_back_is_a_new_alert(town: Town):
    town.present("op1")
    officer = town.officer("TH-50", "หนึ่ง")
    town.officer("TH-50", "สอง")
    number = in_danger(town.citizen())
    officer.taps(th("button-take"))
    officer.taps(th("button-give-back"))
    assert len(set(alert_ids(town, number, "paged_alert", "paged_released"))) == 2


def alert_ids(town: Town, number: str, *kinds: str) -> list[str]:
    """The ids of alerts as the case's log has them."""
    told = (e for e in town.case_of(number)["events"] if e["kind"].startswith(("paged_", "notified_")))
    return [e["alert"] for e in told if not kinds or e["kind"] in kinds]


@dataclass
class Duty:
    """An office that hears by LINE, by e-mail (a service of the library) and by a webhook; two officers."""

    town: Town
    first: Resident
    second: Resident
    webhook: Received
    mail: Received

    def heard(self) -> tuple[int, int, int, int]:
        chats = [len(pages(self.town, each)) for each in (self.first, self.second)]
        return chats[0], chats[1], len(self.webhook.raw), len(self.mail.raw)

    def opens(self, link: str) -> None:
        """The link of a message and the button of its page."""
        door = TestClient(Starlette(routes=Door(self.town.desk, self.town.settings.data_key()).routes()))
        path = link.removeprefix(self.town.settings.public_url)
        assert th("ack-button") in door.get(path).text
        assert door.post(path).status_code == 200
        self.town.settle()


def by_tap(duty: Duty) -> None:
    duty.first.taps(th("button-take"))


def by_webhook(duty: Duty) -> None:
    duty.opens(duty.webhook.bodies[0]["acknowledge"])


def by_mail(duty: Duty) -> None:
    body = json.loads(duty.mail.raw[0][1])["message"]
    (link,) = (line for line in body.splitlines() if line.startswith(duty.town.settings.public_url))
    duty.opens(link)


@pytest.mark.parametrize("acknowledges", [by_tap, by_webhook, by_mail])
def test_the_first_acknowledgement_stops_every_path(town: Town, acknowledges: Callable[[Duty], None]):
    town.present("op1")
    first, second = town.officer("TH-50", "หนึ่ง"), town.officer("TH-50", "สอง")
    with receiver() as webhook, receiver() as mail:
        opens_path(town, "TH-50", webhook, "ศูนย์เชียงใหม่")
        store, key = town.service.store, town.settings.data_key()
        address = mail.url.replace("http://", "json://")
        add_path(store, key, new_path("TH-50", PathKind.SERVICE, "เมลเวร"), address, town.clock.now(), "test")
        number = in_danger(town.citizen())
        leaps(town, 1.1)
        duty = Duty(town, first, second, webhook, mail)
        assert all(duty.heard())
        acknowledges(duty)
        assert notes(town, number).count("taken") == 1
        second.expects(th("alert-taken", number=number, by=town.case_of(number)["responder"]))
        before = duty.heard()
        leaps(town, 9)  # inside the first lease
        assert duty.heard() == before
        by_webhook(duty)  # too late: known, and nothing moves
        assert notes(town, number).count("taken") == 1
