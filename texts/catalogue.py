"""Every word shown to anyone, from the Fluent catalogues beside this file (`*-th.ftl`, `*-en.ftl`, …).

`words(lang, key, **args)` is the message in that language, in Thai where that language has none yet. A missing key or
a mistake in a message is a bug and raises: silence on a frightened person's phone is worse than a failing test.
"""

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from models.people import LANGUAGES

HERE = Path(__file__).parent
# What whoever works here reads: everything has both, and some things say both at once.
OFFICIAL = ("th", "en")
FALLBACK = LANGUAGES[0]


@cache
def bundle(lang: str) -> FluentBundle:
    """All catalogues of one language; names are shown as they are, without bidi marks (Thai and Latin read one way)."""
    made = FluentBundle([lang], use_isolating=False)
    for file in sorted(HERE.glob(f"*-{lang}.ftl")):
        made.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return made


@cache
def spoken() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(lang for lang in LANGUAGES if any(HERE.glob(f"*-{lang}.ftl")))


def words(lang: str, key: str, /, **args: str | int) -> str:
    return _filled(lang, key, args) if args else _plain(lang, key)


@cache
def _plain(lang: str, key: str) -> str:
    return _filled(lang, key, {})


def _filled(lang: str, key: str, args: dict[str, str | int]) -> str:
    for each in (lang, FALLBACK):
        made = bundle(each)
        pattern = made.get_message(key).value if made.has_message(key) else None
        if pattern is not None:
            text, errors = made.format_pattern(pattern, args)
            if errors:
                raise ValueError(f"{each}: {key}: {errors}")
            return str(text)
    raise KeyError(key)
