"""`menus sync` brings LINE in line with the release, from wherever the last run left it."""

import asyncio
import dataclasses
import zlib
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from bot.commands.menus import app
from emulator.faults import Fault, FaultKind
from emulator.platform import Platform
from emulator.serve import Served
from rich_menus.menus import REPORT, Drawn, Tab, drawn, wire
from rich_menus.sync import Failed, Synced, sync

NOW = 1_790_000_000.0
WRITES = 10


@pytest.fixture
def line() -> Iterator[Served]:
    with Served(Platform(clock=lambda: NOW, channel_secret="secret")) as served:
        yield served


def run(line: Served, menus: tuple[Drawn, ...] = (), told=None) -> Synced | Failed:
    return asyncio.run(sync(menus or drawn(), line.platform.channel_token, line.url, told))


def writes(line: Served) -> int:
    """Requests that change something: validating does not."""
    changing = [call for call in line.platform.calls if call.method != "GET" and not call.path.endswith("/validate")]
    return len(changing)


def repainted() -> tuple[Drawn, ...]:
    """The same menus, the first with another picture: a note more, as if it had been drawn again."""
    first, *rest = drawn()
    note = b"tEXtdrawn\0again"
    chunk = (len(note) - 4).to_bytes(4) + note + zlib.crc32(note).to_bytes(4)
    header = 8 + 25  # PNG's signature and its IHDR chunk
    return dataclasses.replace(first, picture=first.picture[:header] + chunk + first.picture[header:]), *rest


def assert_in_place(line: Served, menus: tuple[Drawn, ...]) -> None:
    menu_ids = {each["name"]: each["richMenuId"] for each in line.platform.menus.all()}
    assert set(menu_ids) == {each.name for each in menus}
    assert len(line.platform.menus.all()) == len(menus)
    for each in menus:
        assert line.platform.menus.alias(each.menu.tab)["richMenuId"] == menu_ids[each.name]
        assert line.platform.menus.image(menu_ids[each.name]).data == each.picture
    assert line.platform.menus.default == menu_ids[menus[0].name]


def test_the_first_run_makes_everything_and_the_second_nothing(line: Served):
    assert isinstance(run(line), Synced)
    assert_in_place(line, drawn())
    assert writes(line) == WRITES
    assert run(line) == Synced(())
    assert writes(line) == WRITES


def test_a_person_sees_and_switches_the_tabs(line: Served):
    run(line)
    citizen = line.platform.person("สมใจ")
    assert [b.label for b in citizen.buttons()] == ["ติดตาม / โทร", "แจ้งเหตุ", "ส่งตำแหน่ง", "โทร 1300", "โทร 191"]
    citizen.taps("โทร 1300")
    assert [opened.target for opened in citizen.opened()] == ["tel:1300"]
    citizen.taps("ติดตาม / โทร")
    shown = ["แจ้งเหตุ", "ติดตามเรื่อง", "คุยกับเจ้าหน้าที่", "ล้างหน้าจอ", "โทร 1300", "โทร 191", "ภาษาไทย", "English"]
    assert [b.label for b in citizen.buttons()] == shown


def test_a_changed_picture_becomes_a_new_menu_and_the_old_one_goes(line: Served):
    run(line)
    before = writes(line)
    outcome = run(line, repainted())
    assert isinstance(outcome, Synced)
    assert [done.split()[0] for done in outcome.done] == ["created", "uploaded", "pointed", "made", "deleted"]
    assert writes(line) == before + 5
    assert_in_place(line, repainted())


def test_an_old_neutral_menu_stays_for_those_who_are_linked_to_it(line: Served):
    run(line)
    citizen = line.platform.person("สมใจ")
    linked = line.platform.menus.alias(Tab.NEUTRAL)["richMenuId"]
    line.platform.menus.link(citizen.user_id, linked)
    *rest, neutral = drawn()
    fewer = dataclasses.replace(neutral, menu=dataclasses.replace(neutral.menu, areas=neutral.menu.areas[:1]))
    assert isinstance(run(line, (*rest, fewer)), Synced)
    assert line.platform.menus.alias(Tab.NEUTRAL)["richMenuId"] != linked
    assert [each.label for each in citizen.buttons()] == ["สิทธิและสวัสดิการ", "สอบถามทางโทรศัพท์"]


