"""`ess boundaries …`, `ess centre …`, `ess place` and `ess route`: where cases go, for planners and administrators."""

import csv
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from bot.clock import SystemClock
from bot.commands.opened import opened, settings_or_stop, stop
from bot.directory import Places, load_centres, load_places, save_boundaries, save_centres
from bot.schema import has_tables
from bot.store import Store
from models.incident import Incident
from models.report import Place, PlaceSource, Report
from routing.address import Ask, Sure, resolve
from routing.centres import BadRows, per_kind, read_centres, write_centres
from routing.directory import generated, generated_directory
from routing.reason import Reason
from routing.route import Route, route
from routing.spelling import decode
from routing.spreadsheet import guarded
from texts.catalogue import words

boundaries = typer.Typer(help="Districts and provinces on the map.", no_args_is_help=True)
centres = typer.Typer(help="Help centres: the ministry's list.", no_args_is_help=True)

BoundaryFile = Annotated[Path | None, typer.Option("--boundaries", help="Use this file instead of the imported ones.")]
ADDED = ("province", "district", "centre", "queue", "reason")


def say(reason: Reason) -> str:
    return words("en", reason.key, **reason.values("en"))


@boundaries.command("import")
def import_boundaries(
    file: Annotated[Path, typer.Argument(help="GeoJSON or shapefile, plain or zipped.")],
    code_column: Annotated[str | None, typer.Option(help="The column of official codes; found by itself.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check the file.")] = False,
) -> None:
    """Check, simplify and store boundaries; a bad file changes nothing. Example: `ess boundaries import adm2.zip`"""
    data, report = _prepared(file, code_column)
    typer.echo(report)
    if dry_run:
        typer.echo("Dry run: nothing was stored.")
        return
    with opened() as store:
        save_boundaries(store, data, SystemClock().now(), _actor(), note=file.name)
    typer.echo("Stored.")


@boundaries.command()
def show(
    lat: Annotated[float, typer.Argument(help="Latitude in degrees.")],
    lon: Annotated[float, typer.Argument(help="Longitude in degrees.")],
    file: BoundaryFile = None,
) -> None:
    """Explain a point and what routing does with it. Example: `ess boundaries show 7.5563 99.6114`"""
    places = _places(file)
    atlas = places.atlas
    if atlas is None:
        typer.echo("No boundaries are loaded: the nearest provincial seat stands in for them.")
    else:
        for line in _located(places, lat, lon):
            typer.echo(line)
    report = Report(place=Place(PlaceSource.PIN, lat, lon))
    for line in _explained(route(report, places.directory, atlas, SystemClock().now())):
        typer.echo(line)


def place(text: Annotated[str, typer.Argument(help="An address, coordinates, a map link or a plus code.")]) -> None:
    """Say what an address means: sure, ask or nothing. Example: `ess place "ต.ทับเที่ยง อ.เมือง จ.ตรัง"`"""
    match resolve(text):
        case Sure(found, swapped):
            point = f"{found.latitude}, {found.longitude}" if found.point else ""
            parts = ["sure", found.province or "", found.district or "", found.address or "", point]
            typer.echo("\t".join([*parts, "swapped" if swapped else ""]).rstrip())
        case Ask() as ask:
            typer.echo(f"ask\t{words('en', f'place-{ask.question.value}')}")
            for candidate in ask.candidates:
                typer.echo(f"\t{candidate.code}\t{candidate.label_th}\t{candidate.label_en}")
            if ask.more:
                typer.echo(f"\tand {ask.more} more provinces")
        case _:
            typer.echo("nothing")


def route_file(
    file: Annotated[Path, typer.Argument(help="CSV with lat and lon; incident and address are used when there.")],
    boundaries_file: BoundaryFile = None,
) -> None:
    """Print the same CSV with province, district, centre, queue and reason. Example: `ess route points.csv`"""
    try:
        lines = list(csv.reader(io.StringIO(decode(file.read_bytes()), newline="")))
    except (OSError, csv.Error) as e:
        raise stop(f"{file} cannot be read: {e}") from None
    header = [name.strip().lower() for name in lines[0]] if lines else []
    if not {"lat", "lon"} <= set(header):
        raise stop(f"{file} needs the columns lat and lon; it has {', '.join(header) or 'none'}.")
    places = _places(boundaries_file)
    now = SystemClock().now()
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([*lines[0], *ADDED])
    for cells in filter(any, lines[1:]):
        padded = [*cells, *[""] * (len(header) - len(cells))]
        made = route(_report(dict(zip(header, padded, strict=False))), places.directory, places.atlas, now)
        out.writerow([*padded, *map(guarded, _columns(made))])


