"""Templates: a whole page, or only its changing part when htmx asks for it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from starlette.datastructures import Headers

from bot.settings import Settings
from bot.staffing import BREAKS, Colleague
from console import reads, view
from console.live import Viewer, event
from console.speech import Speech

HERE = Path(__file__).parent
STATIC = HERE / "static"


def fingerprint(folder: Path) -> str:
    """Changes when a static file changes. It stands in the path, so that modules import each other under it too."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()[:12]


def wants_part(headers: Headers) -> bool:
    """Whether htmx asked for the part it will put into the page; going back in history wants the whole page."""
    part = headers.get("hx-request") == "true" and headers.get("hx-request-type") != "full"
    return part and headers.get("hx-history-restore-request") != "true"


@dataclass(frozen=True, slots=True)
class Pages:
    """The console's templates. Every value they show is escaped; a name that is not given is an error."""

    env: jinja2.Environment
    version: str

    def draw(self, template: str, speech: Speech, values: Mapping[str, Any]) -> str:
        return self.env.get_template(template).render(t=speech, **values)

    def frame(
        self,
        viewer: Viewer,
        strip: reads.Strip,
        rows: tuple[reads.Row, ...],
        roll: tuple[Colleague, ...] | None = None,
    ) -> bytes:
        """What a live stream sends to everybody of one audience and language; `roll` is not for officers."""
        speech = Speech(viewer.lang)
        drawn = event("strip", self.draw("strip.html", speech, {"strip": strip}))
        if rows:
            drawn = event("rows", self.draw("rows.html", speech, {"rows": rows, "now": strip.now})) + drawn
        if roll is not None:
            drawn += event("roll", self.draw("roll.html", speech, {"roll": roll, "now": strip.now}))
        return drawn


def pages(settings: Settings) -> Pages:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    version = fingerprint(STATIC)
    env.globals.update(
        view=view,
        BREAKS=BREAKS,
        static=lambda name: f"/console/static/{version}/{name}",
        tiles_url=settings.tiles_url,
    )
    return Pages(env, version)
