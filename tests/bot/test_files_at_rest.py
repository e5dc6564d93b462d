"""Files in the vault: what goes in comes out, nothing lies there in the clear, and every change is noticed."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vault import CHUNK, HEADER, TAG, DamagedFileError, Vault

KEY = bytes(range(32))
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5)


def stored(vault: Vault, data: bytes, pieces: int = 1, name: str = "a") -> Path:
    writer = vault.writer(name)
    step = max(1, len(data) // pieces)
    for start in range(0, len(data), step):
        writer.write(data[start : start + step])
    done = writer.finish()
    assert (done.size, done.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    return vault.path(name)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pieces", [1, 7])
def test_what_goes_in_comes_out(tmp_path: Path, size: int, pieces: int):
    data = (b"secret words " * (size // 13 + 1))[:size]
    vault = Vault(tmp_path, KEY)
    path = stored(vault, data, pieces)
    assert b"".join(vault.read("a")) == data
    assert b"secret words" not in path.read_bytes()


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Vault, Path, bytes]:
    vault = Vault(tmp_path_factory.mktemp("vault"), KEY)
    path = stored(vault, b"x" * (2 * CHUNK + 100))
    return vault, path, path.read_bytes()


@given(data=st.data())
def test_every_changed_bit_is_noticed(sealed: tuple[Vault, Path, bytes], data: st.DataObject):
    vault, path, whole = sealed
    at, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
    with pytest.raises(DamagedFileError):
        b"".join(vault.read("a"))


SEALED = CHUNK + TAG


@pytest.mark.parametrize(
    "changed",
    [
        lambda w: w[:-1],
        lambda w: w[: HEADER + SEALED],
        lambda w: w[:HEADER],
        lambda w: b"",
        lambda w: w + b"\0",
        lambda w: (
            w[:HEADER]
            + w[HEADER + SEALED : HEADER + 2 * SEALED]
            + w[HEADER : HEADER + SEALED]
            + w[HEADER + 2 * SEALED :]
        ),
        lambda w: w[:HEADER] + w[HEADER + SEALED :],
    ],
    ids=["a byte short", "a chunk short", "all short", "empty", "a byte more", "chunks swapped", "a chunk left out"],
)
def test_cut_swapped_and_emptied_files_are_noticed(sealed: tuple[Vault, Path, bytes], changed):
    vault, path, whole = sealed
    path.write_bytes(changed(whole))
    with pytest.raises(DamagedFileError):
        b"".join(vault.read("a"))


def test_another_key_reads_nothing(tmp_path: Path):
    stored(Vault(tmp_path, KEY), b"words")
    with pytest.raises(DamagedFileError):
        b"".join(Vault(tmp_path, bytes(32)).read("a"))


def test_one_file_is_no_other(tmp_path: Path):
    """Each file has a nonce of its own: the same bytes twice look different."""
    vault = Vault(tmp_path, KEY)
    assert stored(vault, b"same", name="a").read_bytes() != stored(vault, b"same", name="b").read_bytes()


def test_nothing_is_there_before_it_is_whole_and_an_abandoned_file_leaves_nothing(tmp_path: Path):
    vault = Vault(tmp_path, KEY)
    writer = vault.writer("a")
    writer.write(b"half")
    assert not vault.path("a").exists()
    writer.abandon()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@given(st.text(min_size=1))
def test_no_name_leads_outside(name: str):
    vault = Vault(Path("vault"), KEY)
    assert vault.path(name).parent.parent == Path("vault")


def test_an_erased_file_is_gone_and_erasing_twice_is_harmless(tmp_path: Path):
    vault = Vault(tmp_path, KEY)
    path = stored(vault, b"words")
    vault.erase("a")
    vault.erase("a")
    assert not path.exists()
