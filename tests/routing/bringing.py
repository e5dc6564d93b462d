"""An operator brings a file of boundaries: it is taken, or refused in words."""

from pathlib import Path

from routing.atlas import load
from routing.boundaries import Prepared, Refused, prepare
from texts.catalogue import words


def refused(path: Path, column: str | None = None) -> list[str]:
    """The sentences of a refusal, in English; the Thai ones must exist as well."""
    made = prepare(path, column)
    assert isinstance(made, Refused), made.summary
    for reason in made.problems:
        assert words("th", reason.key, **reason.values("th"))
    return [words("en", reason.key, **reason.values("en")) for reason in made.problems]


def taken(path: Path, column: str | None = None) -> Prepared:
    made = prepare(path, column)
    assert isinstance(made, Prepared), [words("en", r.key, **r.values("en")) for r in made.problems]
    assert load(made.data).locate(7.55633, 99.61141).district == "9201"
    return made


def written(folder: Path, text: str | bytes, name: str = "x.geojson") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
