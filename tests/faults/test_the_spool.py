"""The spool: whole or not at all, in order, sealed, and never silently lost."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.spool import Spool, Spooled

KEY = b"k" * 32
WORDS = "ช่วยด้วย สามีทำร้าย".encode()


@pytest.fixture
def small_files() -> Iterator[None]:
    """A disk with room for 4 KiB a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def everything(spool: Spool) -> list[Spooled]:
    found = []
    while spool.look():
        while groups := spool.oldest():
            found += [each for group in groups for each in group.bodies]
            spool.remove(groups)
    return found


def test_what_went_in_comes_out_in_order_also_after_a_crash(tmp_path: Path):
    spool = Spool(tmp_path / "spool", KEY)
    bodies = [Spooled(1_000 + n, b"%d" % n) for n in range(40)]
    for n in range(0, 40, 4):
        spool.put(bodies[n : n + 4])
    again = Spool(tmp_path / "spool", KEY)
    assert again.waits
    assert everything(again) == bodies
    assert not again.waits


def test_two_replicas_may_share_a_folder(tmp_path: Path):
    one, two = Spool(tmp_path, KEY), Spool(tmp_path, KEY)
    one.put([Spooled(1, b"a")])
    two.put([Spooled(2, b"b")])
    assert one.look()
    assert two.look()
    groups = one.oldest(most=1)
    assert [g.bodies for g in groups] == [[Spooled(1, b"a")]]
    one.remove(groups)
    assert [list(g.bodies) for g in two.oldest()] == [[], [Spooled(2, b"b")]], "one was quicker, and that is no failure"
    two.remove(two.oldest())
    assert not two.look()
    assert everything(one) == []


def test_nobody_reads_it_without_the_key(tmp_path: Path):
    spool = Spool(tmp_path, KEY)
    spool.put([Spooled(1, WORDS)])
    (file,) = tmp_path.iterdir()
    assert WORDS not in file.read_bytes()
    assert everything(Spool(tmp_path, b"x" * 32)) == []
    assert [p.suffix for p in tmp_path.iterdir()] == [".damaged"], "kept for somebody who has the key"


def test_a_changed_file_is_set_aside_and_the_rest_goes_on(tmp_path: Path):
    spool = Spool(tmp_path, KEY)
    spool.put([Spooled(1, WORDS)])
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    spool.put([Spooled(2, b"next")])
    assert everything(spool) == [Spooled(2, b"next")]


def test_a_half_written_file_is_nothing(tmp_path: Path):
    (tmp_path / "000000000000001-a-1.spool.part").write_bytes(b"half")
    assert not Spool(tmp_path, KEY).waits


@pytest.mark.usefixtures("small_files")
def test_a_full_disk_stores_nothing_half(tmp_path: Path):
    spool = Spool(tmp_path, KEY)
    with pytest.raises(OSError, match="File too large"):
        spool.put([Spooled(1, b"x" * 5_000)])
    assert list(tmp_path.iterdir()) == []
    spool.put([Spooled(1, b"x" * 100)])
    assert everything(spool) == [Spooled(1, b"x" * 100)]


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="Not a directory"):
        Spool(tmp_path / "file" / "spool", KEY).probe()


def test_a_person_is_told_once_by_all_who_share_the_folder(tmp_path: Path):
    one, two = Spool(tmp_path, KEY), Spool(tmp_path, KEY)
    assert one.first("U1", 1_000, 600)
    assert not two.first("U1", 1_500, 600)
    assert two.first("U2", 1_500, 600)
    assert two.first("U1", 1_600, 600)
    assert not one.first("U1", 1_700, 600)
    marks = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert len(marks) == 2
    assert not any("U1" in p.name or p.stat().st_size for p in marks)
    assert one.first("U3", 9_000, 600)
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1, "marks that mean nothing any more are swept"


def test_a_file_that_the_disk_does_not_give_holds_up_nobody_and_is_tried_again(tmp_path: Path):
    """A folder under its name stands for a disk that errs: whoever the tests run as, it cannot be read."""
    spool = Spool(tmp_path, KEY, again=0)
    spool.put([Spooled(1, b"kept")])
    (file,) = tmp_path.iterdir()
    kept = file.rename(tmp_path / "elsewhere")
    file.mkdir()
    spool.put([Spooled(2, b"next")])
    assert spool.look()
    groups = spool.oldest()
    assert [list(g.bodies) for g in groups] == [[], [Spooled(2, b"next")]]
    spool.remove(groups)
    file.rmdir()
    kept.rename(file)
    assert everything(spool) == [Spooled(1, b"kept")]


def test_a_file_that_is_passed_over_does_not_wait(tmp_path: Path):
    (tmp_path / "000000000000001-a-1.spool").mkdir()
    spool = Spool(tmp_path, KEY)
    assert everything(spool) == []
    assert not spool.waits
