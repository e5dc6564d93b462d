"""LINE, its content server and a collector say nothing: a stop ends in time all the same, and nothing is lost."""

import time
from pathlib import Path

import sqlalchemy as sa

from bot.auditor import last_audit
from bot.notices import notice_row
from bot.outgoing import REPLY, background_row, row
from bot.paths import add_path, new_path, paths
from bot.rows import BINDING, CONTENT, OUTBOX
from bot.settings import read_settings
from emulator.values import File
from handlers.effects import Fetch, Notify
from models.field import PathKind
from tests.faults.fleet import Fleet, until
from tests.faults.silence import silent

HOUR = 3_600_000
FINISHED_WITHIN = 10
PICTURE = b"\xff\xd8\xff\xe0 a picture"


def waits(fleet: Fleet, user: str, line_id: str, mail: str) -> None:
    """Words, a file and a notice, and groups whose members nobody has counted."""
    now = int(time.time() * 1000)
    body = b'[{"type":"text","text":"hello"}]'
    groups = [
        {"to": f"C{n}", "office": "TH-50", "name": "", "group": True, "active": True, "lang": "th", "members": 1}
        for n in range(5)
    ]
    key = read_settings(fleet.env).data_key()
    add_path(fleet.store, key, new_path("TH-50", PathKind.SERVICE, "TH-50"), mail, now, "test")

    def work(connection: sa.Connection) -> None:
        (to,) = [path for path, _ in paths(connection, "TH-50")]
        connection.execute(sa.insert(BINDING), [{**each, "bound_at": now} for each in groups])
        content = {"id": "c1", "body": b"", "media": "image", "name": None, "state": "waiting"}
        connection.execute(sa.insert(CONTENT), [content])
        rows = [
            row(now, "brief", user, body, REPLY, vital=True, expires_at=now + HOUR),
            background_row(now, Fetch("c1", line_id, "image", None), HOUR),
            notice_row(now, Notify("TH-50", "test", "test"), to),
        ]
        connection.execute(sa.insert(OUTBOX), rows)

    fleet.store.write(work)


def test_a_stop_among_the_silent(tmp_path: Path):
    with silent() as line, silent() as mail, silent() as collector:
        fleet = Fleet(tmp_path, f"sqlite:///{tmp_path}/fleet.db")
        well = dict(fleet.env)
        fleet.env |= {
            "LINE_API_BASE": line.url,
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        }
        person = fleet.platform.person("somebody")
        address = f"mailto://u:p@127.0.0.1:{mail.port}?smtp=127.0.0.1&from=a@example.org&to=b@example.org&mode=insecure"
        fleet.platform.chats.files["7"] = File(PICTURE, "image/jpeg")
        fleet.start()
        until(lambda: line.asked == 1, 20)  # the quota
        waits(fleet, person.user_id, "7", address)
        person.says("แจ้งเหตุ")  # the collector hears of it
        until(lambda: line.asked == 5 and mail.asked == 1, 5)  # words, a file, an answer, a profile
        took = fleet.alive.pop().ends()
        log = fleet.every[0].log.read_text()
        with fleet.store.read() as connection:
            held = connection.scalar(sa.select(sa.func.max(OUTBOX.c.due_at)).where(OUTBOX.c.kind != "notify"))
            assert last_audit(connection) is None
        assert held <= time.time() * 1000 + 5_000, "given back"
        fleet.env = well
        fleet.start()
        until(lambda: len(person.received()) >= 2, 20)
        until(lambda: content(fleet) == "stored", 20)
        fleet.alive.pop().ends()
        fleet.close()
    assert took < FINISHED_WITHIN
    assert '"message":"stopped"' in log
    assert '"level":"error"' not in log
    assert [str(each.message).count("hello") for each in person.received()].count(1) == 1


def content(fleet: Fleet) -> str:
    with fleet.store.read() as connection:
        return str(connection.scalar(sa.select(CONTENT.c.state)))
