"""The console's words, dates and durations in the operator's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from models.centre import Province
from models.durations import HOUR, MINUTE, SECOND
from routing.province import provinces
from texts.catalogue import bundle, words

LANGUAGES = ("th", "en")
BANGKOK = timezone(timedelta(hours=7))
BUDDHIST_ERA = 543


@dataclass(frozen=True, slots=True)
class Speech:
    """One language. Calling it gives the words of a key of the console's catalogue (`console-…`)."""

    lang: str = "th"

    def __call__(self, key: str, **args: str | int) -> str:
        return words(self.lang, f"console-{key}", **args)

    def elsewhere(self, key: str, **args: str | int) -> str:
        """Words of a key that another room chose (a reason, a refusal). An unknown key is shown as it is.

        A case must stay readable even when the text of one line of its history is missing.
        """
        if bundle(self.lang).has_message(key) or bundle("th").has_message(key):
            return words(self.lang, key, **args)
        return key

    def named(self, group: str, name: str, **args: str | int) -> str:
        """The console's word for a value of a closed list; what we do not know is shown as it is."""
        key = f"console-{group}-{name.replace('_', '-')}"
        return words(self.lang, key, **args) if bundle("th").has_message(key) else name

    def province(self, code: str | None) -> str:
        found: Province | None = provinces().get(code) if code else None
        if found is None:
            return code or ""
        return found.name_th if self.lang == "th" else found.name_en

    def day(self, at: int) -> str:
        """`22 พ.ย. 2568` in Thai (Buddhist era), `22 Nov 2025` in English."""
        when = local(at)
        year = when.year + BUDDHIST_ERA if self.lang == "th" else when.year
        return f"{when.day} {self(f'month-{when.month}')} {year}"

    def time(self, at: int) -> str:
        return f"{local(at):%H:%M}"

    def second(self, at: int) -> str:
        return f"{local(at):%H:%M:%S}"

    def moment(self, at: int) -> str:
        return f"{self.day(at)} {self.time(at)}"

    def lasting(self, ms: int) -> str:
        """A duration in its largest sensible unit: seconds, minutes, hours or days."""
        for unit, size in (("days", 24 * HOUR), ("hours", HOUR), ("minutes", MINUTE)):
            if ms >= size:
                return self(f"last-{unit}", n=ms // size)
        return self("last-seconds", n=max(ms, 0) // SECOND)

    def joined(self, names: Iterable[str]) -> str:
        return ", ".join(names)


def local(at: int) -> datetime:
    """A moment in ms as the wall clock of Thailand shows it (UTC+7, no summer time)."""
    return datetime.fromtimestamp(at / 1000, BANGKOK)


def iso(at: int) -> str:
    return local(at).isoformat(timespec="seconds")