def test_menus_of_others_stay(line: Served):
    others = line.platform.menus.create({"name": "somebody else's", **wire(REPORT)})
    line.platform.menus.create({"name": f"{Tab.REPORT}-0123456789ab", **wire(REPORT)})
    assert isinstance(run(line), Synced)
    assert line.platform.menus.get(others)
    line.platform.menus.delete(others)
    assert_in_place(line, drawn())


def test_a_menu_made_without_our_knowing_is_used_and_its_double_goes(line: Served):
    """What is left when the answers to two creations were lost: the right name, no picture, twice."""
    second = drawn()[1]
    for _ in range(2):
        line.platform.menus.create({"name": second.name, **wire(second.menu)})
    outcome = run(line)
    assert isinstance(outcome, Synced)
    assert not [done for done in outcome.done if done == f"created {second.name}"]
    assert_in_place(line, drawn())


class DiedError(Exception):
    """The process is gone."""


def dies_after(changes: int):
    done: list[str] = []

    def told(change: str) -> None:
        done.append(change)
        if len(done) == changes:
            raise DiedError

    return told


@pytest.mark.parametrize("changes", range(1, WRITES + 1))
def test_a_run_that_died_is_completed_by_the_next(line: Served, changes: int):
    with pytest.raises(DiedError):
        run(line, told=dies_after(changes))
    assert isinstance(run(line), Synced)
    assert_in_place(line, drawn())
    assert writes(line) == WRITES, "nothing is made twice"
    assert run(line) == Synced(())


@pytest.mark.parametrize("changes", range(1, WRITES))
def test_a_request_whose_answer_was_lost_is_found_done_by_the_next(line: Served, changes: int):
    """The request after so many changes happens on LINE, yet the run does not learn it."""
    lost = Fault(FaultKind.ERROR, at=frozenset({"richmenu"}), when="after")
    done: list[str] = []

    def told(change: str) -> None:
        done.append(change)
        if len(done) == changes:
            line.platform.faults.add(lost)

    outcome = run(line, told=told)
    assert isinstance(outcome, Failed)
    assert len(outcome.done) == changes
    assert isinstance(run(line), Synced)
    assert_in_place(line, drawn())


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (FaultKind.ERROR, 500), (FaultKind.RATE_LIMIT, 429), (FaultKind.INVALID_TOKEN, 401), (FaultKind.FORBIDDEN, 403),
        (FaultKind.RESET, None), (FaultKind.GARBAGE, None),
    ],
)  # fmt: skip
def test_a_failure_is_a_value_that_says_what_and_why(line: Served, kind: FaultKind, status: int | None):
    line.platform.faults.add(Fault(kind, times=None))  # aiohttp itself asks again once after a reset
    outcome = run(line)
    assert isinstance(outcome, Failed)
    assert (outcome.done, outcome.doing, outcome.status) == ((), "reading the menus", status)
    assert outcome.why
    assert writes(line) == 0


def test_a_menu_that_line_refuses_is_named_with_lines_words(line: Served):
    each = drawn()[0]
    wide = dataclasses.replace(each.menu.areas[0], width=3000)
    outcome = run(line, (Drawn(dataclasses.replace(each.menu, areas=(wide,)), each.picture),))
    assert isinstance(outcome, Failed)
    assert (outcome.status, outcome.doing.split()[0]) == (400, "creating")
    assert "bounds" in outcome.why
    assert writes(line) == 0


def test_the_command_says_what_it_did(line: Served):
    env = {"LINE_CHANNEL_ACCESS_TOKEN": line.platform.channel_token, "LINE_API_BASE": line.url}
    first = CliRunner().invoke(app, ["sync"], env=env)
    assert (first.exit_code, first.output.count("created"), first.output.count("pointed")) == (0, 3, 3)
    again = CliRunner().invoke(app, ["sync"], env=env)
    assert (again.exit_code, again.output) == (0, "Nothing to do: the menus were up to date.\n")
    line.platform.faults.add(Fault(FaultKind.ERROR))
    failed = CliRunner().invoke(app, ["sync"], env=env)
    assert failed.exit_code == 1
    assert "Stopped while reading the menus" in failed.output


def test_the_command_needs_a_token():
    result = CliRunner().invoke(app, ["sync"], env={"LINE_CHANNEL_ACCESS_TOKEN": ""})
    assert (result.exit_code, "LINE_CHANNEL_ACCESS_TOKEN" in result.output) == (1, True)
