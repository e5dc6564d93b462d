"""Every fault of LINE × {reply, push}: what must be heard is heard, on one path at least, and in one cell only twice.

A receipt travels as a reply, an officer's alert as a push; the fault strikes the one or the other while a case is made.
Timeouts are real: the emulator falls silent and the client hangs up. A push carries its retry key, so it cannot double;
a reply has none, and LINE leaves one cell ambiguous: the reply was taken, and its answer lost for longer than the token
lives. Vital words are then pushed, because a double beats silence.
"""

import pytest
import sqlalchemy as sa
from _pytest.mark import ParameterSet

from bot.net.line import Line
from bot.paths import add_path, new_path
from bot.rows import OUTBOX
from bot.superseding import SUPERSEDED
from emulator.faults import Fault, FaultKind
from models.field import PathKind
from tests.duty_room import in_danger, leaps, notes, opens_path, receiver, th
from tests.resident import CHIANG_MAI, Resident
from tests.town import Town

K = FaultKind
# What the reporter or the officer has heard, and how. `path`: the office's other path, at once because LINE would not
# take the alert. `rung`: the same path by the ladder's next rung, because LINE took it and nobody answered. A blocked
# account is told nothing on any path of LINE, and LINE calls that a success. A push has no reply token to be refused.
TABLE = {
    #                              the fault                      reply, once and lasting  push, once and lasting
    "timeout before acceptance": (Fault(K.TIMEOUT), "reply", "push", "push", "path"),
    "timeout after acceptance": (Fault(K.TIMEOUT, when="after"), "reply", "reply", "push", "push"),
    "429 rate": (Fault(K.RATE_LIMIT), "reply", "push", "push", "path"),
    "429 monthly": (Fault(K.MONTHLY_LIMIT), "push", "push", "push path", "path"),
    "500": (Fault(K.ERROR), "reply", "push", "push", "path"),
    "500 after acceptance": (Fault(K.ERROR, when="after"), "reply", "reply", "push", "push"),
    "400 token": (Fault(K.INVALID_REPLY_TOKEN), "push", "push", "push", "push"),
    "401 token": (Fault(K.INVALID_TOKEN), "push", "push", "push path", "path"),
    "401 token expired": (Fault(K.EXPIRED_TOKEN), "push", "push", "push path", "path"),
    "403": (Fault(K.FORBIDDEN), "push", "push", "push path", "path"),
    "blocked": (Fault(K.UNREACHED), "", "", "rung", "rung"),
    "reset": (Fault(K.RESET), "reply", "push", "push", "path"),
    "reset after acceptance": (Fault(K.RESET, when="after"), "reply", "reply", "push", "push"),
    "a page of a proxy": (Fault(K.GARBAGE), "reply", "push", "push", "path"),
    "a page of a proxy, after": (Fault(K.GARBAGE, when="after"), "reply", "reply", "push", "push"),
}
TIMES = {"once": 1, "lasting": None}


def cells(first: int) -> list[ParameterSet]:
    """A fault, how often it strikes, and what is heard; the column `once` is at `first`, `lasting` beside it."""
    return [
        pytest.param(row[0], times, row[first + i], id=f"{name}, {how}")
        for name, row in TABLE.items()
        for i, (how, times) in enumerate(TIMES.items())
    ]


AMBIGUOUS = ("timeout after acceptance", "reset after acceptance")
# Of a client whose server falls silent; on a busy machine every other answer must still come within it.
PATIENCE = 0.4
PAST_THE_TOKEN = 56_000
RECEIPT = "5 นาที"


def strikes(town: Town, fault: Fault, at: str, times: int | None) -> None:
    """From here on, to a client that waits for no silent server longer than a test should."""
    assert town.service.line is not None
    assert town.service.poster is not None
    if fault.kind is K.TIMEOUT:
        town.service.line.close()
        town.service.line = town.service.poster.line = Line(town.settings, PATIENCE)
    town.strikes(fault.kind, at, times=times, when=fault.when)


def almost_done(town: Town) -> Resident:
    citizen = town.citizen()
    citizen.says("แจ้งเหตุ")
    citizen.says("1")
    citizen.sends_location(*CHIANG_MAI)
    citizen.says("2")
    citizen.ignores_the_rest()
    return citizen


def receipts(citizen: Resident) -> str:
    return " ".join(e.via for e in citizen.phone.received() if RECEIPT in str(e.message))


@pytest.mark.parametrize(("fault", "times", "heard"), cells(1))
def test_the_receipt_arrives_once(town: Town, fault: Fault, times: int | None, heard: str):
    citizen = almost_done(town)
    strikes(town, fault, "reply", times)
    citizen.says("เขาเมามาก")
    leaps(town, 4)
    assert receipts(citizen) == heard


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_the_one_ambiguous_reply_is_the_only_double(town: Town, name: str):
    fault, *_ = TABLE[name]
    citizen = almost_done(town)
    strikes(town, fault, "reply", None)
    citizen.says("เขาเมามาก")
    town.clock.at += PAST_THE_TOKEN
    town.heals()
    leaps(town, 1)
    assert receipts(citizen) == "reply push"


@pytest.mark.parametrize(("fault", "times", "heard"), cells(3))
def test_the_alert_arrives_on_one_path_at_least(town: Town, fault: Fault, times: int | None, heard: str):
    town.present("op1")
    officer = town.officer("TH-50")
    with receiver() as office:
        opens_path(town, "TH-50", office)
        strikes(town, fault, "push", times)
        number = in_danger(town.citizen())
        leaps(town, 1.5)
        # A page that waits for a minute is replaced by the reminder.
        shown = [(e.via, str(e.message)) for e in officer.phone.received() if number in str(e.message)]
        ways = [via for via, text in shown if th("alert-title", number=number) in text]
        if town.scalar(sa.select(OUTBOX.c.seq).where(OUTBOX.c.status == SUPERSEDED).limit(1)):
            ways = ["push"] * bool(shown)  # by the reminder that took its place
        ways += ["path"] * ("undelivered" in office.kinds)
        ways = ways or ["rung"] * ("second_path" in office.kinds)
        assert " ".join(ways) == heard
        # Whoever hears of it on two paths knows it by its id.
        assert len({body["alert"] for body in office.bodies}) == 1


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_a_service_of_the_library_carries_it_as_well(town: Town):
    town.present("op1")
    town.officer("TH-50")
    with receiver() as office:
        store, key, address = town.service.store, town.settings.data_key(), office.url.replace("http://", "json://")
        add_path(store, key, new_path("TH-50", PathKind.SERVICE, "TH-50"), address, town.clock.now(), "test")
        town.strikes(K.MONTHLY_LIMIT, "push", times=None)
        number = in_danger(town.citizen())
        assert number in office.bodies[0]["title"]
        assert "alert_undelivered" in notes(town, number)
