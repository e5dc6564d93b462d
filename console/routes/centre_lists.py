"""The whole list of centres as a file: taken in after a look at what it would change, and given out."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import Response

from bot.directory import load_centres, save_centres
from console import centre_list
from console.parts import Here, NotHereError, Reader
from routing.centres import MAX_BYTES, BadRows, changes, per_kind, read_centres, write_centres
from routing.directory import generated

router = APIRouter(prefix="/centres")
SHOWN = 200


@router.get("/export.csv")
def export(here: Here) -> Response:
    """The CSV of `ess centre export`, with the mark by which Excel knows Thai text."""
    text = write_centres(load_centres(here.desk.store) or generated())
    headers = {"Content-Disposition": 'attachment; filename="centres.csv"', "Cache-Control": "no-store"}
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/import")
def show(here: Here) -> Response:
    return page(importer(here), report=None)


@router.post("/import")
def take(
    here: Here,
    file: Annotated[UploadFile, File()],
    checked: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
) -> Response:
    """First only a report; then, for the very same file over the very same list, the import: all or nothing."""
    importer(here)
    data = file.file.read(MAX_BYTES + 1)
    digest, places = hashlib.sha256(data).hexdigest(), centre_list.places(here.desk)
    version = "-".join(map(str, places.version))
    read = read_centres(data, places.atlas)
    if isinstance(read, BadRows):
        return page(here, report="bad", rows=read.rows[:SHOWN], count=len(read.rows))
    if checked != digest or seen != version:
        made = changes(load_centres(here.desk.store), read.centres)
        counts = sorted(per_kind(read.centres).items())
        lists = {"added": made.added, "changed": made.changed, "removed": made.removed}
        late = bool(checked)
        return page(
            here,
            report="good",
            lists=lists,
            counts=counts,
            count=len(read.centres),
            digest=digest,
            seen=version,
            late=late,
        )
    done = save_centres(here.desk.store, read.centres, here.now, here.who.name)
    return page(here, report="done", done=done, count=len(read.centres))


def importer(here: Reader) -> Reader:
    """Who imports replaces every province's list."""
    if not here.who.supervises:
        raise NotHereError
    return here


def page(here: Reader, **values: Any) -> Response:
    if here.part:
        return here.page("centre-report.html", **values)
    status = 422 if values["report"] == "bad" else 200
    return here.page("centre-import.html", status, who=here.who, **values)
