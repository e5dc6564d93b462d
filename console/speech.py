"""The console's words, dates and durations in the operator's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.centre import Province
from models.times import HOUR, MINUTE, SECOND, local
from routing.province import provinces
from texts.calendar import day
from texts.catalogue import bundle, words


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
        return day(at, self.lang)

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


def iso(at: int) -> str:
    return local(at).isoformat(timespec="seconds")
