"""A lost telephone: its path is switched off, and a link that it still holds acknowledges nothing."""

import base64

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.acknowledge import Door
from bot.paths import paths, set_active
from tests.duty_room import in_danger, leaps, opens_path, receiver, th
from tests.town import Town

NAME = "โทรศัพท์ของคุณวิภา"


def test_a_link_dies_with_its_path_and_is_kept_nowhere(town: Town):
    town.present("op1")
    town.officer("TH-50")
    client = TestClient(Starlette(routes=Door(town.desk, town.settings.data_key()).routes()))
    with receiver() as office:
        opens_path(town, "TH-50", office, NAME)
        number = in_danger(town.citizen())
        leaps(town, 1.1)
        link = office.bodies[0]["acknowledge"].removeprefix(town.settings.public_url)
    store, token = town.service.store, link.rpartition("/")[2]
    assert NAME.encode() not in base64.urlsafe_b64decode(token.partition(".")[0] + "==")
    with store.read() as connection:
        ((path, _),) = paths(connection)
    assert NAME in client.get(link).text
    set_active(store, path.id, town.clock.at, "admin", active=False)
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 404
        assert th("ack-bad") in answer.text
    town.settle()
    assert town.case_of(number)["responder"] is None
    set_active(store, path.id, town.clock.at, "admin", active=True)
    assert client.post(link).status_code == 200
    town.settle()
    assert town.case_of(number)["responder"] == NAME
    with store.read() as connection:
        tables = sa.inspect(connection).get_table_names()
        rows = [connection.exec_driver_sql(f'SELECT * FROM "{t}"').all() for t in tables]
    assert token not in str(rows)
