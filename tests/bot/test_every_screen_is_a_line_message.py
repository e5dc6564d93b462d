"""Every screen in both languages: LINE's own library reads it back unchanged, LINE's limits hold, no label is cut, and
a lock screen shows nothing of it."""

from itertools import product
from typing import Any, get_args

import orjson
import pytest
from linebot.v3.messaging import ReplyMessageRequest

from bot.render import hushed, render
from emulator.validate import check
from handlers import screens
from handlers.screens import Screen, line
from handlers.words import Topic
from models.case import CaseStatus, Stage
from models.incident import Incident, Priority
from models.report import Slot
from routing.reason import Named

LANGS = ("th", "en")
NUMBER = "K7M4-2RX9"
CENTRE = Named("สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดเชียงใหม่", "Chiang Mai Office")
SIX = ("TH-50", "TH-51", "TH-52", "TH-57", "TH-58", "TH-63")
PLACES = ((None, None), ("TH-50", None), ("TH-50", "5001"))
LINES = (
    *(
        line(key, number=NUMBER, by="ร.ต.อ. ใจดี", office="TH-50", name="ใจดี", result="helped")
        for key in (
            *("cancel-heard", "place-unreadable", "relayed", "officer-has-it", "safe-heard", "again-heard"),
            *("alert-moved", "alert-taken", "case-unknown", "case-closed", "case-not-yours", "case-taken"),
            *(
                "case-not-taken",
                "escalated",
                "escalated-taken",
                "given-back",
                "field-done",
                "field-result",
                "code-accepted",
                "code-refused",
                "group-wants-code",
            ),
            *(
                "binding-told",
                "binding-told-unnamed",
                "binding-told-group",
                "no-danger",
                "neutral-nothing",
                "officer-unbound",
            ),
        )
    ),
)
EVERY: list[Screen] = [
    *(screens.Greeting(returning) for returning in (False, True)),
    *(
        screens.Ask(slot, number, provinces, again)
        for slot, number, provinces, again in product(Slot, (None, NUMBER), ((), SIX), (False, True))
    ),
    *(screens.Understood(incident=incident) for incident in Incident),
    *(
        screens.Understood(province=p, district=d, place=True, swapped=swapped, outside=outside, provinces=provinces)
        for (p, d), swapped, outside, provinces in product(PLACES, (False, True), (False, True), ((), SIX))
    ),
    *(screens.Receipt(NUMBER, *each) for each in product((None, CENTRE), (False, True), (False, True))),
    screens.InDangerNow(NUMBER),
    screens.SameOrNew(NUMBER),
    screens.AnyoneInDanger(),
    *(screens.Numbers(topic) for topic in (None, *Topic)),
    *(screens.Welfare(parting) for parting in (False, True)),
    screens.StatusList(()),
    *(
        screens.StatusList((screens.CaseLine(NUMBER, status.value, Incident.ASSAULT, answered, stage, spoken),) * 5)
        for status, answered, stage, spoken in product(
            [s for s in CaseStatus if s is not CaseStatus.ASIDE], (False, True), (None, *Stage), (False, True)
        )
    ),
    *LINES,
    *(screens.Words(text) for text in ("ค่ะ", "ก" * 5_000, "😭" * 5_000, "a" * 9_000)),
    screens.HeldNotice(),
    screens.Closing(NUMBER),
    *(screens.Insisted(slot, value) for slot, value in ((Slot.INCIDENT, "gathering"), (Slot.PLACE, "TH-50"))),
    *(
        screens.Alert(NUMBER, priority, incident, province, district, 1_795_000_000_000, minutes, kind)
        for priority, incident, (province, district), minutes, kind in product(
            Priority,
            (None, Incident.SEXUAL_ABUSE),
            PLACES,
            (0, 7),
            ("alert", "remind", "raised", "neighbour", "released"),
        )
    ),
    *(
        screens.Duty(NUMBER, stage, Incident.UNSURE, province, district, where, where, hazard, hazard, link)
        for stage, (province, district), where, hazard, link in product(
            Stage, PLACES, (None, 18.7883), (False, True), ("", "https://ess.example/a/x")
        )
    ),
    screens.DutyList(()),
    screens.DutyList((screens.Duty(NUMBER, Stage.TAKEN, None, "TH-50", None, 1.0, 2.0, weapon=True, child=True),) * 12),
    screens.Truth(NUMBER),
    screens.HowEnded(NUMBER),
    screens.MovedAway(NUMBER, "route-moved-away", (("centre", ("ศูนย์", "Centre")),)),
    *(
        screens.Shift(rank, at, rota)
        for rank, at, rota in product((None, 1, 2), (None, 1_795_000_000_000), (False, True))
    ),
    screens.Drill("TH-50"),
]


def test_no_kind_of_screen_is_missing_here():
    assert {type(each) for each in EVERY} == set(get_args(Screen))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", sorted({type(s).__name__ for s in EVERY}))
def test_line_takes_it_and_its_own_library_reads_it_back(kind: str, lang: str):
    for screen in (s for s in EVERY if type(s).__name__ == kind):
        covered = render((screen,), lang, covered=True)
        for body in (render((screen,), lang), covered, hushed(covered, lang)):
            request = {"replyToken": "token", "messages": orjson.loads(body)}
            check("reply", request)
            assert ReplyMessageRequest.from_dict(request).to_dict() == {"notificationDisabled": False, **request}


@pytest.mark.parametrize("lang", LANGS)
def test_no_label_is_cut(lang: str):
    """A label is cut where LINE's limit is: then another word is needed, not half of this one."""
    for screen in EVERY:
        for found in labels(orjson.loads(render((screen,), lang))):
            assert len(found["label"]) < found["limit"], found


@pytest.mark.parametrize("lang", LANGS)
def test_a_lock_screen_shows_nothing_of_a_case(lang: str):
    for screen in EVERY:
        for message in orjson.loads(hushed(render((screen,), lang, covered=True), lang)):
            assert message["type"] == "flex"
            assert "sender" not in message
            if not isinstance(
                screen, screens.Alert | screens.Duty | screens.DutyList | screens.Drill | screens.HowEnded
            ):
                assert NUMBER not in message["altText"]


def test_more_screens_than_line_takes_keep_the_question():
    many = (screens.Numbers(Topic.SELF_HARM), screens.InDangerNow(), *(screens.Words(str(n)) for n in range(5)))
    messages = orjson.loads(render((*many, screens.Ask(Slot.PLACE)), "th"))
    assert len(messages) == 5
    assert "เหตุเกิดที่ไหน" in str(messages[-1])


def labels(value: Any, limit: int = 40) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    match value:
        case {"quickReply": quick, **rest}:
            return [*labels(quick, 20), *labels(rest, limit)]
        case {"label": str() as label, **rest}:
            return [{"label": label, "limit": limit}, *labels(list(rest.values()), limit)]
        case dict():
            return labels(list(value.values()), limit)
        case list():
            for each in value:
                found += labels(each, limit)
    return found
