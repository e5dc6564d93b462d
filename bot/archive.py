"""A whole installation as one stream: rows of every table with their counts and hashes, and a list of the files.

The stream knows no database: what comes from SQLite goes into PostgreSQL and back (`ess copy`, `backup`, `restore`).
A frame is one msgpack value behind its length. The first names the revision, then a table and its rows by the
hundred, the last one sums up. A backup is the stream compressed and sealed with the data key (bot/vault.py).
"""

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.schema import has_tables, migrate, revision
from bot.store import Store
from bot.vault import DamagedFileError, sealed, unsealed

FORM = 1
ROWS = 500
HASHED = 2**256
SKIPPED = {"alembic_version"}
ALIVE = ("inbox", "case", "person", "user", "centre")
_encode = msgspec.msgpack.encode


class NotEmptyError(Exception):
    """Nothing is ever restored over people's words: the database holds something already."""


class WrongArchiveError(Exception):
    """The file is none of ours, is damaged, or what arrived is not what left."""


class Head(msgspec.Struct, frozen=True):
    """The first frame."""

    form: int
    revision: str
    made_at: int


class Tally(msgspec.Struct, frozen=True):
    """How many rows of a table, and their hash, whatever their order."""

    rows: int = 0
    hash: str = "0"

    def plus(self, rows: Iterable[list[Any]]) -> "Tally":
        count, total = self.rows, int(self.hash, 16)
        for row in rows:
            count += 1
            total += int.from_bytes(hashlib.sha256(_encode(row)).digest())
        return Tally(count, f"{total % HASHED:x}")


class File(msgspec.Struct, frozen=True):
    """One stored (encrypted) file of MEDIA_DIR, by its path there."""

    path: str
    size: int
    sha256: str


class Rows(msgspec.Struct, frozen=True, tag=True):
    """Some rows of a table, in the order of its columns' names."""

    table: str
    columns: list[str]
    rows: list[list[Any]]


class End(msgspec.Struct, frozen=True, tag=True):
    """The last frame."""

    tables: dict[str, Tally]
    files: list[File]


@dataclass(slots=True)
class Restored:
    """What a restore did: rows of each table, and files that MEDIA_DIR lacks or holds differently."""

    tables: dict[str, Tally] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def frames(store: Store, now: int, media: Path | None) -> Iterator[Head | Rows | End]:
    """Everything, as it was at one moment, while the service goes on."""
    tallies: dict[str, Tally] = {}
    with store.snapshot() as connection:
        found = revision(connection)
        if found is None:
            raise WrongArchiveError("The database has no tables: there is nothing to copy.")
        yield Head(FORM, found, now)
        for table in tables(connection):
            columns = sorted(table.columns, key=lambda c: c.name)
            tally = Tally()
            names = [str(c.name) for c in columns]
            for rows in _batches(connection, sa.select(*columns)):
                tally = tally.plus(rows)
                yield Rows(str(table.name), names, rows)
            tallies[str(table.name)] = tally
    yield End(tallies, list(files(media)) if media else [])