@centres.command("import")
def import_centres(
    file: Annotated[Path, typer.Argument(help="CSV in the columns of `ess centre export`.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check the file.")] = False,
) -> None:
    """Replace the list of centres, all or nothing. Example: `ess centre import centres.csv --dry-run`"""
    try:
        data = file.read_bytes()
    except OSError as e:
        raise stop(f"{file} cannot be read: {e}") from None
    read = read_centres(data, _places(None).atlas)
    if isinstance(read, BadRows):
        for bad in read.rows:
            where = f"line {bad.line}: {bad.column} {bad.value!r}: " if bad.line else ""
            typer.echo(f"{where}{say(bad.why)}", err=True)
        raise stop(f"{file} has {len(read.rows)} mistakes. Nothing was changed.")
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(per_kind(read.centres).items()))
    typer.echo(f"{len(read.centres)} centres: {counts}")
    if dry_run:
        typer.echo("Dry run: nothing was changed.")
        return
    with opened() as store:
        made = save_centres(store, read.centres, SystemClock().now(), _actor())
    typer.echo(f"{len(made.added)} added, {len(made.changed)} changed, {len(made.removed)} removed.")


@centres.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; standard output by default.")] = None,
) -> None:
    """Write the list of centres as CSV, the generated one at first. Example: `ess centre export centres.csv`"""
    with _database() as store:
        known = load_centres(store) if store else ()
    text = write_centres(known or generated())
    if file is None:
        sys.stdout.write(text)
    else:
        # With the mark Excel opens Thai text as Thai text.
        file.write_text(text, encoding="utf-8-sig", newline="")
        typer.echo(f"{len(known or generated())} centres in {file}.")


def _prepared(file: Path, column: str | None) -> tuple[bytes, str]:
    from routing.boundaries import Refused, prepare  # noqa: PLC0415 - numpy and shapely only where they are used

    made = prepare(file, column, _progress)
    typer.echo("", err=True)
    if isinstance(made, Refused):
        for problem in made.problems:
            typer.echo(say(problem), err=True)
        raise stop(f"{file} is not taken. Nothing was changed.")
    found = made.summary
    lines = [
        f"{found.layer}: {found.provinces} provinces, {found.districts} districts, codes from {found.column}",
        "every seat inside its own province; no overlaps",
        f"simplified from {found.points_before} to {found.points_after} points, {found.moved:.2%} of the land moved",
        *map(say, found.remarks),
    ]
    return made.data, "\n".join(lines)


def _progress(step: str, done: int, total: int) -> None:
    typer.echo(f"\r{step} {done}/{total}".ljust(30), nl=False, err=True)


def _places(file: Path | None) -> Places:
    """The places of the database when there is one, else those of a fresh installation; a file's boundaries win."""
    with _database() as store:
        places = load_places(store) if store else Places(generated_directory())
    if file is None:
        return places
    from routing.atlas import load  # noqa: PLC0415

    return Places(places.directory, load(_prepared(file, None)[0]))


@contextmanager
def _database() -> Iterator[Store | None]:
    """The database of DATABASE_URL when it exists and has tables; never makes one."""
    url = sa.make_url(settings_or_stop().database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        yield None
        return
    store = Store(url.render_as_string(hide_password=False))
    try:
        yield store if has_tables(store) else None
    finally:
        store.close()


def _actor() -> str:
    return f"command line, {os.environ.get('USER') or os.getuid()}"


def _located(places: Places, lat: float, lon: float) -> list[str]:
    atlas = places.atlas
    if atlas is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return []
    found = atlas.locate(lat, lon)
    line = atlas.line(lat, lon)
    return [
        f"province  {found.province or '-'}",
        f"district  {found.district or '-'}",
        f"outside   {found.outside:.0f} m{' (snapped)' if found.snapped else ''}",
        f"next line {line.metres:.0f} m to {line.province}",
        f"band      {', '.join(f'{n.province} {n.metres:.0f} m' for n in found.neighbours) or '-'}",
        f"island    {'yes' if found.island else 'no'}",
    ]


def _explained(made: Route) -> list[str]:
    told = ", ".join(f"{c.code} {c.name_th}" for c in made.told) or "-"
    asked = ", ".join(made.ask) or "-"
    return [
        f"told      {told}; {made.queue}",
        f"asked     {'are you in Thailand? ' if made.ask_in_thailand else ''}{asked}",
        f"flags     {', '.join(sorted(made.flags)) or '-'}",
        *(f"because   {_said(why)}" for why in made.reasons),
    ]


def _report(row: dict[str, str]) -> Report:
    address = row.get("address") or None
    lat, lon = _number(row.get("lat", "")), _number(row.get("lon", ""))
    source = PlaceSource.PIN if lat is not None and lon is not None else PlaceSource.ADDRESS
    incident = row.get("incident", "").strip().lower()
    return Report(
        place=Place(source, lat, lon, address),
        incident=Incident(incident) if incident in set(Incident) else None,
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _columns(made: Route) -> list[str]:
    return [
        (made.place.province if made.place else None) or "",
        (made.place.district if made.place else None) or "",
        made.owner.code if made.owner else "",
        "" if made.owner else made.queue,
        "; ".join(_said(why) for why in made.reasons),
    ]


@lru_cache(maxsize=4096)
def _said(why: Reason) -> str:
    return say(why)
