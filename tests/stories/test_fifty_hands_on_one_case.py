"""Fifty officers and operators act on one case, on two services, with timers: one responder, one answerer."""

from concurrent.futures import ThreadPoolExecutor

from bot.service import build
from handlers.commands import Actor, Answer, Done, Note, Taken
from tests.duty_room import in_danger, notes, th
from tests.town import Town

HANDS = 25


def test_one_responder_one_answerer_and_nothing_is_lost(town: Town):
    officers = [town.officer("TH-50", f"นาย {n}") for n in range(HANDS)]
    number = in_danger(town.citizen())
    other = build(town.settings, town.clock, claims=False)
    buttons = [o.keeps(th("button-take")) for o in officers]
    for officer, button in zip(officers, buttons, strict=True):
        officer.phone.taps_button(button)  # stored, not yet handled
    town.clock.at += 60_000  # the ladder and the conversation's clock are due as well
    desks = [town.desk, other.desk]
    for service in (town.service, other):
        service.desk.after = lambda _: None

    def claims(n: int):
        desk, actor = desks[n % 2], Actor(f"op{n}", "operator")
        result = desk.act(number, actor, Answer(), desk.new_form())
        written = desk.act(number, actor, Note(f"บันทึก {n}"), desk.new_form())
        return result, written

    def turns(n: int) -> None:
        for _ in range(20):
            (town.service, other)[n % 2].turner.turn()

    with ThreadPoolExecutor(8) as pool:
        turned = [pool.submit(turns, n) for n in range(4)]
        results = list(pool.map(claims, range(HANDS)))
        for each in turned:
            each.result()
    other.store.close()
    town.settle()
    won = [r for r, _ in results if isinstance(r, Done)]
    assert len(won) == 1
    assert sum(isinstance(r, Taken) for r, _ in results) == HANDS - 1
    assert all(isinstance(w, Done) for _, w in results)
    logged = notes(town, number)
    assert (logged.count("taken"), logged.count("claimed"), logged.count("note")) == (1, 1, HANDS)
    case = town.case_of(number)
    assert case["responder"].startswith("นาย ")
    assert case["answered_by"].startswith("op")