def tables(connection: Connection) -> list[sa.Table]:
    """As the database has them, which may be older than the code."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in SKIPPED]


def _batches(connection: Connection, query: sa.Select[Any]) -> Iterator[list[list[Any]]]:
    with connection.execute(query, execution_options={"yield_per": ROWS}) as result:
        for part in result.partitions():
            yield [list(row) for row in part]


def files(media: Path) -> Iterator[File]:
    for path in sorted(media.glob("*/*")):
        if not path.is_file() or path.suffix == ".part":
            continue
        try:
            file = path.open("rb")
        except FileNotFoundError:  # taken back meanwhile
            continue
        with file:
            told = hashlib.file_digest(file, "sha256").hexdigest()
            yield File(path.relative_to(media).as_posix(), os.fstat(file.fileno()).st_size, told)


def load(store: Store, stream: Iterator[Head | Rows | End], media: Path | None) -> Restored:
    """Fills an empty database at the revision of the stream, checks every count and hash, then migrates it."""
    head = next(stream)
    if not isinstance(head, Head) or head.form != FORM:
        raise WrongArchiveError("This is not an archive that this version can read.")
    url = store.url.render_as_string(hide_password=False)
    if has_tables(store):
        _refuse_full(store)
        migrate(url, "base")
    migrate(url, head.revision)
    with store.writer.begin() as connection:
        end = _fill(connection, stream)
        arrived = {str(t.name): _tally(connection, t) for t in tables(connection)}
        if arrived != end.tables:
            wrong = sorted(n for n in arrived.keys() | end.tables.keys() if arrived.get(n) != end.tables.get(n))
            raise WrongArchiveError(f"What arrived is not what left: {', '.join(wrong)}. Nothing was kept.")
        if not store.is_sqlite:
            _count_on(connection)
    migrate(url)
    restored = Restored(end.tables)
    for file in end.files if media else ():
        _compare(file, media / file.path, restored) if media else None
    return restored


def _refuse_full(store: Store) -> None:
    with store.read() as connection:
        for table in tables(connection):
            if table.name in ALIVE and connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
                raise NotEmptyError(f"The database holds rows already ({table.name}): name an empty one.")


def _fill(connection: Connection, stream: Iterator[Head | Rows | End]) -> End:
    here = {str(table.name): table for table in tables(connection)}
    for frame in stream:
        match frame:
            case Rows(table=name, columns=columns, rows=rows):
                values = [dict(zip(columns, row, strict=True)) for row in rows]
                connection.execute(sa.insert(here[name]), values)
            case End():
                return frame
            case Head():
                break
    raise WrongArchiveError("The archive is cut short. Nothing was kept.")


def _tally(connection: Connection, table: sa.Table) -> Tally:
    tally = Tally()
    for rows in _batches(connection, sa.select(*sorted(table.columns, key=lambda c: c.name))):
        tally = tally.plus(rows)
    return tally


def _count_on(connection: Connection) -> None:
    """PostgreSQL's own counters go on behind the highest number that arrived."""
    for table in tables(connection):
        for column in table.primary_key:
            if isinstance(column.type, sa.Integer) and len(table.primary_key) == 1:
                named = {"table": f'"{table.name}"', "column": column.name}
                highest = sa.select(sa.func.coalesce(sa.func.max(column), 0)).scalar_subquery()
                sequence = sa.func.pg_get_serial_sequence(named["table"], named["column"])
                connection.execute(sa.select(sa.func.setval(sequence, highest + 1, sa.false())))


def _compare(file: File, path: Path, restored: Restored) -> None:
    if not path.exists():
        restored.missing.append(file.path)
        return
    with path.open("rb") as found:
        if hashlib.file_digest(found, "sha256").hexdigest() != file.sha256:
            restored.changed.append(file.path)


def write_archive(path: Path, key: bytes, stream: Iterator[Head | Rows | End]) -> End:
    """The stream as one sealed file; nothing appears under its name before it is whole."""
    writer, squeeze, end = sealed(path, key), zlib.compressobj(6), End({}, [])
    try:
        for frame in stream:
            data = _encode(frame)
            writer.write(squeeze.compress(len(data).to_bytes(4) + data))
            end = frame if isinstance(frame, End) else end
        writer.write(squeeze.flush())
    except BaseException:
        writer.abandon()
        raise
    writer.finish()
    return end


def read_archive(path: Path, key: bytes) -> Iterator[Head | Rows | End]:
    """The frames of a sealed file; WrongArchiveError before anything wrong is given out."""
    try:
        pieces = _frames(_unsqueezed(unsealed(path, key)))
        yield msgspec.msgpack.decode(next(pieces, b""), type=Head)
        for piece in pieces:
            yield msgspec.msgpack.decode(piece, type=Rows | End)
    except (DamagedFileError, msgspec.DecodeError, zlib.error) as e:
        raise WrongArchiveError(f"{path} cannot be read with this key: {e}") from None


def _unsqueezed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    plain = zlib.decompressobj()
    for piece in pieces:
        yield plain.decompress(piece)
    yield plain.flush()


def _frames(pieces: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= 4 and len(held) >= 4 + (size := int.from_bytes(held[:4])):
            yield bytes(held[4 : 4 + size])
            del held[: 4 + size]
    if held:
        raise DamagedFileError("cut short")
